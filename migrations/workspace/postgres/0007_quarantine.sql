-- Up to which row a draft was once held in memory without harm, and what decoded it then.
ALTER TABLE drafts ADD COLUMN proven_head BIGINT NOT NULL DEFAULT 0;
ALTER TABLE drafts ADD COLUMN proven_by TEXT NOT NULL DEFAULT '';

-- Tries to load a draft that have begun and not ended well: under way, or what they were at has ended them. `stage` is 'whole',
-- 'snapshot', 'row' (`number` says which) or 'room' (one that failed while it was open).
CREATE TABLE draft_tries (
    draft_id TEXT NOT NULL REFERENCES drafts (id),
    id BIGINT NOT NULL,
    stage TEXT NOT NULL,
    number BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    PRIMARY KEY (draft_id, id)
);

-- What is wrong with a draft. While there is a row that was not released, the draft can only be read. `cause` is 'fatal' (journal row
-- `number` ended who loaded it and is passed over), 'refused' (it does not apply), 'snapshot' (nothing can be loaded) or 'room'
-- (rooms failed on it, and nobody knows at what). `updates` are the bytes of the row; the journal may be folded one day.
CREATE TABLE draft_quarantine (
    draft_id TEXT NOT NULL REFERENCES drafts (id),
    number BIGINT NOT NULL,
    cause TEXT NOT NULL,
    updates BYTEA,
    quarantined_at BIGINT NOT NULL,
    released_at BIGINT,
    PRIMARY KEY (draft_id, number, cause)
);
