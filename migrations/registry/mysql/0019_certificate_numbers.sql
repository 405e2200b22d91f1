-- The number of a certificate, its place in what it was issued together with, and whom it was given to there: nobody is given two at once.
ALTER TABLE issued_certificates
    ADD COLUMN number VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    ADD COLUMN batch_row INT NULL,
    ADD COLUMN recipient_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD UNIQUE KEY issued_certificates_by_number (organisation_id, number),
    ADD UNIQUE KEY issued_certificates_by_recipient (organisation_id, batch_id, recipient_hash),
    ADD KEY issued_certificates_by_id (organisation_id, id)
