-- Lists and counts pass over live templates only, however many were deleted.
DROP INDEX templates_by_organisation;
CREATE INDEX live_templates ON templates (organisation_id, updated_at, id) WHERE deleted_at IS NULL;

-- A template has one draft. A second one would show the template twice.
DROP INDEX drafts_by_template;
CREATE UNIQUE INDEX draft_of_template ON drafts (organisation_id, template_id);
