-- What a certificate says of a person is to be erased: noted here first, so that it is done in every place whatever ends.
CREATE TABLE erasures (
    organisation_id TEXT NOT NULL,
    certificate_id TEXT NOT NULL,
    -- retention, asked
    reason TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    lease INTEGER NOT NULL,
    -- It is done; once more it is looked for pictures that were being drawn meanwhile.
    erased_at INTEGER,
    PRIMARY KEY (organisation_id, certificate_id)
) STRICT;
CREATE INDEX due_erasures ON erasures (next_try_at);

-- How far the certificates of an organisation were looked through: which of them are too old, and whose end is near.
CREATE TABLE certificate_rounds (
    organisation_id TEXT NOT NULL,
    -- retention, reminders
    round TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    -- The certificates that end up to here were reminded of, in milliseconds since 1970.
    reached INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, round)
) STRICT;

-- What a mail about a certificate says: issued, ends
ALTER TABLE deliveries ADD COLUMN kind TEXT NOT NULL DEFAULT 'issued';
-- Whoever was reminded of the end of a certificate is not once more.
CREATE TABLE reminders (
    organisation_id TEXT NOT NULL,
    certificate_id TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, certificate_id)
) STRICT;
