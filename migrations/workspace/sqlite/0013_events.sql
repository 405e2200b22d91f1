-- What was done that somebody may have to answer for: written in the transaction in which it was done, never changed, and without a word about a person
-- but their id.
CREATE TABLE events (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    -- What happened: session.impersonated, key.created ...
    kind TEXT NOT NULL,
    -- Who did it: a person or a program of the organisation.
    actor_id TEXT NOT NULL,
    -- Who acted in their name, if somebody did.
    impersonator_id TEXT,
    -- What it was done to, by its id.
    subject_id TEXT,
    -- What else there is to say, as JSON.
    details TEXT NOT NULL,
    occurred_at INTEGER NOT NULL
) STRICT;
CREATE INDEX events_by_organisation ON events (organisation_id, id);

-- Whom an id means that is no person's here. A row can be erased, and the events stay whole.
CREATE TABLE impersonators (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX impersonators_by_address ON impersonators (organisation_id, address);
