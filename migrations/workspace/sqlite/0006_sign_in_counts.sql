-- Sign-ins that were tried lately, by the network they came from, so that all nodes together let no more pass than one. A row lives for a minute.
CREATE TABLE sign_in_counts (
    network TEXT PRIMARY KEY,
    -- When the network has its whole minute again, in microseconds.
    free_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_counts_by_time ON sign_in_counts (free_at_us);
