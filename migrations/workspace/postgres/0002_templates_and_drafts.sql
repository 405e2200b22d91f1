CREATE TABLE templates (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    -- The name in lower case, by rules that both engines' own LOWER does not know.
    search_name TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE INDEX templates_by_organisation ON templates (organisation_id, updated_at, id);

-- One live layout. `head` is the number of the newest journal row (0: none).
CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    template_id TEXT NOT NULL REFERENCES templates (id),
    head BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX drafts_by_template ON drafts (organisation_id, template_id);

-- The state up to and including journal row `head`; every draft has one from its creation on.
CREATE TABLE draft_snapshots (
    draft_id TEXT PRIMARY KEY REFERENCES drafts (id),
    head BIGINT NOT NULL,
    state BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

-- One row for each room and group commit: the original updates, each behind its length, never merged.
CREATE TABLE draft_journal (
    draft_id TEXT NOT NULL REFERENCES drafts (id),
    number BIGINT NOT NULL,
    updates BYTEA NOT NULL,
    committed_at BIGINT NOT NULL,
    PRIMARY KEY (draft_id, number)
);

-- Which person a yrs client id belongs to, for ever. Authorship is read from here.
CREATE TABLE draft_clients (
    draft_id TEXT NOT NULL REFERENCES drafts (id),
    client_id BIGINT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    bound_at BIGINT NOT NULL,
    PRIMARY KEY (draft_id, client_id)
);
