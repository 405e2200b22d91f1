-- Whoever has no address is found by name: whether they have a certificate already.
ALTER TABLE certificate_subjects
    ADD KEY certificate_subjects_by_name (organisation_id, name)
