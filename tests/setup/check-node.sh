#!/usr/bin/env bash
# Says in one sentence when Node or npm cannot build the web client.
set -euo pipefail

fail() { echo "imprimatur: $*" >&2; exit 1; }

command -v node >/dev/null || fail "Node.js is not installed; the web client needs Node 20.19 or newer."
command -v npm >/dev/null || fail "npm is not installed; the web client needs npm 10 or newer."

node_version="$(node -p 'process.versions.node')"
npm_version="$(npm --version)"
IFS=. read -r node_major node_minor _ <<<"$node_version"
IFS=. read -r npm_major _ <<<"$npm_version"

if ((node_major < 20 || (node_major == 20 && node_minor < 19))); then
    fail "Node $node_version is too old; the web client needs Node 20.19 or newer."
fi
if ((npm_major < 10)); then
    fail "npm $npm_version is too old; the web client needs npm 10 or newer."
fi
