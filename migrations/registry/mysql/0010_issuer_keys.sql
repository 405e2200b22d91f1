CREATE TABLE issuer_keys (
    id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    verification_method VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    algorithm VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    public_key VARBINARY(512) NOT NULL,
    -- Encrypted; none where the key rests elsewhere.
    sealed_private_key VARBINARY(1024) NULL,
    state VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at DATETIME(3) NOT NULL,
    retired_at DATETIME(3) NULL,
    revoked_at DATETIME(3) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY issuer_keys_by_method (verification_method),
    KEY issuer_keys_by_organisation (organisation_id, state)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
