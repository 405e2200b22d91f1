-- All that is known of a person through the audit, apart from it: it can be erased, and the chain stays whole.
CREATE TABLE event_subjects (
    event_id TEXT NOT NULL,
    -- What they were in it: actor, impersonator.
    part TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    -- What is chained is a hash of this and of what follows.
    salt TEXT NOT NULL,
    name TEXT,
    email TEXT,
    PRIMARY KEY (event_id, part)
) STRICT;
CREATE INDEX event_subjects_by_person ON event_subjects (organisation_id, person_id);
