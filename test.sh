#!/usr/bin/env bash
# Builds everything and runs all tests: ./test.sh, or ./test.sh PROJECT… (Tests, Cluster.Tests, EndToEnd.Tests).
set -euo pipefail
cd "$(dirname "$0")"

need() { # COMMAND PACKAGE WHAT_FOR
    command -v "$1" >/dev/null && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing $2 ($3)"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$2" >/dev/null
    else
        echo "'$1' is missing ($3): install it (Debian: apt-get install $2) and run again." >&2
        exit 1
    fi
}
command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }
need npm npm "restores the embedded ClickHouse and data packages"
need chromium chromium "the browser tests"
[ -n "${REDIS_SERVER:-}" ] || need redis-server redis-server "the tests of the log in Redis; REDIS_SERVER names another program, such as valkey-server"

# Nothing but what the lock files name, content hashes included.
dotnet restore Orleans.Ingest.sln --locked-mode -v minimal
dotnet build Orleans.Ingest.sln -c Release -v minimal -nologo --no-restore

passed=0 failed=0
[ $# -gt 0 ] || set -- Tests Cluster.Tests EndToEnd.Tests
for name in "$@"; do
    dll="tests/Orleans.Ingest.$name/bin/Release/net10.0/Orleans.Ingest.$name.dll"
    summary=$(timeout -s KILL 25m dotnet "$dll" -noColor -noLogo | tee >(cat >&2) | grep -E '^ *Orleans.*Total: ') || true
    if [[ $summary =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+) ]]; then
        failed=$((failed + BASH_REMATCH[2] + BASH_REMATCH[3]))
        passed=$((passed + BASH_REMATCH[1] - BASH_REMATCH[3] - BASH_REMATCH[4]))
    else
        echo "$name did not finish." >&2
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
