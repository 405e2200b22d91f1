-- Whether whoever has an address is sent a mail.
ALTER TABLE batches ADD COLUMN deliver INTEGER NOT NULL DEFAULT 0;
-- Faults in a row; an outage is none.
ALTER TABLE batches ADD COLUMN faults INTEGER NOT NULL DEFAULT 0;
-- By which it is told whether two certificates of a batch are for the same person; forgotten with its end, and nobody can tell any more.
ALTER TABLE batches ADD COLUMN secret TEXT;
-- From 1, of a certificate: acts are done in this order.
ALTER TABLE certificate_acts ADD COLUMN number INTEGER NOT NULL DEFAULT 0;

-- A mail to whom a certificate was given. Who that is stands in the registry alone.
CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    certificate_id TEXT NOT NULL,
    -- sending, waiting, sent, failed, dropped, unknown
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    -- Whose it is for now, and until when: whoever comes too late changes nothing.
    lease INTEGER NOT NULL,
    leased_until INTEGER NOT NULL,
    ended_at INTEGER,
    error TEXT
) STRICT;
CREATE INDEX due_deliveries ON deliveries (next_try_at) WHERE ended_at IS NULL;
CREATE INDEX deliveries_by_certificate ON deliveries (organisation_id, certificate_id, created_at);
-- One at a time.
CREATE UNIQUE INDEX open_deliveries ON deliveries (organisation_id, certificate_id) WHERE ended_at IS NULL;
CREATE INDEX certificate_acts_by_certificate ON certificate_acts (organisation_id, certificate_id, number);
