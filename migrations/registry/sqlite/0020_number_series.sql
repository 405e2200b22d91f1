-- The next number of each series of an organisation: without a hole, whoever issues.
CREATE TABLE number_series (
    organisation_id TEXT NOT NULL,
    series TEXT NOT NULL,
    next_number INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, series)
) STRICT;
