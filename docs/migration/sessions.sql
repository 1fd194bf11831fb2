-- One month of a site's sessions, as events.sql does it. FINAL leaves out the rows that have been replaced, so that one row a session is copied. Whatever
-- has no counterpart to cancel it is copied as it is: sums over sign are the same on both sides.
INSERT INTO {own:Identifier}.sessions_v2
(
    session_id, sign, site_id, user_id, hostname, timestamp, start, is_bounce, entry_page, exit_page, pageviews, events, duration, referrer, referrer_source,
    country_code, screen_size, operating_system, browser, utm_medium, utm_source, utm_campaign, browser_version, operating_system_version,
    subdivision1_code, subdivision2_code, city_geoname_id, utm_content, utm_term, `entry_meta.key`, `entry_meta.value`, exit_page_hostname, click_id_param,
    acquisition_channel, channel, transferred_from
)
SETTINGS insert_deduplicate = 0
SELECT
    session_id, sign, {as:UInt64}, user_id, hostname, timestamp, start, is_bounce, entry_page, exit_page, pageviews, events, duration, referrer, referrer_source,
    country_code, screen_size, operating_system, browser, utm_medium, utm_source, utm_campaign, browser_version, operating_system_version,
    subdivision1_code, subdivision2_code, city_geoname_id, utm_content, utm_term, `entry_meta.key`, `entry_meta.value`, exit_page_hostname, click_id_param,
    acquisition_channel, channel, transferred_from
FROM sessions_v2 FINAL
WHERE site_id = {site:UInt64} AND toYYYYMM(start) = {month:UInt32} AND start < parseDateTimeBestEffort({until:String}, 'UTC')
