-- People belong to no organisation here, and are most of the rows.
CREATE INDEX sync_status_of_organisation ON sync_status (organisation_id) WHERE organisation_id IS NOT NULL;
DROP INDEX sync_status_by_organisation;
