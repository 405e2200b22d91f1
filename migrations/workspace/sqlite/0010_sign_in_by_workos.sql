-- Which kind of a session it is: of somebody here without a password (local), of a browser that came by WorkOS (workos), of a program that holds
-- a token of WorkOS (bearer), or of one that holds a key of ours (key).
ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'local';
-- What it brings: permissions, separated by commas. Null: whatever its person may do. Never more than that.
ALTER TABLE sessions ADD COLUMN granted TEXT;
-- The session of WorkOS that it is a part of.
ALTER TABLE sessions ADD COLUMN workos_sid TEXT;
-- What the next access token is had for, sealed; until when the last one is good; and until when somebody is asking for the next.
ALTER TABLE sessions ADD COLUMN refresh_token BLOB;
ALTER TABLE sessions ADD COLUMN access_until INTEGER;
ALTER TABLE sessions ADD COLUMN renewing_until INTEGER NOT NULL DEFAULT 0;
-- Who acts in the person's name.
ALTER TABLE sessions ADD COLUMN impersonator TEXT;
CREATE INDEX sessions_by_workos_sid ON sessions (workos_sid) WHERE workos_sid IS NOT NULL;

-- People who are at WorkOS to sign in. The state is known by its hash.
CREATE TABLE sign_ins (
    state_hash BLOB PRIMARY KEY,
    verifier TEXT NOT NULL,
    return_to TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_at);

-- Sessions of WorkOS that have ended, until the last token of them is over: a token says nothing of that.
CREATE TABLE ended_workos_sessions (
    sid TEXT PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT;

-- Keys for programs. Each is a session of a person who is nobody.
CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    session_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- Its first letters, by which people tell it from others.
    shown TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX api_keys_by_organisation ON api_keys (organisation_id, created_at);
-- Whether it is a program, and not a person.
ALTER TABLE people ADD COLUMN is_program INTEGER NOT NULL DEFAULT 0;
-- What the system before this one let somebody do; for tokens that name no role, until there are none.
ALTER TABLE people ADD COLUMN former_role TEXT;
