-- Images that fields of certificates are to be filled with, until those are issued: what is issued, the registry knows.
CREATE TABLE certificate_images (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    -- png, jpeg, svg
    kind TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    -- The certificate that waits to be issued with it.
    certificate_id TEXT,
    -- The certificate whose image it is a copy of, for the one that takes its place; nobody else can ask for it.
    copy_of TEXT,
    -- From then on it is forgotten, unless a certificate waits for it.
    expires_at BIGINT NOT NULL
);
CREATE INDEX certificate_images_by_certificate ON certificate_images (organisation_id, certificate_id);
CREATE INDEX certificate_images_unused ON certificate_images (expires_at) WHERE certificate_id IS NULL;
