-- Once it is done, the words stand in the registry, where they are erased with the rest.
UPDATE certificate_acts SET note = NULL WHERE ended_at IS NOT NULL AND note IS NOT NULL;
