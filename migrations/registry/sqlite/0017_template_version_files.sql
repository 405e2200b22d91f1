-- What a published version is drawn with, beside its layout: images and faces, each under its hash where files rest. Written before the version.
CREATE TABLE template_version_files (
    template_version_id TEXT NOT NULL,
    -- image, face
    part TEXT NOT NULL,
    -- What the layout calls an image; the file of a face.
    name TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (template_version_id, part, name)
) STRICT;
CREATE INDEX template_version_files_by_content ON template_version_files (organisation_id, sha256);
