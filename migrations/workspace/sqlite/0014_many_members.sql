-- The next colour of a member is one above the last; in an organisation of a hundred thousand nobody counts them all for that.
CREATE INDEX members_by_color ON members (organisation_id, color);

-- What somebody may do where: the one query for each membership that is read.
CREATE INDEX workos_memberships ON workos_objects (user_id, organisation_id) WHERE kind = 'organization_membership';

-- The name as it is searched and put in order by: without capitals and marks. Filled by the program after its start; until then null.
ALTER TABLE people ADD COLUMN folded TEXT;
