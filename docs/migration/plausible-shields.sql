-- For psql, on Plausible's Postgres: the shields of all sites.
SELECT sites.domain, 'hostname', rules.hostname FROM shield_rules_hostname AS rules JOIN sites ON sites.id = rules.site_id
UNION ALL SELECT sites.domain, 'page', rules.page_path FROM shield_rules_page AS rules JOIN sites ON sites.id = rules.site_id
UNION ALL SELECT sites.domain, 'ip', host(rules.inet) FROM shield_rules_ip AS rules JOIN sites ON sites.id = rules.site_id
UNION ALL SELECT sites.domain, 'country', rules.country_code FROM shield_rules_country AS rules JOIN sites ON sites.id = rules.site_id
ORDER BY 1, 2, 3
