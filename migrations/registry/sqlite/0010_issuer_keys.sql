CREATE TABLE issuer_keys (
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    verification_method TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    public_key BLOB NOT NULL,
    -- Encrypted; none where the key rests elsewhere.
    sealed_private_key BLOB,
    state TEXT NOT NULL,
    created_at TEXT NOT NULL,
    retired_at TEXT,
    revoked_at TEXT,
    PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX issuer_keys_by_method ON issuer_keys (verification_method);
CREATE INDEX issuer_keys_by_organisation ON issuer_keys (organisation_id, state);
