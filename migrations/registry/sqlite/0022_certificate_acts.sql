-- The number of the act by which a certificate came to its state: one that comes later with a lower number changes nothing.
ALTER TABLE issued_certificates ADD COLUMN act_number INTEGER;
