CREATE TABLE webhooks (
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    url TEXT NOT NULL,
    kinds TEXT NOT NULL,
    sealed_secret BLOB NOT NULL,
    state TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE INDEX webhooks_by_organisation ON webhooks (organisation_id, state);
