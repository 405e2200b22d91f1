-- What versions hold, once for each organisation however many hold it: named by the hash over all of it.
CREATE TABLE version_contents (
    organisation_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    -- The canonical bytes of the layout, deflated, and how many there are.
    layout BYTEA NOT NULL,
    layout_bytes BIGINT NOT NULL,
    -- The images and faces that it is drawn with, each with its SHA-256, as JSON.
    assets TEXT NOT NULL,
    fonts TEXT NOT NULL,
    -- When a version last began to hold it.
    used_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, hash)
);

-- What a draft held at one moment. A frozen one is never changed but for its name, and never removed.
CREATE TABLE versions (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    draft_id TEXT NOT NULL,
    -- frozen, checkpoint
    kind TEXT NOT NULL,
    -- asked, edited, quiet, before_restore
    occasion TEXT NOT NULL,
    -- Of frozen ones, from 1.
    number BIGINT,
    name TEXT,
    hash TEXT NOT NULL,
    -- The newest journal row in it.
    head BIGINT NOT NULL,
    -- What its template was called.
    title TEXT NOT NULL,
    -- Ids of those who wrote since the version before, as JSON.
    authors TEXT NOT NULL,
    made_by TEXT,
    renderer BIGINT NOT NULL,
    -- When its pictures had all been drawn and kept; only of frozen ones.
    drawn_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX versions_by_time ON versions (organisation_id, draft_id, created_at, id);
CREATE UNIQUE INDEX versions_by_number ON versions (organisation_id, draft_id, number) WHERE number IS NOT NULL;
CREATE INDEX versions_kept ON versions (organisation_id, draft_id, created_at, id) WHERE number IS NOT NULL OR name IS NOT NULL;
CREATE INDEX versions_by_content ON versions (organisation_id, hash);
-- Pictures that are still to be drawn, of whichever organisation.
CREATE INDEX versions_to_draw ON versions (created_at) WHERE drawn_at IS NULL AND kind = 'frozen';

-- Pictures of versions, kept under their hash where images rest.
CREATE TABLE version_pictures (
    organisation_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    -- png, pdf
    format TEXT NOT NULL,
    -- From 1; 0: all pages.
    page BIGINT NOT NULL,
    language TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    renderer BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, version_id, format, page, language)
);

-- How far a draft's history goes.
CREATE TABLE draft_histories (
    organisation_id TEXT NOT NULL,
    draft_id TEXT NOT NULL,
    -- The newest journal row that was looked at, and when.
    head BIGINT NOT NULL,
    looked_at BIGINT NOT NULL,
    -- How much of each client's writing the newest version holds, and when it was made: who wrote since is read from them.
    vector BYTEA NOT NULL,
    version_at BIGINT NOT NULL,
    -- Of the last frozen version; 0: none.
    number BIGINT NOT NULL,
    -- Until when a node makes a checkpoint of it.
    claimed_until BIGINT NOT NULL,
    -- When old checkpoints are thinned next.
    thin_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, draft_id)
);
CREATE INDEX draft_histories_to_thin ON draft_histories (thin_at);

-- Who last deleted something when, to some seconds: deletions carry no client id.
CREATE TABLE draft_deletions (
    organisation_id TEXT NOT NULL,
    draft_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    deleted_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, draft_id, person_id)
);

-- Which drafts were edited lately, of whichever organisation: checkpoints are made of those.
CREATE INDEX templates_by_edit ON templates (updated_at);
