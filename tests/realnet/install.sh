#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Installs what the real servers need from the distribution's packages, and nothing twice.
# The packages' own services are not used, so they are kept from starting.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly PACKAGES=(
    mariadb-server
    php-cli php-curl php-gd php-intl php-mbstring php-mysql php-xml
    wordpress wordpress-theme-twentytwentyone
)
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

missing=()
for package in "${PACKAGES[@]}"; do
    is_installed "$package" || missing+=("$package")
done
((${#missing[@]} == 0)) && exit 0

say "installing ${missing[*]}"
command -v apt-get >/dev/null || { say "this is no Debian or Ubuntu: the real servers cannot be installed" && exit 1; }
mkdir -p build
keep_services_from_starting
{ apt update && apt -y install --no-install-recommends "${missing[@]}"; } >build/apt-real.log 2>&1 </dev/null || {
    tail -n 15 build/apt-real.log >&2
    say "could not install them; the whole log is build/apt-real.log"
    exit 1
}
