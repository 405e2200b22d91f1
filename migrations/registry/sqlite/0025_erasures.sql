-- Why what a certificate says of a person was erased: retention, asked.
ALTER TABLE certificate_subjects ADD COLUMN erased_reason TEXT;
CREATE INDEX certificate_subjects_by_erasure ON certificate_subjects (organisation_id, erased_at, certificate_id);
