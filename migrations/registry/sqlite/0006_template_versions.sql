-- Immutable: what was published stays as it was.
CREATE TABLE template_versions (
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    template_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    layout BLOB NOT NULL,
    schema_version INTEGER NOT NULL,
    approved_by TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at TEXT NOT NULL,
    withdrawn_at TEXT,
    PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX template_versions_by_number ON template_versions (organisation_id, template_id, number);
CREATE INDEX template_versions_by_content ON template_versions (organisation_id, content_hash);
