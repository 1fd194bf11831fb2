#!/usr/bin/env bash
# A cluster on this machine: Redis, a ClickHouse, silos and front ends, each a process of its own.
#   ./cluster.sh start [SILOS] [FRONT_ENDS]     3 silos and 2 front ends, unless said otherwise
#   ./cluster.sh status                         who is running, and its health
#   ./cluster.sh stop                           stops all of them; their data stays in ./data-cluster
set -euo pipefail
cd "$(dirname "$0")"

data=${CLUSTER_DATA:-data-cluster}
redis_port=${CLUSTER_REDIS_PORT:-6390}
clickhouse_port=${CLUSTER_CLICKHOUSE_PORT:-8190}
web_port=${CLUSTER_WEB_PORT:-8081} # the first front end's; the next ones follow
silo_port=${CLUSTER_SILO_PORT:-11200}
server=src/Orleans.Ingest.Server/bin/Release/net10.0/Orleans.Ingest.Server.dll

member() { # NAME HEALTH_URL KEY=VALUE… : starts a process of the program and keeps its id
    local name=$1
    echo "$2" >"$data/$name.health"
    shift 2
    env "$@" dotnet "$server" >"$data/$name.log" 2>&1 &
    echo $! >"$data/$name.pid"
}

is_running() { [ -f "$1" ] && kill -0 "$(cat "$1")" 2>/dev/null; }

is_healthy() {
    case $1 in
    redis) [ "$(redis-cli -p "$redis_port" ping 2>/dev/null)" = PONG ] ;;
    *) curl -fsS -m 5 -o /dev/null "$(cat "$data/$1.health")" 2>/dev/null ;;
    esac
}

await() { # NAME
    local until=$((SECONDS + 60))
    while [ "$SECONDS" -lt "$until" ]; do
        is_healthy "$1" && return
        sleep 0.2
    done
    echo "$1 is not up after a minute: see $data/*.log" >&2
    exit 1
}

start() {
    local silos=${1:-3} webs=${2:-2}
    command -v redis-server >/dev/null || { echo "'redis-server' is missing: install it (Debian: apt-get install redis-server) and run again." >&2; exit 1; }
    mkdir -p "$data/redis"
    chmod 700 "$data"
    for pid in "$data"/*.pid; do
        ! is_running "$pid" || { echo "A cluster is running already: ./cluster.sh stop" >&2; exit 1; }
    done
    dotnet build src/Orleans.Ingest.Server -c Release -v quiet -nologo
    [ -f "$data/admin-key" ] || (umask 077 && od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$data/admin-key")

    redis-server --bind 127.0.0.1 --port "$redis_port" --dir "$data/redis" --appendonly yes --appendfsync always --save '' >"$data/redis.log" 2>&1 &
    echo $! >"$data/redis.pid"
    member clickhouse "http://127.0.0.1:$clickhouse_port/ping" Ingest__Role=clickhouse Ingest__DataDirectory="$data" Ingest__ClickHouse__HttpPort="$clickhouse_port"
    await clickhouse

    local common=(
        Ingest__Mode=cluster
        Ingest__AdminKey="$(cat "$data/admin-key")"
        ConnectionStrings__redis="127.0.0.1:$redis_port"
        ConnectionStrings__clickhouse="Host=127.0.0.1;Port=$clickhouse_port"
        Orleans__Endpoints__AdvertisedIPAddress=127.0.0.1
    )
    local i
    for i in $(seq "$silos"); do
        member "silo$i" "http://127.0.0.1:$((silo_port + 200 + i))/health" "${common[@]}" Ingest__Role=silo Urls="http://127.0.0.1:$((silo_port + 200 + i))" \
            Orleans__Endpoints__SiloPort=$((silo_port + i)) Orleans__Endpoints__GatewayPort=$((silo_port + 100 + i))
    done
    for i in $(seq "$webs"); do
        member "web$i" "http://127.0.0.1:$((web_port + i - 1))/health" "${common[@]}" Ingest__Role=web Urls="http://127.0.0.1:$((web_port + i - 1))"
    done
    for i in $(seq "$silos"); do await "silo$i"; done
    for i in $(seq "$webs"); do await "web$i"; done

    cat <<TEXT

  $silos silos and $webs front ends are running. Admin key: in $data/admin-key
  Send an event
    curl -i http://127.0.0.1:$web_port/api/event -H 'Content-Type: application/json' -d '{"n":"pageview","u":"http://localhost/hello","d":"localhost"}'
  Read it back
    curl http://127.0.0.1:$clickhouse_port/ -d 'SELECT timestamp, name, pathname, session_id FROM events_v2 FORMAT PrettyCompact'
  Stop
    ./cluster.sh stop

TEXT
}

status() {
    local pid name state
    for pid in "$data"/*.pid; do
        [ -f "$pid" ] || { echo "No cluster has been started here."; return; }
        name=$(basename "$pid" .pid)
        if ! is_running "$pid"; then state="is down: see $data/$name.log"
        elif is_healthy "$name"; then state="runs ($(cat "$pid")), healthy"
        else state="runs ($(cat "$pid")), not healthy: see $data/$name.log"; fi
        echo "$name $state"
    done
}

stop() { # Front ends first, Redis last.
    local name pid
    for name in web silo clickhouse redis; do
        for pid in "$data/$name"*.pid; do is_running "$pid" && kill "$(cat "$pid")"; done
        for pid in "$data/$name"*.pid; do
            while is_running "$pid"; do sleep 0.1; done
            rm -f "$pid" "${pid%.pid}.health"
        done
    done
}

case "${1:-}" in
start) shift && start "$@" ;;
status) status ;;
stop) stop ;;
*) sed -n '2,5s/^# *//p' "$0" && exit 2 ;;
esac
