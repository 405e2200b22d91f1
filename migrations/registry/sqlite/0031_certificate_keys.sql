-- By which key its batch was asked for, as a hash: with its row it is unique, also where the workspace is older than what was issued from it.
ALTER TABLE issued_certificates ADD COLUMN asking_key_hash TEXT;
CREATE UNIQUE INDEX issued_certificates_by_asking_key ON issued_certificates (organisation_id, asking_key_hash, batch_row);
