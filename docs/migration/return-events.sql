-- The way back, once for each site, run in Plausible's database (which must be the current one: the channel is calculated there, by a dictionary of that
-- database): what was received here from {since} on. {source} is this service's database on the same server, {as} the site's id there, {site} the one in Plausible.
INSERT INTO events_v2
(
    timestamp, name, site_id, user_id, session_id, hostname, pathname, referrer, referrer_source, country_code, screen_size, operating_system, browser,
    utm_medium, utm_source, utm_campaign, `meta.key`, `meta.value`, browser_version, operating_system_version, subdivision1_code, subdivision2_code, city_geoname_id,
    utm_content, utm_term, revenue_reporting_amount, revenue_reporting_currency, revenue_source_amount, revenue_source_currency, click_id_param, scroll_depth, engagement_time
)
SELECT
    timestamp, name, {site:UInt64}, user_id, session_id, hostname, pathname, referrer, referrer_source, country_code, screen_size, operating_system, browser,
    utm_medium, utm_source, utm_campaign, `meta.key`, `meta.value`, browser_version, operating_system_version, subdivision1_code, subdivision2_code, city_geoname_id,
    utm_content, utm_term, revenue_reporting_amount, revenue_reporting_currency, revenue_source_amount, revenue_source_currency, click_id_param, scroll_depth, engagement_time
FROM {source:Identifier}.events_v2
WHERE site_id = {as:UInt64} AND ingest_position > 0 AND timestamp >= parseDateTimeBestEffort({since:String}, 'UTC')
