-- How far a program must know these files to work on these tables. A file that takes away what older programs use raises it; all others
-- leave it: then versions run side by side.
CREATE TABLE schema_floor (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    migration INTEGER NOT NULL
) STRICT;
INSERT INTO schema_floor (one, migration) VALUES (1, 5);
