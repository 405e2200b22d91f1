-- The next colour of a member is one above the last; in an organisation of a hundred thousand nobody counts them all for that.
CREATE INDEX members_by_color ON members (organisation_id, color);

-- What somebody may do where: the one query for each membership that is read.
CREATE INDEX workos_memberships ON workos_objects (user_id, organisation_id) WHERE kind = 'organization_membership';
