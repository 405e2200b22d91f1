CREATE TABLE organisation_domains (
    workos_external_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    domain TEXT NOT NULL,
    state TEXT NOT NULL,
    verified_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    synced_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    PRIMARY KEY (workos_external_id)
) STRICT;
CREATE INDEX organisation_domains_by_domain ON organisation_domains (domain, state);
CREATE INDEX organisation_domains_by_organisation ON organisation_domains (organisation_id, domain);
