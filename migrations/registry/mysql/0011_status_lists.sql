-- Bitstring Status List 1.0, section 2.
CREATE TABLE status_lists (
    id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    purpose VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    length INT NOT NULL,
    next_index INT NOT NULL,
    bits MEDIUMBLOB NOT NULL,
    credential MEDIUMBLOB NULL,
    revision BIGINT NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    KEY status_lists_by_organisation (organisation_id, purpose, next_index)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
