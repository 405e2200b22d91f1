-- Tells one visitor of a day from another, and neither who they are nor whether they come again: a hash under a salt that is kept nowhere.
ALTER TABLE verification_logs ADD COLUMN visitor TEXT;
