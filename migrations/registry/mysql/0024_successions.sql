-- What a certificate takes the place of, and how (correction, renewal), and what has taken its own: nobody has two successors.
ALTER TABLE issued_certificates
    ADD COLUMN supersedes_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN succession VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN superseded_by_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD UNIQUE KEY issued_certificates_by_predecessor (organisation_id, supersedes_id),
    ADD KEY issued_certificates_by_end (organisation_id, valid_until, id)
