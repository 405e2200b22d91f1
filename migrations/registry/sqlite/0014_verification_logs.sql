-- That somebody looked, and what they were told; nothing of who they are.
CREATE TABLE verification_logs (
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    certificate_id TEXT NOT NULL,
    method TEXT NOT NULL,
    outcome TEXT NOT NULL,
    language TEXT,
    occurred_at TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE INDEX verification_logs_by_certificate ON verification_logs (organisation_id, certificate_id, occurred_at);
