-- Certificates that are issued together. The registry holds them; this is who asked, for what, and how far it is.
CREATE TABLE batches (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    -- Made by whoever asked: asking again is asking once. What was asked for by it, as a hash.
    asking_key TEXT NOT NULL,
    asking_hash TEXT NOT NULL,
    template_id TEXT NOT NULL,
    template_name TEXT NOT NULL,
    version_id TEXT NOT NULL,
    version_number INTEGER NOT NULL,
    -- open, paused, done, cancelled, failed
    state TEXT NOT NULL,
    all_rows INTEGER NOT NULL,
    -- The rows up to here are issued.
    issued INTEGER NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    ended_at INTEGER,
    attempts INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    lease INTEGER NOT NULL,
    -- What it waits for, or why it failed: registry, fault; and in words, for operators.
    reason TEXT,
    said TEXT
) STRICT;
CREATE UNIQUE INDEX batches_by_key ON batches (organisation_id, asking_key);
-- Jobs are for everybody's batches at once.
CREATE INDEX due_batches ON batches (next_try_at) WHERE ended_at IS NULL;

-- One certificate of a batch.
CREATE TABLE batch_rows (
    organisation_id TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    -- From 1.
    number INTEGER NOT NULL,
    certificate_id TEXT NOT NULL,
    -- What it is to say, as JSON; gone once that stands in the registry.
    wanted TEXT,
    PRIMARY KEY (organisation_id, batch_id, number)
) STRICT;

-- Something that is done to a certificate after it was issued: noted here before the registry is asked, so that it is done and told whatever ends.
CREATE TABLE certificate_acts (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    certificate_id TEXT NOT NULL,
    -- suspend, reinstate, revoke
    act TEXT NOT NULL,
    reason TEXT,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    lease INTEGER NOT NULL,
    -- Why it was not done, in words, for operators.
    said TEXT,
    ended_at INTEGER
) STRICT;
-- One after the other.
CREATE UNIQUE INDEX open_certificate_acts ON certificate_acts (organisation_id, certificate_id) WHERE ended_at IS NULL;
CREATE INDEX due_certificate_acts ON certificate_acts (next_try_at) WHERE ended_at IS NULL;
