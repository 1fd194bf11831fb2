-- Revenue of goals in the currency they report in: total and average; and, beside it, what was paid in which currency.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT
    name AS goal,
    revenue_reporting_currency AS currency,
    toDecimal64(sum(revenue_reporting_amount), 3) AS total,
    toDecimal64(avg(revenue_reporting_amount), 3) AS average,
    sumMap(map(toString(revenue_source_currency), assumeNotNull(revenue_source_amount))) AS paid
FROM events_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until AND revenue_reporting_amount IS NOT NULL
GROUP BY goal, currency
ORDER BY goal, currency
