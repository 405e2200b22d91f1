-- Files with many people in them, from which certificates are to be issued. Kept until they are, or for a day.
CREATE TABLE lists (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    template_id TEXT NOT NULL,
    name TEXT NOT NULL,
    file BLOB NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX lists_by_organisation ON lists (organisation_id, expires_at);
-- Forgetting is for everybody's lists at once.
CREATE INDEX expired_lists ON lists (expires_at);
