-- What a credential says of itself (Verifiable Credentials Data Model 2.0, section 4), without what it says of a person.
CREATE TABLE issued_certificates (
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    template_version_id TEXT NOT NULL,
    batch_id TEXT,
    credential_id TEXT NOT NULL,
    credential_types TEXT NOT NULL,
    issuer TEXT NOT NULL,
    issuer_key_id TEXT NOT NULL,
    cryptosuite TEXT NOT NULL,
    credential_hash TEXT NOT NULL,
    credential_schema TEXT,
    language TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    status_list_id TEXT,
    status_list_index INTEGER,
    state TEXT NOT NULL,
    issued_by TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    revoked_by TEXT,
    revoked_at TEXT,
    revocation_reason TEXT,
    PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX issued_certificates_by_credential ON issued_certificates (credential_hash);
CREATE UNIQUE INDEX issued_certificates_by_status ON issued_certificates (status_list_id, status_list_index);
CREATE INDEX issued_certificates_by_organisation ON issued_certificates (organisation_id, issued_at);
CREATE INDEX issued_certificates_by_version ON issued_certificates (organisation_id, template_version_id, issued_at);
CREATE INDEX issued_certificates_by_batch ON issued_certificates (organisation_id, batch_id);
