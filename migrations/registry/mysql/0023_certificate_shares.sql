-- An address under which somebody shows that a certificate of theirs holds, without what it says of them.
CREATE TABLE certificate_shares (
    id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    certificate_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    shared_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY certificate_shares_by_certificate (organisation_id, certificate_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
