-- Bitstring Status List 1.0, section 2.
CREATE TABLE status_lists (
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    length INTEGER NOT NULL,
    next_index INTEGER NOT NULL,
    bits BLOB NOT NULL,
    credential BLOB,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE INDEX status_lists_by_organisation ON status_lists (organisation_id, purpose, next_index);
