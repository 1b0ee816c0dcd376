#!/usr/bin/env bash
# Runs the same tests on SQLite and on a real PostgreSQL: `deploy/lanes.sh PYTEST-ARGUMENTS…`.
# A lane that this machine cannot run is named in one line; under CI=true that is a failure.
set -u
cd "$(dirname "$0")/.."
failed=0

leave_out() {
    echo "LEFT OUT: $1"
    if [ "${CI:-}" = true ]; then failed=1; fi
}

lane() {
    local database=$1
    shift
    echo "== $database =="
    .venv/bin/python -m pytest --database "$database" "$@" || failed=1
}

journeys=()
if [ -z "$(deploy/find.sh chromium)" ]; then
    leave_out "the browser journeys (no Chromium here, and no root on Debian or Ubuntu to install it)"
    journeys=(-m "not journey")
fi
if [ -z "$(deploy/find.sh postgresql)" ]; then
    leave_out "the PostgreSQL lane (no initdb here, and no root on Debian or Ubuntu to install it)"
    lane sqlite "$@" "${journeys[@]}"
else
    lane sqlite "$@" "${journeys[@]}"
    lane postgresql "$@" "${journeys[@]}"
fi
exit $failed
