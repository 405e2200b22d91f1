-- Images that fields of a certificate are filled with, each of one certificate. The bytes rest where files do, under the id and their hash.
CREATE TABLE certificate_images (
    id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    certificate_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- png, jpeg, svg
    kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    bytes BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY certificate_images_by_certificate (organisation_id, certificate_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
