-- How far WorkOS's events were fetched, by whom, and until when it is theirs.
CREATE TABLE workos_cursor (
    name TEXT PRIMARY KEY,
    event_id TEXT,
    event_at BIGINT,
    -- Where there is no event yet: from when on.
    from_ms BIGINT NOT NULL,
    fetched_at BIGINT,
    failure TEXT,
    -- Since when events are missing that WorkOS does not keep any more.
    gap_at BIGINT,
    lease BIGINT NOT NULL,
    leased_until BIGINT NOT NULL
);

-- Webhooks that were refused, by the reason.
CREATE TABLE workos_refusals (
    reason TEXT PRIMARY KEY,
    times BIGINT NOT NULL,
    refused_at BIGINT NOT NULL
);

-- What was brought to the registry, minute by minute.
CREATE TABLE sync_minutes (
    minute BIGINT PRIMARY KEY,
    synced BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    received BIGINT NOT NULL
);

-- Work on everything that somebody has asked for: how far it is, and what came of it.
CREATE TABLE people_runs (
    id TEXT PRIMARY KEY,
    -- backfill, reconcile
    kind TEXT NOT NULL,
    -- Of one organisation, by the id of WorkOS; null: of all.
    scope TEXT,
    -- running, done, failed
    state TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    -- Where it goes on, as JSON.
    place TEXT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT,
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    error TEXT,
    lease BIGINT NOT NULL,
    leased_until BIGINT NOT NULL
);
CREATE INDEX people_runs_by_time ON people_runs (started_at);

-- When WorkOS last spoke of a thing: what a whole reading did not find was deleted without our hearing of it.
ALTER TABLE workos_objects ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
-- The event that said it: two changes may fall into one millisecond, and the ids of events sort by time.
ALTER TABLE workos_objects ADD COLUMN said_by TEXT NOT NULL DEFAULT '';
-- What a thing is found by beside its id: an address or a domain, in lower case, and the id that another system has for it.
ALTER TABLE workos_objects ADD COLUMN known_as TEXT;
ALTER TABLE workos_objects ADD COLUMN external_id TEXT;
CREATE INDEX workos_objects_by_name ON workos_objects (kind, known_as);
CREATE INDEX workos_objects_by_external_id ON workos_objects (kind, external_id);

-- What an organisation has settled for itself. The registry has a copy.
CREATE TABLE organisation_settings (
    organisation_id TEXT PRIMARY KEY,
    -- As JSON: colours, and who is billed.
    brand TEXT NOT NULL,
    billing TEXT NOT NULL,
    default_language TEXT NOT NULL,
    -- What the system before this one knew of it, as JSON.
    metadata TEXT,
    -- How long what is issued is kept; null: for ever.
    retention_days BIGINT,
    updated_at BIGINT NOT NULL
);
