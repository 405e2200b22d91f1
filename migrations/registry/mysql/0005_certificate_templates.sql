CREATE TABLE certificate_templates (
    id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    default_language VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    languages JSON NOT NULL,
    current_version_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    -- A user.
    created_by VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    archived_at DATETIME(3) NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY certificate_templates_by_organisation (organisation_id, updated_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
