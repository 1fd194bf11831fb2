-- What there is of a site before {until}: the same on both sides after a copy. On the side of Plausible {site} is the site's id there.
SELECT
    (SELECT count() FROM events_v2 WHERE site_id = {site:UInt64} AND timestamp < parseDateTimeBestEffort({until:String}, 'UTC')) AS events,
    (SELECT sum(cityHash64(timestamp, name, user_id, session_id, pathname, engagement_time, `meta.value`)) FROM events_v2 WHERE site_id = {site:UInt64} AND timestamp < parseDateTimeBestEffort({until:String}, 'UTC')) AS events_hash,
    sum(sign) AS visits,
    sum(sign * pageviews) AS views,
    sum(sign * duration) AS seconds,
    sum(sign * is_bounce) AS bounces
FROM sessions_v2
WHERE site_id = {site:UInt64} AND start < parseDateTimeBestEffort({until:String}, 'UTC')
