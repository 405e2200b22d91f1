-- People as WorkOS knows them. The names of these tables are those that the customer's reports ask for.
CREATE TABLE users (
    workos_external_id TEXT NOT NULL,
    email TEXT NOT NULL,
    first_name TEXT,
    last_name TEXT,
    email_verified INTEGER NOT NULL,
    profile_picture_url TEXT,
    preferred_locale TEXT NOT NULL,
    -- Deprecated: what somebody was in the system before this one. Rights come from memberships.
    role TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    synced_at TEXT NOT NULL,
    -- Which of its states this is: a lower one never takes the place of a higher one.
    revision INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    PRIMARY KEY (workos_external_id)
) STRICT;
CREATE INDEX users_by_email ON users (email);
