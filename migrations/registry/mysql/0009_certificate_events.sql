-- The audit: rows are only ever added, each holds the hash of the one before, and none says anything of a person but their id.
CREATE TABLE certificate_events (
    id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sequence BIGINT NOT NULL,
    kind VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    template_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    template_version_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    certificate_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    actor_kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    actor_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    details JSON NOT NULL,
    occurred_at DATETIME(3) NOT NULL,
    previous_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY certificate_events_by_sequence (organisation_id, sequence),
    KEY certificate_events_by_certificate (organisation_id, certificate_id, sequence),
    KEY certificate_events_by_template (organisation_id, template_id, sequence)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
