-- The next number of each series of an organisation: without a hole, whoever issues.
CREATE TABLE number_series (
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    series VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    next_number BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, series)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
