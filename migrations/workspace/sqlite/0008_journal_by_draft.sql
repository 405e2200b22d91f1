-- The rows of a draft lie together: they are read and removed together, many at once. Between them lay those of all drafts that were
-- edited at the same time, so that removing a row wrote a page.
ALTER TABLE draft_journal RENAME TO draft_journal_by_time;
CREATE TABLE draft_journal (
    draft_id TEXT NOT NULL REFERENCES drafts (id),
    number INTEGER NOT NULL,
    updates BLOB NOT NULL,
    committed_at INTEGER NOT NULL,
    PRIMARY KEY (draft_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO draft_journal (draft_id, number, updates, committed_at)
SELECT draft_id, number, updates, committed_at FROM draft_journal_by_time ORDER BY draft_id, number;
DROP TABLE draft_journal_by_time;
