#!/usr/bin/env bash
# Installs the engine of others that judges credentials in Python, from PyPI by its hashes, into a folder of the project.
set -euo pipefail

root="$(cd "$(dirname "$0")/../.." && pwd)"
wanted="$root/tests/verifiers/requirements.txt"
folder="$root/target/verifiers"
installed="$folder/requirements.txt"
cmp -s "$wanted" "$installed" && exit 0

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

echo "imprimatur: installing an independent verifier of credentials from PyPI for the tests"
rm -rf "$folder"
mkdir -p "$root/target"
if ! python3 -m venv "$folder" >/dev/null 2>&1; then
    # Debian has it in a package of its own.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv </dev/null >/dev/null
    rm -rf "$folder"
    python3 -m venv "$folder"
fi
"$folder/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$wanted"
# Last: half of it would be taken for all.
cp "$wanted" "$installed"
