#!/usr/bin/env bash
# Copies a site's history between two ClickHouse servers over HTTP, month by month. May be run again: what it copied of a month is taken back first.
#   from   address of Plausible's ClickHouse       source  its database     site  the site's id there
#   to     address of this service's ClickHouse    target  its database     as    the site's id here
#   until  the first moment (UTC) whose events were received here, as in 2026-03-01T12:00:00
# A user with a password goes into the address: http://user:password@host:8123
set -euo pipefail
: "${from:?}" "${to:?}" "${site:?}" "${as:?}" "${until:?}"
source=${source:-plausible_events_db} target=${target:-default}
here=$(dirname "$0")

post() { curl --silent --show-error --fail-with-body --request POST --upload-file - "$@"; }

# Of its own for each run: rows that were taken back must not pass for a repeated insert when they come again.
run=$(date +%s%N)
parameters="param_own=$target&param_site=$site&param_as=$as&param_until=$until"
months=$(post "$from/?database=$source&$parameters" < "$here/months.sql")
for month in $months; do
    for table in events sessions; do
        post "$to/?$parameters&param_month=$month" < "$here/forget-$table.sql"
        { sed -n '/^INSERT/,/^SETTINGS/p' "$here/$table.sql"
          echo "FORMAT RowBinary"
          { sed -n '/^SELECT/,$p' "$here/$table.sql"; echo "FORMAT RowBinary"; } | post "$from/?database=$source&$parameters&param_month=$month"
        } | post "$to/?$parameters&insert_deduplication_token=$run-$table-$month"
    done
    echo "$month"
done
