-- What stands in a mail about a certificate, as hashes (SHA-256): the secret with which it is claimed, until when that is good and when it was used, and
-- the one that stops further mail.
ALTER TABLE deliveries ADD COLUMN claim_hash BYTEA;
ALTER TABLE deliveries ADD COLUMN claim_until BIGINT;
ALTER TABLE deliveries ADD COLUMN claimed_at BIGINT;
ALTER TABLE deliveries ADD COLUMN stop_hash BYTEA;
-- Whom it went to, as a keyed hash.
ALTER TABLE deliveries ADD COLUMN address_hash TEXT;
CREATE UNIQUE INDEX deliveries_by_claim ON deliveries (claim_hash) WHERE claim_hash IS NOT NULL;
CREATE UNIQUE INDEX deliveries_by_stop ON deliveries (stop_hash) WHERE stop_hash IS NOT NULL;
CREATE INDEX deliveries_by_state ON deliveries (organisation_id, state, certificate_id);

-- Addresses, as keyed hashes, that want no more mail about certificates of an organisation.
CREATE TABLE stopped_mail (
    organisation_id TEXT NOT NULL,
    address_hash TEXT NOT NULL,
    -- asked, complaint
    why TEXT NOT NULL,
    stopped_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, address_hash)
);
