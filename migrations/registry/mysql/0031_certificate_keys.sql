-- By which key its batch was asked for, as a hash: with its row it is unique, also where the workspace is older than what was issued from it.
ALTER TABLE issued_certificates
    ADD COLUMN asking_key_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD UNIQUE KEY issued_certificates_by_asking_key (organisation_id, asking_key_hash, batch_row)
