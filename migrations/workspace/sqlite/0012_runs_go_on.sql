-- How often a run was broken off, and goes on.
ALTER TABLE people_runs ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
-- Whether it removes what it does not find, however much that is.
ALTER TABLE people_runs ADD COLUMN removes INTEGER NOT NULL DEFAULT 0;

-- One run of a kind and scope at a time. Where there were two, the younger goes on.
UPDATE people_runs SET state = 'failed', ended_at = started_at, error = 'Another run of the same kind was under way.'
WHERE state = 'running' AND EXISTS (
    SELECT 1 FROM people_runs AS younger
    WHERE younger.state = 'running' AND younger.kind = people_runs.kind
        AND COALESCE(younger.scope, '') = COALESCE(people_runs.scope, '') AND younger.id > people_runs.id
);
CREATE UNIQUE INDEX people_runs_running ON people_runs (kind, COALESCE(scope, '')) WHERE state = 'running';

-- Whether a deletion is only inferred, from a whole reading that did not find the thing: then WorkOS may say otherwise.
ALTER TABLE workos_objects ADD COLUMN inferred INTEGER NOT NULL DEFAULT 0;

-- For the figures of the page of people, and for what is looked at again.
CREATE INDEX workos_events_by_source ON workos_events (source, received_at);
CREATE INDEX workos_events_failed ON workos_events (received_at) WHERE state = 'failed';
CREATE INDEX sync_status_by_organisation ON sync_status (organisation_id);

-- From this version on nobody writes sign_ins: what somebody left with is sealed in their browser. A release after this one may drop the table.
