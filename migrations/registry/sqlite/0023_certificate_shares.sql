-- An address under which somebody shows that a certificate of theirs holds, without what it says of them.
CREATE TABLE certificate_shares (
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    certificate_id TEXT NOT NULL,
    shared_at TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX certificate_shares_by_certificate ON certificate_shares (organisation_id, certificate_id);
