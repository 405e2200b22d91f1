-- Immutable: what was published stays as it was.
CREATE TABLE template_versions (
    id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    template_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    number INT NOT NULL,
    content_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    layout MEDIUMBLOB NOT NULL,
    schema_version INT NOT NULL,
    approved_by JSON NOT NULL,
    published_by VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    published_at DATETIME(3) NOT NULL,
    withdrawn_at DATETIME(3) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY template_versions_by_number (organisation_id, template_id, number),
    KEY template_versions_by_content (organisation_id, content_hash)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
