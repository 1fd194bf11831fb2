-- For psql, on Plausible's Postgres: the goals that are events. (Goals of pages are a matter of questions, not of ingestion. Where goals have a currency,
-- select it as a third column: revenue is stored for those alone.)
SELECT sites.domain, goals.event_name FROM goals JOIN sites ON sites.id = goals.site_id WHERE goals.event_name IS NOT NULL ORDER BY 1, 2
