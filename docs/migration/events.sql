-- One month of a site's events: from Plausible's database into this service's, {own}, both on one server. Plausible's must be the current one: the channels of
-- rows that are older than that column are calculated when they are read, by a dictionary of that database.
-- {site} is the site's id in Plausible (Postgres, sites.id), {as} its id here. Rows from {until} on are left out: from then on they were received here.
-- The columns that Plausible has not got: whether an event was interactive (taken for yes), and the tracker's version (0). ingest_position stays 0, which
-- tells these rows from those that were received here. With insert_deduplicate = 1 a server would take a second copy of a
-- month for a repeated insert, and drop it.
INSERT INTO {own:Identifier}.events_v2
(
    timestamp, name, site_id, user_id, session_id, hostname, pathname, referrer, referrer_source, country_code, screen_size, operating_system, browser,
    utm_medium, utm_source, utm_campaign, `meta.key`, `meta.value`, browser_version, operating_system_version, subdivision1_code, subdivision2_code, city_geoname_id,
    utm_content, utm_term, revenue_reporting_amount, revenue_reporting_currency, revenue_source_amount, revenue_source_currency, click_id_param, scroll_depth,
    engagement_time, interactive, acquisition_channel, channel
)
SETTINGS insert_deduplicate = 0
SELECT
    timestamp, name, {as:UInt64}, user_id, session_id, hostname, pathname, referrer, referrer_source, country_code, screen_size, operating_system, browser,
    utm_medium, utm_source, utm_campaign, `meta.key`, `meta.value`, browser_version, operating_system_version, subdivision1_code, subdivision2_code, city_geoname_id,
    utm_content, utm_term, revenue_reporting_amount, revenue_reporting_currency, revenue_source_amount, revenue_source_currency, click_id_param, scroll_depth,
    engagement_time, toUInt8(1), acquisition_channel, channel
FROM events_v2
WHERE site_id = {site:UInt64} AND toYYYYMM(timestamp) = {month:UInt32} AND timestamp < parseDateTimeBestEffort({until:String}, 'UTC')
