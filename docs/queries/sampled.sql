-- A big site's numbers from half of its visitors: both tables are sampled by user_id, so a visitor's events and visits are in or out together.
-- _sample_factor scales counts; rates and averages need no scaling. The share is written into the text: SAMPLE takes no parameter.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT visitors, visits, views, bounce_rate, sample_percent
FROM
(
    SELECT
        toUInt64(round(uniq(user_id) * any(_sample_factor))) AS visitors,
        toUInt64(round(countIf(name = 'pageview') * any(_sample_factor))) AS views,
        if(any(_sample_factor) > 1, round(100 / any(_sample_factor)), 100) AS sample_percent
    FROM events_v2 SAMPLE 0.5
    WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until
) AS e
CROSS JOIN
(
    SELECT
        toUInt64(round(sum(sign) * any(_sample_factor))) AS visits,
        toUInt32(greatest(ifNotFinite(round(sum(is_bounce * sign) / sum(sign) * 100), 0), 0)) AS bounce_rate
    FROM sessions_v2 SAMPLE 0.5
    WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until
) AS s
