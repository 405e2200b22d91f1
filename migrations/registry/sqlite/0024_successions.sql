-- What a certificate takes the place of, and how (correction, renewal), and what has taken its own: nobody has two successors.
ALTER TABLE issued_certificates ADD COLUMN supersedes_id TEXT;
ALTER TABLE issued_certificates ADD COLUMN succession TEXT;
ALTER TABLE issued_certificates ADD COLUMN superseded_by_id TEXT;
CREATE UNIQUE INDEX issued_certificates_by_predecessor ON issued_certificates (organisation_id, supersedes_id);
CREATE INDEX issued_certificates_by_end ON issued_certificates (organisation_id, valid_until, id);
