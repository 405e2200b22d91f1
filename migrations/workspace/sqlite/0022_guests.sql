-- People without an account, whom a review link lets look at one draft and say something to it.
CREATE TABLE guests (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    draft_id TEXT NOT NULL REFERENCES drafts (id),
    name TEXT NOT NULL,
    -- The place of their colour.
    color INTEGER NOT NULL,
    -- SHA-256 of what stands in the link, which is not kept.
    secret_hash BLOB NOT NULL UNIQUE,
    invited_by TEXT NOT NULL REFERENCES people (id),
    invited_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    -- When they were here last, to some minutes.
    seen_at INTEGER
) STRICT;
CREATE INDEX guests_by_draft ON guests (organisation_id, draft_id, id);

-- Browsers that a link has let in, by the hash of their cookie.
CREATE TABLE guest_sessions (
    token_hash BLOB PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    guest_id TEXT NOT NULL REFERENCES guests (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX guest_sessions_by_guest ON guest_sessions (organisation_id, guest_id, created_at);

-- The version that a guest looked at when they began the thread.
ALTER TABLE threads ADD COLUMN version_id TEXT;
