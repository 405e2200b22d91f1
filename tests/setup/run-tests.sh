#!/usr/bin/env bash
# Runs the Rust tests with nextest where it is installed, with plain `cargo test` elsewhere.
set -euo pipefail
profile="${1:-default}"
targets=(--locked --workspace --lib --bins --tests)
if cargo nextest --version >/dev/null 2>&1; then
    exec cargo nextest run "${targets[@]}" --profile "$profile" --no-fail-fast
fi
exec cargo test "${targets[@]}" --no-fail-fast
