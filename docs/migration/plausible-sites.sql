-- For psql, on Plausible's Postgres: its sites, in the order of their ids.
SELECT id, domain, timezone FROM sites ORDER BY id
