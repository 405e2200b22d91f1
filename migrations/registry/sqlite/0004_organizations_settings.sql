-- A copy: the truth is in the workspace. The spelling is the old system's.
CREATE TABLE organizations_settings (
    organisation_id TEXT NOT NULL,
    brand_guidelines TEXT NOT NULL,
    billing TEXT NOT NULL,
    metadata TEXT NOT NULL,
    default_language TEXT NOT NULL,
    retention_days INTEGER,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    synced_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    PRIMARY KEY (organisation_id)
) STRICT;
