-- What an event is about, so that the history of a template is found.
ALTER TABLE events ADD COLUMN template_id TEXT;
CREATE INDEX events_by_template ON events (organisation_id, template_id, id);

-- Events that are to be chained in the registry. A row is written with its event, and goes when the registry has it.
CREATE TABLE audit_outbox (
    organisation_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    -- Random: what is chained of people is a hash with it.
    salt TEXT NOT NULL,
    -- Who they were when it was done, as JSON; none once they are erased.
    people TEXT,
    PRIMARY KEY (organisation_id, event_id)
);

-- How far the chain of an organisation is known to be, and who writes it now.
CREATE TABLE audit_chains (
    organisation_id TEXT PRIMARY KEY,
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL,
    lease BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    -- Why nothing is added to it.
    broken TEXT
);

-- What was recorded before there was a chain begins it.
INSERT INTO audit_outbox (organisation_id, event_id, salt, people)
SELECT organisation_id, id,
       replace(gen_random_uuid()::text, '-', '') || replace(gen_random_uuid()::text, '-', ''), NULL
FROM events;
