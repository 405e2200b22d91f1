-- All that is known of a person through the audit, apart from it: it can be erased, and the chain stays whole.
CREATE TABLE event_subjects (
    event_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- What they were in it: actor, impersonator.
    part VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    person_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- What is chained is a hash of this and of what follows.
    salt CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    email VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    PRIMARY KEY (event_id, part),
    KEY event_subjects_by_person (organisation_id, person_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
