-- Which act the number is of: a workspace that was restored from an older copy counts anew, and ids tell what was asked first.
ALTER TABLE issued_certificates
    ADD COLUMN act_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL
