-- By which renderer a version was drawn when it was published: another one may draw it otherwise.
ALTER TABLE template_versions ADD COLUMN renderer INTEGER;
