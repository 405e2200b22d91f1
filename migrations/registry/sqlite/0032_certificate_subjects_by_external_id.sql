-- Whom the organisation calls by an id of its own is found by that, however their name is written: whether they have a certificate already.
ALTER TABLE certificate_subjects ADD COLUMN external_id_hash TEXT;
CREATE INDEX certificate_subjects_by_external_id ON certificate_subjects (organisation_id, external_id_hash);
