-- A publication can be cancelled as long as nothing of it stands in the registry. From then on (milliseconds since 1970) it can not be any more.
ALTER TABLE publications ADD COLUMN settled_at BIGINT;
-- Of what is open at this moment nobody knows how far it is in the registry.
UPDATE publications SET settled_at = asked_at WHERE state = 'open';
-- The lease of a node that settles before it writes there. While a node that knows nothing of it holds the job, nobody cancels it.
ALTER TABLE publications ADD COLUMN settling_lease BIGINT;
-- Who cancelled it; its state is `failed` then, which the version before this one knows.
ALTER TABLE publications ADD COLUMN cancelled_by TEXT;
