#!/usr/bin/env bash
# Prepares this checkout, and does nothing where nothing is missing.
#   deploy/setup.sh site    the virtual environment with what the site needs
#   deploy/setup.sh tests   also what checks and tests need, from Python's side and the system's
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

die() { echo "$*" >&2; exit 1; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if new_enough "$name"; then command -v "$name"; return; fi
    done
    die "Python 3.11 or newer is needed and none of python3, python3.11 … python3.14 is that."
}

make_environment() {
    new_enough $bin/python && return
    local python
    python=$(find_python)
    echo "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv || die "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"
}

# uv is several times faster than pip. Where there is none, the locked one is put into .venv; pip is the way back.
find_uv() {
    if command -v uv; then return; fi
    if [ ! -x $bin/uv ]; then
        awk '/^uv==/ {on = 1} on {print} on && !/\\$/ {exit}' requirements-dev.txt >.venv/uv.txt
        $bin/python -m pip install --quiet --require-hashes -r .venv/uv.txt >&2 || return 0
    fi
    echo $bin/uv
}

# The locks list everything with hashes, so neither installer may add or choose anything.
install() {
    local lock=$1 stamp=.venv/.installed-$1 uv
    if cmp -s "$lock" "$stamp"; then return; fi
    echo "Installing $lock"
    uv=$(find_uv)
    if [ -n "$uv" ]; then
        "$uv" pip install --quiet --python $bin/python --require-hashes --no-deps -r "$lock"
    else
        $bin/python -m pip install --quiet --require-hashes --no-deps -r "$lock"
    fi
    cp "$lock" "$stamp"
}

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    echo "Installing from the system's packages: $*"
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

install_postgresql() {
    # Tests start a server of their own; the one that the package would set up and start is not wanted.
    apt_install postgresql-common
    sed -i "s/^#\?create_main_cluster.*/create_main_cluster = false/" /etc/postgresql-common/createcluster.conf
    apt_install postgresql
}

# `deploy/lanes.sh` looks for the same two and says which lane is left out where they are still missing.
install_programs() {
    can_apt || return 0
    if [ -z "$(deploy/find.sh chromium)" ]; then apt_install chromium fonts-liberation || true; fi
    if [ -z "$(deploy/find.sh postgresql)" ]; then install_postgresql || true; fi
}

make_environment
install requirements.txt
if [ "${1:-site}" = tests ]; then
    install requirements-dev.txt
    install_programs
fi
