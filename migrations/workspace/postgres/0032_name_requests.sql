-- What whoever has a certificate asks of the organisation: to be called otherwise in it.
CREATE TABLE name_requests (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    certificate_id TEXT NOT NULL,
    -- As they would be called; empty once it was taken back.
    name TEXT NOT NULL,
    -- Why, in their words.
    note TEXT,
    -- open, accepted, declined, taken_back
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    -- Why not, in words of the organisation.
    answer TEXT,
    -- The batch by which the certificate is corrected.
    batch_id TEXT
);
CREATE UNIQUE INDEX open_name_requests ON name_requests (organisation_id, certificate_id) WHERE state = 'open';
CREATE INDEX name_requests_by_state ON name_requests (organisation_id, state, id);
CREATE INDEX name_requests_by_certificate ON name_requests (organisation_id, certificate_id);
CREATE INDEX name_requests_by_batch ON name_requests (organisation_id, batch_id) WHERE batch_id IS NOT NULL;

-- The request that a mail answers; without one it says what its kind says. It is no mail about the certificate itself, so it stands in the way of none.
ALTER TABLE deliveries ADD COLUMN request_id TEXT;
DROP INDEX open_deliveries;
CREATE UNIQUE INDEX open_deliveries ON deliveries (organisation_id, certificate_id) WHERE ended_at IS NULL AND request_id IS NULL;
