CREATE TABLE templates (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    -- The name in lower case, by rules that both engines' own LOWER does not know.
    search_name TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES people (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE INDEX templates_by_organisation ON templates (organisation_id, updated_at, id);

-- One live layout. `head` is the number of the newest journal row (0: none).
CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    template_id TEXT NOT NULL REFERENCES templates (id),
    head INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX drafts_by_template ON drafts (organisation_id, template_id);

-- The state up to and including journal row `head`; every draft has one from its creation on.
CREATE TABLE draft_snapshots (
    draft_id TEXT PRIMARY KEY REFERENCES drafts (id),
    head INTEGER NOT NULL,
    state BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- One row for each room and group commit: the original updates, each behind its length, never merged.
CREATE TABLE draft_journal (
    draft_id TEXT NOT NULL REFERENCES drafts (id),
    number INTEGER NOT NULL,
    updates BLOB NOT NULL,
    committed_at INTEGER NOT NULL,
    PRIMARY KEY (draft_id, number)
) STRICT;

-- Which person a yrs client id belongs to, for ever. Authorship is read from here.
CREATE TABLE draft_clients (
    draft_id TEXT NOT NULL REFERENCES drafts (id),
    client_id INTEGER NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    bound_at INTEGER NOT NULL,
    PRIMARY KEY (draft_id, client_id)
) STRICT;
