-- Who and what of the tables of people comes from WorkOS.
ALTER TABLE people ADD COLUMN workos_id TEXT;
ALTER TABLE people ADD COLUMN deleted_at BIGINT;
-- Whether somebody chose their language themselves: then WorkOS's guess is none any more.
ALTER TABLE people ADD COLUMN locale_chosen BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX people_by_workos_id ON people (workos_id);
ALTER TABLE organisations ADD COLUMN workos_id TEXT;
ALTER TABLE organisations ADD COLUMN deleted_at BIGINT;
CREATE UNIQUE INDEX organisations_by_workos_id ON organisations (workos_id);
-- Every role of a member, separated by commas; null: the one in `role`.
ALTER TABLE members ADD COLUMN roles TEXT;

-- What WorkOS last said of each of its things. Events come in any order and more than once: what is newer stays, and what was deleted never
-- comes back.
CREATE TABLE workos_objects (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    -- When WorkOS changed it, and, where that is equal, when WorkOS said so.
    updated_at BIGINT NOT NULL,
    said_at BIGINT NOT NULL,
    deleted_at BIGINT,
    -- What it belongs to, by the ids of WorkOS.
    user_id TEXT,
    organisation_id TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX workos_objects_by_user ON workos_objects (kind, user_id);
CREATE INDEX workos_objects_by_organisation ON workos_objects (kind, organisation_id);

-- Events as they came, until they are worked off, and for a while after it: who comes twice is known by the id.
CREATE TABLE workos_events (
    id TEXT PRIMARY KEY,
    event TEXT NOT NULL,
    source TEXT NOT NULL,
    occurred_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    -- waiting, applied, stale, unknown, failed
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    error TEXT,
    done_at BIGINT
);
CREATE INDEX workos_events_waiting ON workos_events (next_try_at) WHERE state = 'waiting';
CREATE INDEX workos_events_by_time ON workos_events (received_at);

-- What is to be brought where, and how that stands. A row is the queue and the state at once: it waits as long as more is wanted than was
-- brought, so that a newer change takes the place of one that waits, and none is lost.
CREATE TABLE sync_status (
    target TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    organisation_id TEXT,
    wanted BIGINT NOT NULL,
    synced BIGINT NOT NULL,
    wanted_since BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    error_reason TEXT,
    error_said TEXT,
    failed_at BIGINT,
    synced_at BIGINT,
    -- Whose it is for now, and until when: whoever comes too late changes nothing.
    lease BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    PRIMARY KEY (target, kind, id)
);
CREATE INDEX sync_status_due ON sync_status (target, next_try_at) WHERE wanted > synced;
CREATE INDEX sync_status_failing ON sync_status (target, failed_at) WHERE error_reason IS NOT NULL;
