-- By which rules an organisation decides reviews. Without a row: one approval, by somebody who has not changed it.
CREATE TABLE review_rules (
    organisation_id TEXT PRIMARY KEY,
    approvals BIGINT NOT NULL,
    -- As what people must approve; none: as whatever they may.
    role TEXT,
    four_eyes BIGINT NOT NULL,
    -- How much what the gate asks about weighs, as JSON by its codes.
    severities TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- A version, and that it is to be approved. The rules are those of the moment in which it was asked for.
CREATE TABLE reviews (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    draft_id TEXT NOT NULL REFERENCES drafts (id),
    -- From 1, by draft. The newest says how the draft stands.
    number BIGINT NOT NULL,
    version_id TEXT NOT NULL,
    version_number BIGINT NOT NULL,
    -- What is approved: SHA-256 of the version's content, in hexadecimal digits.
    content_hash TEXT NOT NULL,
    -- The newest journal row in it: while the draft is there still, nothing need be hashed.
    head BIGINT NOT NULL,
    -- draft (taken back), in_review, changes_requested, approved, published.
    state TEXT NOT NULL,
    needed BIGINT NOT NULL,
    role TEXT,
    four_eyes BIGINT NOT NULL,
    note TEXT,
    asked_by TEXT NOT NULL REFERENCES people (id),
    asked_at BIGINT NOT NULL,
    due_at BIGINT,
    reminded_at BIGINT,
    -- Rises with everything that is done to it.
    revision BIGINT NOT NULL
);
CREATE UNIQUE INDEX reviews_by_draft ON reviews (organisation_id, draft_id, number);
-- Two who ask at once ask once.
CREATE UNIQUE INDEX open_reviews ON reviews (organisation_id, draft_id) WHERE state = 'in_review';
CREATE INDEX reviews_by_version ON reviews (organisation_id, version_id);
-- Reminders are for everybody's reviews at once.
CREATE INDEX due_reviews ON reviews (due_at) WHERE state = 'in_review' AND reminded_at IS NULL;

-- Who is asked by name. None: whoever may by the rules.
CREATE TABLE review_approvers (
    organisation_id TEXT NOT NULL,
    review_id TEXT NOT NULL REFERENCES reviews (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (organisation_id, review_id, person_id)
);

-- Who has changed the draft since the version that was published last, when the review was asked for.
CREATE TABLE review_authors (
    organisation_id TEXT NOT NULL,
    review_id TEXT NOT NULL REFERENCES reviews (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (organisation_id, review_id, person_id)
);

-- What somebody has said to a version; their last word holds.
CREATE TABLE review_verdicts (
    organisation_id TEXT NOT NULL,
    review_id TEXT NOT NULL REFERENCES reviews (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    -- approved, changes_requested.
    verdict TEXT NOT NULL,
    -- What was looked at: an approval is of this and of nothing else.
    content_hash TEXT NOT NULL,
    note TEXT,
    decided_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, review_id, person_id)
);
