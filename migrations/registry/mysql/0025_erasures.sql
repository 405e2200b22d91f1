-- Why what a certificate says of a person was erased: retention, asked.
ALTER TABLE certificate_subjects
    ADD COLUMN erased_reason VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD KEY certificate_subjects_by_erasure (organisation_id, erased_at, certificate_id)
