-- Times are milliseconds since 1970 (UTC); ids are prefixed, time-ordered text.
CREATE TABLE organisations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    preferred_locale TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE members (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL,
    -- Which of the colours for people; spread over an organisation in the order of joining.
    color INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, person_id)
) STRICT;

-- A session is looked up by the SHA-256 of its secret; the secret itself is never stored.
CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    -- Not a secret: names the session in logs and notices.
    id TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    FOREIGN KEY (organisation_id, person_id) REFERENCES members (organisation_id, person_id)
) STRICT;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_person ON sessions (person_id, created_at);
