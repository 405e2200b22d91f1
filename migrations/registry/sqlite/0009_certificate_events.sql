-- The audit: rows are only ever added, each holds the hash of the one before, and none says anything of a person but their id.
CREATE TABLE certificate_events (
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL,
    template_id TEXT,
    template_version_id TEXT,
    certificate_id TEXT,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    details TEXT NOT NULL,
    occurred_at TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX certificate_events_by_sequence ON certificate_events (organisation_id, sequence);
CREATE INDEX certificate_events_by_certificate ON certificate_events (organisation_id, certificate_id, sequence);
CREATE INDEX certificate_events_by_template ON certificate_events (organisation_id, template_id, sequence);
