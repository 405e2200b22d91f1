-- The number of a certificate, its place in what it was issued together with, and whom it was given to there: nobody is given two at once.
ALTER TABLE issued_certificates ADD COLUMN number TEXT;
ALTER TABLE issued_certificates ADD COLUMN batch_row INTEGER;
ALTER TABLE issued_certificates ADD COLUMN recipient_hash TEXT;
CREATE UNIQUE INDEX issued_certificates_by_number ON issued_certificates (organisation_id, number);
CREATE UNIQUE INDEX issued_certificates_by_recipient ON issued_certificates (organisation_id, batch_id, recipient_hash);
CREATE INDEX issued_certificates_by_id ON issued_certificates (organisation_id, id);
