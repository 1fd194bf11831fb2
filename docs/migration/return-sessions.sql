-- The way back of sessions, as return-events.sql does it.
INSERT INTO sessions_v2
(
    session_id, sign, site_id, user_id, hostname, timestamp, start, is_bounce, entry_page, exit_page, pageviews, events, duration, referrer, referrer_source,
    country_code, screen_size, operating_system, browser, utm_medium, utm_source, utm_campaign, browser_version, operating_system_version,
    subdivision1_code, subdivision2_code, city_geoname_id, utm_content, utm_term, `entry_meta.key`, `entry_meta.value`, exit_page_hostname, click_id_param
)
SELECT
    session_id, sign, {site:UInt64}, user_id, hostname, timestamp, start, is_bounce, entry_page, exit_page, pageviews, events, duration, referrer, referrer_source,
    country_code, screen_size, operating_system, browser, utm_medium, utm_source, utm_campaign, browser_version, operating_system_version,
    subdivision1_code, subdivision2_code, city_geoname_id, utm_content, utm_term, `entry_meta.key`, `entry_meta.value`, exit_page_hostname, click_id_param
FROM {own:Identifier}.sessions_v2 FINAL
WHERE site_id = {as:UInt64} AND ingest_position > 0 AND start >= parseDateTimeBestEffort({since:String}, 'UTC')
