-- Those whom certificates were given to, of whichever organisation, and who have shown that an address is theirs. They have no account.
CREATE TABLE recipients (
    id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    -- When they were here last, to some minutes.
    seen_at INTEGER NOT NULL
) STRICT;

-- An address that is somebody's: they have pressed the button behind a link that was sent there.
CREATE TABLE recipient_addresses (
    id TEXT PRIMARY KEY,
    recipient_id TEXT NOT NULL REFERENCES recipients (id),
    address TEXT NOT NULL,
    -- Keyed, of the address in lower case.
    address_hash TEXT NOT NULL UNIQUE,
    proved_at INTEGER NOT NULL
) STRICT;
CREATE INDEX recipient_addresses_by_recipient ON recipient_addresses (recipient_id);

-- Browsers that are signed in, by the hash of their cookie.
CREATE TABLE recipient_sessions (
    token_hash BLOB PRIMARY KEY,
    recipient_id TEXT NOT NULL REFERENCES recipients (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX recipient_sessions_by_recipient ON recipient_sessions (recipient_id, created_at);

-- A certificate that somebody has claimed: theirs, whatever becomes of the address that it was sent to.
CREATE TABLE holdings (
    certificate_id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    recipient_id TEXT NOT NULL REFERENCES recipients (id),
    since INTEGER NOT NULL
) STRICT;
CREATE INDEX holdings_by_recipient ON holdings (recipient_id);

-- A mail with a link that lets somebody in, or adds an address to their page: asked for, sent soon, and used once.
CREATE TABLE recipient_mails (
    id TEXT PRIMARY KEY,
    -- sign_in, address
    kind TEXT NOT NULL,
    -- Whose page an address is to be added to.
    recipient_id TEXT,
    address TEXT NOT NULL,
    address_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    -- waiting, sending, sent, failed, dropped, unknown
    state TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    lease INTEGER NOT NULL,
    leased_until INTEGER NOT NULL,
    ended_at INTEGER,
    -- SHA-256 of what stands in the link, until when that is good, and when it was used.
    secret_hash BLOB,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX due_recipient_mails ON recipient_mails (next_try_at) WHERE ended_at IS NULL;
CREATE INDEX recipient_mails_by_address ON recipient_mails (address_hash, asked_at);
CREATE INDEX recipient_mails_by_recipient ON recipient_mails (recipient_id, asked_at) WHERE recipient_id IS NOT NULL;
CREATE UNIQUE INDEX recipient_mails_by_secret ON recipient_mails (secret_hash) WHERE secret_hash IS NOT NULL;
CREATE INDEX recipient_mails_by_end ON recipient_mails (expires_at);
