-- Which organisation of WorkOS somebody is who issues: its domains stand under that name. None: an organisation that WorkOS does not know.
CREATE TABLE issuers (
    organisation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    workos_external_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (organisation_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
