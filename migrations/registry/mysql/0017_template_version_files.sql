-- What a published version is drawn with, beside its layout: images and faces, each under its hash where files rest. Written before the version.
CREATE TABLE template_version_files (
    template_version_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- image, face
    part VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- What the layout calls an image; the file of a face.
    name VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    media_type VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    bytes BIGINT NOT NULL,
    PRIMARY KEY (template_version_id, part, name),
    KEY template_version_files_by_content (organisation_id, sha256)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
