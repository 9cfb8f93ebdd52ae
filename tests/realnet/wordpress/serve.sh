#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Runs a real WordPress on loopback until it is told to stop (SIGTERM), and then leaves
# nothing behind but WORKDIR: a database server of its own, reached by a socket file
# only, and PHP's own web server. Prints «ready URL» when the first page has been given.
#
# usage: serve.sh WORKDIR PORT      WORKDIR must be empty; what is in it may be seen by all
set -euo pipefail

readonly HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly WORK=$(cd "$1" && pwd) PORT=$2
readonly SITE=$WORK/site SOCKET=$WORK/run/db.sock
readonly SOURCE=${WORDPRESS_SOURCE:-/usr/share/wordpress}
export WORK
export PATH=$PATH:/usr/sbin # where Debian keeps mariadbd, out of an ordinary user's way

children=()
stop() {
    trap - EXIT
    # PHP's workers are children of their own, in the process group of the first.
    for child in "${children[@]}"; do kill -TERM -- "-$child" 2>/dev/null || true; done
    wait
}
trap stop EXIT
trap 'exit 0' TERM INT

start() { # LOG COMMAND…: in a process group of its own
    local log=$1
    shift
    setsid "$@" >"$log" 2>&1 </dev/null &
    children+=("$!")
}

patiently() { # COMMAND…: until it succeeds, for a minute at most
    local attempt
    for attempt in $(seq 300); do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.2
    done
    echo "never succeeded: $*" >&2
    tail -n 20 "$WORK"/*.log >&2
    return 1
}

# --- The database ---------------------------------------------------------------------

as_mysql=() # the server refuses to run as root
mkdir -p "$WORK/db" "$WORK/run"
if ((EUID == 0)); then
    as_mysql=(--user=mysql)
    chown mysql "$WORK/db" "$WORK/run"
fi
mariadb-install-db --no-defaults "${as_mysql[@]}" --datadir="$WORK/db" --skip-test-db \
    --auth-root-authentication-method=normal >"$WORK/install-db.log" 2>&1
start "$WORK/db.log" mariadbd --no-defaults "${as_mysql[@]}" --datadir="$WORK/db" \
    --socket="$SOCKET" --skip-networking --innodb-buffer-pool-size=64M
patiently mariadb-admin --no-defaults --socket="$SOCKET" --user=root ping
mariadb --no-defaults --socket="$SOCKET" --user=root --execute="
    create database wordpress character set utf8mb4;
    create user wordpress@localhost identified by 'wordpress';
    grant all on wordpress.* to wordpress@localhost"

# --- WordPress ------------------------------------------------------------------------

cp -rL "$SOURCE" "$SITE"
mkdir -p "$SITE/wp-content/uploads"
rm -f "$SITE/wp-config.php"
cat >"$SITE/wp-config.php" <<PHP
<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'wordpress');
define('DB_PASSWORD', 'wordpress');
define('DB_HOST', 'localhost:$SOCKET');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', 'http://127.0.0.1:$PORT');
define('WP_SITEURL', 'http://127.0.0.1:$PORT');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as \$name) {
    define(\$name . '_KEY', 'test');
    define(\$name . '_SALT', 'test');
}
\$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
PHP
php "$HERE/seed.php" >"$WORK/seed.log" 2>&1 || {
    tail -n 20 "$WORK/seed.log" >&2
    exit 1
}
export PHP_CLI_SERVER_WORKERS=4
start "$WORK/php.log" php -S "127.0.0.1:$PORT" -t "$SITE"
readonly AUTHOR="http://127.0.0.1:$PORT/?author=2"
patiently php -r 'exit(@file_get_contents($argv[1]) === false ? 1 : 0);' "$AUTHOR"

echo "ready $AUTHOR"
wait -n # a server that ends by itself is a fault
echo "a server ended by itself" >&2
exit 1
