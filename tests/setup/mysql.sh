#!/usr/bin/env bash
# Fetches MySQL's own server into a folder of the project, where it can be had: Debian has it in unstable alone, whose packages must not be mixed with
# those of another release. So they are unpacked beside it, with the C library that they need, and installed nowhere. Prints what has come of it.
set -euo pipefail

folder="$(cd "$(dirname "$0")/../.." && pwd)/target/mysql"
root="$folder/root"
[ -x "$root/usr/sbin/mysqld" ] && exit 0

absent() {
    rm -rf "$folder"
    echo "imprimatur: MySQL cannot be had here ($1); the stories of the registry run on SQLite and MariaDB alone." >&2
    exit 0
}

[ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] || absent "no Debian on amd64"
mirror="$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) .*/\2/p' /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null | grep '/debian/*$' | head -1 || true)"
[ -n "$mirror" ] || absent "no Debian mirror is known"

echo "imprimatur: fetching MySQL from Debian unstable for the tests"
rm -rf "$folder"
mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial" "$folder/parts" "$folder/unpacked"
: >"$folder/status"
cat >"$folder/sid.sources" <<END
Types: deb
URIs: $mirror
Suites: sid
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
# An apt of its own: it knows of no installed package, so it fetches all that the server needs.
apt=(
    -qq -o "Dir::State=$folder" -o "Dir::State::lists=$folder/lists" -o "Dir::State::status=$folder/status" -o "Dir::Cache=$folder/cache"
    -o "Dir::Etc::sourcelist=$folder/sid.sources" -o "Dir::Etc::sourceparts=$folder/parts" -o APT::Sandbox::User= -o Debug::NoLocking=1
    -o Acquire::http::Timeout=20 -o Acquire::Retries=2
)
timeout 300 apt-get "${apt[@]}" update >"$folder/apt.log" 2>&1 || absent "$mirror does not answer"
timeout 600 apt-get "${apt[@]}" install --download-only --yes --no-install-recommends mysql-server-core mysql-client-core >>"$folder/apt.log" 2>&1 \
    || absent "its packages cannot be fetched"
for package in "$folder"/cache/archives/*.deb; do dpkg-deb --extract "$package" "$folder/unpacked"; done
# At once: half of it would be taken for all.
mv "$folder/unpacked" "$root"
rm -rf "$folder/cache" "$folder/lists"
