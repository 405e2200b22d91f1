-- Pictures of certificates: drawn once, served as they were drawn. The bytes rest where files do, under their hash.
CREATE TABLE certificate_files (
    certificate_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- pdf, png, svg
    format VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    bytes BIGINT NOT NULL,
    renderer INT NOT NULL,
    made_at DATETIME(3) NOT NULL,
    PRIMARY KEY (certificate_id, format)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
