-- What whoever has a certificate asks of the organisation: to be called otherwise in it. Taken back, it is gone.
CREATE TABLE name_requests (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    certificate_id TEXT NOT NULL,
    -- As they would be called.
    name TEXT NOT NULL,
    -- Why, in their words.
    note TEXT,
    -- open, accepted, declined
    state TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    decided_by TEXT,
    decided_at INTEGER,
    -- Why not, in words of the organisation.
    answer TEXT
) STRICT;
CREATE UNIQUE INDEX open_name_requests ON name_requests (organisation_id, certificate_id) WHERE state = 'open';
CREATE INDEX name_requests_by_state ON name_requests (organisation_id, state, id);
CREATE INDEX name_requests_by_certificate ON name_requests (organisation_id, certificate_id);

-- Whether what takes the place of a certificate goes to the same address: then whoever has claimed the old one has the new one.
ALTER TABLE batches ADD COLUMN keeps_holder INTEGER NOT NULL DEFAULT 0;
