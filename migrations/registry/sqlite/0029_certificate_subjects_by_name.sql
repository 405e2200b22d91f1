-- Whoever has no address is found by name: whether they have a certificate already.
CREATE INDEX certificate_subjects_by_name ON certificate_subjects (organisation_id, name);
