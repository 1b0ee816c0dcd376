#!/usr/bin/env bash
# Prints where a program of the system is, or nothing: `deploy/find.sh chromium`, `deploy/find.sh postgresql` (its folder).
set -u

case "${1:-}" in
chromium)
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" && exit 0
    done
    ;;
postgresql)
    for folder in "$(dirname "$(readlink -f "$(command -v initdb || echo /none)")")" \
        $(ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -rV); do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then echo "$folder"; exit 0; fi
    done
    ;;
*)
    echo "usage: find.sh chromium|postgresql" >&2
    exit 2
    ;;
esac
exit 0
