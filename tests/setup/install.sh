#!/usr/bin/env bash
# Installs what the tests run against, from Debian's packages, where it is missing: Postgres, Redis, MariaDB, nginx, Chromium, and three independent readers
# of PDF (poppler, mupdf and qpdf).
# Nothing is started here; each test run starts its own private servers.
set -euo pipefail

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "imprimatur: the tests need the Debian packages '$missing'; install them, or run this as root or with sudo." >&2
        exit 1
    fi
}

has_postgres() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
# Debian has the engine without its windows, which takes a fifth less of the processor; elsewhere the whole browser does.
chromium=chromium
grep -qs '^ID=debian' /etc/os-release && chromium=chromium-headless-shell
has_chromium() { [ -n "${CHROMIUM:-}" ] || command -v "$chromium" >/dev/null; }

missing=""
has_postgres || missing="$missing postgresql"
has_chromium || missing="$missing $chromium"
command -v redis-server >/dev/null || missing="$missing redis-server"
{ command -v mariadbd && command -v mariadb-install-db && command -v mariadb; } >/dev/null || missing="$missing mariadb-server-core mariadb-client-core"
{ command -v pdftotext && command -v pdftoppm && command -v pdfinfo; } >/dev/null || missing="$missing poppler-utils"
command -v openssl >/dev/null || missing="$missing openssl"
command -v qpdf >/dev/null || missing="$missing qpdf"
command -v mutool >/dev/null || missing="$missing mupdf-tools"
{ command -v nginx || [ -x /usr/sbin/nginx ]; } >/dev/null || missing="$missing nginx"
command -v setpriv >/dev/null || missing="$missing util-linux"
missing="${missing# }"
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "imprimatur: the tests need Postgres (initdb, postgres), Redis, MariaDB, nginx, Chromium, poppler-utils, mupdf-tools and qpdf; this machine has no apt-get, so install '$missing' by hand." >&2
    exit 1
fi

echo "imprimatur: installing $missing from Debian's packages for the tests"
export DEBIAN_FRONTEND=noninteractive
if [[ "$missing" == *postgresql* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    # The package would make and start a cluster of its own, which nobody asked for.
    as_root mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
if [[ "$missing" == *nginx* ]] && [ -d /run/systemd/system ]; then
    # The package would serve a page of its own on port 80 of every address, which nobody asked for. `systemctl unmask nginx` gives it back.
    echo "imprimatur: nginx.service is masked, so that installing it serves nothing; systemctl unmask nginx gives it back"
    as_root systemctl --quiet mask nginx.service
fi
as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
# Word splitting is wanted: each word is a package.
# shellcheck disable=SC2086
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o Dpkg::Options::=--force-confold $missing </dev/null >/dev/null

has_postgres || { echo "imprimatur: Postgres is still missing after installing it." >&2; exit 1; }
has_chromium || { echo "imprimatur: Chromium is still missing after installing it." >&2; exit 1; }
