CREATE TABLE certificate_templates (
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    name TEXT NOT NULL,
    default_language TEXT NOT NULL,
    languages TEXT NOT NULL,
    current_version_id TEXT,
    -- A user.
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    archived_at TEXT,
    revision INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE INDEX certificate_templates_by_organisation ON certificate_templates (organisation_id, updated_at);
