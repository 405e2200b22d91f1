-- A publication can be cancelled as long as nothing of it stands in the registry.
-- From then on (milliseconds since 1970) it can not be any more.
ALTER TABLE publications ADD COLUMN settled_at INTEGER;
-- Who cancelled it; its state is `cancelled` then.
ALTER TABLE publications ADD COLUMN cancelled_by TEXT;
