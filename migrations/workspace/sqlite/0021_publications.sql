-- What was asked to be done in the registry with a version of a template, each a job of some steps, and the history of it.
CREATE TABLE publications (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    template_id TEXT NOT NULL,
    draft_id TEXT NOT NULL,
    -- From 1, of a template. The registry never goes back to a lower one.
    number INTEGER NOT NULL,
    -- publish, roll_back, archive
    act TEXT NOT NULL,
    version_id TEXT NOT NULL,
    version_number INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    -- open, done, failed
    state TEXT NOT NULL,
    -- How many of its steps are done.
    step INTEGER NOT NULL,
    asked_by TEXT NOT NULL,
    -- Ids of those who approved the version, as JSON.
    approved_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    ended_at INTEGER,
    attempts INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    lease INTEGER NOT NULL,
    -- What it waits for, or why it failed: registry, storage, ...; and in words, for operators.
    reason TEXT,
    said TEXT
) STRICT;
CREATE UNIQUE INDEX publications_by_number ON publications (organisation_id, template_id, number);
-- Two who press at once press once.
CREATE UNIQUE INDEX open_publications ON publications (organisation_id, template_id) WHERE state = 'open';
-- Jobs are for everybody's publications at once.
CREATE INDEX due_publications ON publications (next_try_at) WHERE state = 'open';

-- Published files that nothing refers to: gone some days after that was seen first.
CREATE TABLE unreferenced_files (
    organisation_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    -- Until when a node may be deleting it.
    deleting_until INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, sha256)
) STRICT;

-- When the files of an organisation are looked through next.
CREATE TABLE file_collections (
    organisation_id TEXT PRIMARY KEY,
    due_at INTEGER NOT NULL
) STRICT;
