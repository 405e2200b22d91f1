-- How far the discussions of a draft are: each change of one of its threads is one revision more, and that row is the lock under which it is made.
CREATE TABLE discussions (
    organisation_id TEXT NOT NULL,
    draft_id TEXT NOT NULL REFERENCES drafts (id),
    revision BIGINT NOT NULL,
    -- Threads that were ever begun: the number of the last one.
    threads BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, draft_id)
);

CREATE TABLE threads (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    draft_id TEXT NOT NULL REFERENCES drafts (id),
    -- As people call it, counted in the draft.
    number BIGINT NOT NULL,
    -- What it is pinned to, as JSON, and the page of it.
    anchor TEXT NOT NULL,
    page TEXT NOT NULL,
    -- open, resolved
    state TEXT NOT NULL,
    resolved_by TEXT,
    resolved_at BIGINT,
    -- 1: as long as it is open, the draft is not ready.
    blocking BIGINT NOT NULL,
    -- 1: all that was said in it was deleted.
    gone BIGINT NOT NULL,
    -- Comments that were ever written in it.
    comments BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- The revision of the discussions in which it last changed.
    revision BIGINT NOT NULL
);
CREATE UNIQUE INDEX threads_by_revision ON threads (organisation_id, draft_id, revision);

CREATE TABLE comments (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    thread_id TEXT NOT NULL REFERENCES threads (id),
    author_id TEXT NOT NULL,
    -- Empty when it was deleted.
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    edited_at BIGINT,
    deleted_at BIGINT,
    -- The revision of the discussions in which it was written.
    revision BIGINT NOT NULL,
    -- Made by the author's client: whoever sends a comment twice has written it once.
    client_key TEXT NOT NULL
);
CREATE INDEX comments_by_thread ON comments (organisation_id, thread_id, revision);
CREATE UNIQUE INDEX comments_by_key ON comments (organisation_id, author_id, client_key);

CREATE TABLE comment_mentions (
    organisation_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    comment_id TEXT NOT NULL REFERENCES comments (id),
    person_id TEXT NOT NULL,
    PRIMARY KEY (organisation_id, thread_id, comment_id, person_id)
);

CREATE TABLE comment_reactions (
    organisation_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    comment_id TEXT NOT NULL REFERENCES comments (id),
    emoji TEXT NOT NULL,
    person_id TEXT NOT NULL,
    reacted_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, thread_id, comment_id, emoji, person_id)
);

-- Up to which revision somebody has read a thread.
CREATE TABLE thread_reads (
    organisation_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    thread_id TEXT NOT NULL REFERENCES threads (id),
    revision BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, person_id, thread_id)
);
