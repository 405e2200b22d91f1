-- A copy: the truth is in the workspace. The spelling is the old system's.
CREATE TABLE organizations_settings (
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    brand_guidelines JSON NOT NULL,
    billing JSON NOT NULL,
    metadata JSON NOT NULL,
    default_language VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    retention_days INT NULL,
    updated_at DATETIME(3) NOT NULL,
    deleted_at DATETIME(3) NULL,
    synced_at DATETIME(3) NOT NULL,
    revision BIGINT NOT NULL,
    content_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (organisation_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
