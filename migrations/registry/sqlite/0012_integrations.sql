CREATE TABLE integrations (
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    settings TEXT NOT NULL,
    sealed_secret BLOB,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE INDEX integrations_by_organisation ON integrations (organisation_id, kind);
