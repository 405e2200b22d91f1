#!/usr/bin/env bash
# Runs a command with one private Postgres beside it, and ends it with the command, however that ends.
#
# Each test makes itself a database of its own in it. A test that is run alone (cargo test, without this script) starts its
# own server in the same way: see tests/src/postgres.rs.
set -euo pipefail

initdb="$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1 || command -v initdb || true)"
bin="$(dirname "$(readlink -f "${initdb:-none}")")"
[ -x "$bin/initdb" ] && [ -x "$bin/pg_isready" ] || { echo "imprimatur: Postgres is missing; run tests/setup/install.sh." >&2; exit 1; }

folder="$(mktemp -d "${TMPDIR:-/tmp}/imprimatur-postgres.XXXXXX")"
server=""
end() {
    trap - EXIT
    if [ -n "$server" ]; then
        kill -QUIT "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Postgres refuses to run as root. The parent's death ends it too, so that even `kill -9` of this script leaves nothing behind.
as_postgres=()
if [ "$(id -u)" -eq 0 ]; then
    chown postgres: "$folder"
    as_postgres=(--reuid=postgres --regid=postgres --init-groups)
fi
cd "$folder"
setpriv "${as_postgres[@]}" "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-locale >"$folder/initdb.log" 2>&1 || {
    cat "$folder/initdb.log" >&2
    exit 1
}

free_port() {
    local port
    for port in $(shuf -i 20000-29999 -n 50); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

# fsync guards against a crash of the machine, which no test can bring about; what `kill -9` of our server can take away
# is judged by commit alone. Benchmarks turn it on. Everything else is Postgres' default.
for _ in 1 2 3 4 5; do
    port="$(free_port)"
    setpriv "${as_postgres[@]}" --pdeathsig KILL "$bin/postgres" -D "$folder/data" -p "$port" \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync="${IMPRIMATUR_TEST_POSTGRES_FSYNC:-off}" -c max_connections=300 \
        >"$folder/postgres.log" 2>&1 </dev/null &
    server=$!
    for _ in $(seq 200); do
        if "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" -U postgres; then break 2; fi
        kill -0 "$server" 2>/dev/null || break
        sleep 0.05
    done
    kill -QUIT "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=""
done
[ -n "$server" ] || { cat "$folder/postgres.log" >&2; exit 1; }

cd "$OLDPWD"
export IMPRIMATUR_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port"
status=0
"$@" || status=$?
exit "$status"
