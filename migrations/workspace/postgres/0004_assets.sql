-- Uploaded images. The bytes rest outside, under the hash of what is stored; they are there before the row is.
CREATE TABLE assets (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    -- SHA-256 of the stored bytes, in hexadecimal digits.
    sha256 TEXT NOT NULL,
    -- png, jpeg or svg.
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Thousandths of a pixel: an SVG may be 24.5 wide.
    width_millipixels BIGINT NOT NULL,
    height_millipixels BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    created_by TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
-- The same content is the same asset.
CREATE UNIQUE INDEX asset_content ON assets (organisation_id, sha256);
