-- All that is known of a person through a certificate, apart from it: it can be erased, and the certificate and its audit stay whole.
CREATE TABLE certificate_subjects (
    certificate_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    -- Of the address in lower case, with the organisation's own salt: who has it finds their certificates.
    email_hash TEXT,
    name TEXT,
    email TEXT,
    claims TEXT,
    credential BLOB,
    erased_at TEXT,
    PRIMARY KEY (certificate_id)
) STRICT;
CREATE INDEX certificate_subjects_by_email ON certificate_subjects (organisation_id, email_hash);
