-- All that is known of a person through a certificate, apart from it: it can be erased, and the certificate and its audit stay whole.
CREATE TABLE certificate_subjects (
    certificate_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- Of the address in lower case, with the organisation's own salt: who has it finds their certificates.
    email_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    name VARCHAR(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    email VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    claims JSON NULL,
    credential MEDIUMBLOB NULL,
    erased_at DATETIME(3) NULL,
    PRIMARY KEY (certificate_id),
    KEY certificate_subjects_by_email (organisation_id, email_hash)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
