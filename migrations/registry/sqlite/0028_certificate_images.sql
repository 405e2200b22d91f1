-- Images that fields of a certificate are filled with, each of one certificate. The bytes rest where files do, under the id and their hash.
CREATE TABLE certificate_images (
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    certificate_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    -- png, jpeg, svg
    kind TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE INDEX certificate_images_by_certificate ON certificate_images (organisation_id, certificate_id);
