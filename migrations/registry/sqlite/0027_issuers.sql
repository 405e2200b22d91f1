-- Which organisation of WorkOS somebody is who issues: its domains stand under that name. None: an organisation that WorkOS does not know.
CREATE TABLE issuers (
    organisation_id TEXT NOT NULL,
    workos_external_id TEXT NOT NULL,
    PRIMARY KEY (organisation_id)
) STRICT;
