-- Why it does not hold, in words of whoever has issued it. They may name somebody, and are erased with what it says of a person.
ALTER TABLE issued_certificates
    ADD COLUMN revocation_note VARCHAR(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
