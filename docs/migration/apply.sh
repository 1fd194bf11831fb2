#!/usr/bin/env bash
# Makes the sites of Plausible here, under their ids, with shields and goals, from sites.tsv, shields.tsv and goals.tsv in the current directory.
# May be run again: what is there already stays as it is.
#   ingest  address of this service
#   key     its admin key
set -euo pipefail
: "${ingest:?}" "${key:?}"

text() { printf '"%s"' "$(sed 's/\\/\\\\/g; s/"/\\"/g' <<< "$1")"; }

# send METHOD PATH BODY: what is there already is no failure.
send() {
    local answer
    answer=$(curl --silent --show-error --request "$1" "$ingest/api/v1/sites$2" --header "Authorization: Bearer $key" --data-binary "$3" --write-out '\n%{http_code}')
    case $answer in
        *$'\n'20[01]) ;;
        *"already been taken"* | *"already exists"*) ;;
        *) echo "$1 /api/v1/sites$2 $3: $answer" >&2; return 1 ;;
    esac
}

while IFS=$'\t' read -r id domain timezone; do
    send POST "" "{\"id\":$id,\"domain\":$(text "$domain"),\"timezone\":$(text "$timezone")}"
done < sites.tsv
while IFS=$'\t' read -r domain kind value; do
    send POST "/${domain//\//%2F}/shields/$kind" "{\"value\":$(text "$value")}"
done < shields.tsv
while IFS=$'\t' read -r domain event currency; do
    send PUT /goals "{\"site_id\":$(text "$domain"),\"goal_type\":\"event\",\"event_name\":$(text "$event")${currency:+,\"currency\":$(text "$currency")}}"
done < goals.tsv
