-- Why it is done, in words of whoever does it.
ALTER TABLE certificate_acts ADD COLUMN note TEXT;
