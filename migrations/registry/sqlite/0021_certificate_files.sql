-- Pictures of certificates: drawn once, served as they were drawn. The bytes rest where files do, under their hash.
CREATE TABLE certificate_files (
    certificate_id TEXT NOT NULL,
    -- pdf, png, svg
    format TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    renderer INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (certificate_id, format)
) STRICT;
