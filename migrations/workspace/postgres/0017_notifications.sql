-- What somebody is told of that concerns them.
CREATE TABLE notifications (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    -- Who is told.
    person_id TEXT NOT NULL,
    -- mention, reply, resolved, review_asked, review_due, review_decided
    kind TEXT NOT NULL,
    -- Who has done it, if somebody has.
    actor_id TEXT,
    draft_id TEXT NOT NULL REFERENCES drafts (id),
    thread_id TEXT,
    -- As people call the thread.
    thread_number BIGINT,
    comment_id TEXT,
    -- What else it is about, by its id.
    subject_id TEXT,
    -- The beginning of what was said. It goes when the comment does.
    excerpt TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- 1: it is in the inbox.
    in_inbox BIGINT NOT NULL,
    read_at BIGINT,
    -- 1: it is to be mailed. The mail that it goes with, once that is written.
    by_mail BIGINT NOT NULL,
    mail_id TEXT
);
CREATE INDEX notifications_by_person ON notifications (organisation_id, person_id, id);
CREATE INDEX notifications_unread ON notifications (organisation_id, person_id) WHERE read_at IS NULL AND in_inbox = 1;
CREATE INDEX notifications_of_comment ON notifications (organisation_id, comment_id) WHERE comment_id IS NOT NULL;
CREATE INDEX notifications_to_mail ON notifications (organisation_id, person_id, mail_id) WHERE by_mail = 1;

-- An inbox: how far it is, and since when something waits to be mailed.
CREATE TABLE inboxes (
    organisation_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    revision BIGINT NOT NULL,
    -- When what waits is mailed; null: nothing waits.
    mail_at BIGINT,
    PRIMARY KEY (organisation_id, person_id)
);
CREATE INDEX inboxes_to_mail ON inboxes (mail_at) WHERE mail_at IS NOT NULL;

-- Which kinds somebody wants where: those that they have said no or yes to, separated by commas. Of the others the program decides.
CREATE TABLE notification_settings (
    organisation_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    inbox_on TEXT NOT NULL,
    inbox_off TEXT NOT NULL,
    mail_on TEXT NOT NULL,
    mail_off TEXT NOT NULL,
    -- soon, daily
    mail_pace TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, person_id)
);

-- Mails, each begun once: what became of one is never guessed, so none arrives twice.
CREATE TABLE mails (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    -- sending, waiting, sent, failed, dropped, unknown
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    -- Whose it is for now, and until when: whoever comes too late changes nothing.
    lease BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    ended_at BIGINT,
    error TEXT
);
CREATE INDEX mails_due ON mails (next_try_at) WHERE state IN ('sending', 'waiting');
