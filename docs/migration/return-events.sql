-- The way back, once for each site: what was received here from {since} on, from this service's database {own} into Plausible's on the same server, which must be the
-- current one, as for events.sql. {as} is the site's id here, {site} the one in Plausible.
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
FROM {own:Identifier}.events_v2
WHERE site_id = {as:UInt64} AND ingest_position > 0 AND timestamp >= parseDateTimeBestEffort({since:String}, 'UTC')
