-- The revision of the discussions in which a comment last changed: its words, that it was deleted, reactions to it. Unknown of what a program wrote
-- that does not know this column; such a comment is told as if it had changed just now.
ALTER TABLE comments ADD COLUMN changed_revision BIGINT;
