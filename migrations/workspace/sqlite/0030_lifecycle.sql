-- The certificate that the one of this batch takes the place of, and how: correction, renewal.
ALTER TABLE batches ADD COLUMN supersedes_id TEXT;
ALTER TABLE batches ADD COLUMN succession TEXT;
-- Nobody has two successors, and nobody is given a second one while the first may still come.
CREATE UNIQUE INDEX batch_successions ON batches (organisation_id, supersedes_id) WHERE supersedes_id IS NOT NULL AND state <> 'cancelled';
-- What this one was to say was erased before it was issued: it never is.
ALTER TABLE batch_rows ADD COLUMN erased_at INTEGER;

-- How an organisation issues. Without a row: numbers like 2026-00001, and nobody is reminded.
CREATE TABLE issuing_rules (
    organisation_id TEXT PRIMARY KEY,
    -- How numbers are made, as JSON.
    numbering TEXT NOT NULL,
    -- So many days before a certificate ends whoever has it is reminded; none: never.
    reminder_days INTEGER,
    updated_at INTEGER NOT NULL
) STRICT;

-- A key with which an organisation is to sign from now on: noted here first, so that it is done and told whatever ends.
CREATE TABLE key_rotations (
    organisation_id TEXT PRIMARY KEY,
    -- The place of the new key among those of the organisation, from 1.
    number INTEGER NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL
) STRICT;
CREATE INDEX due_key_rotations ON key_rotations (next_try_at);
