#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Puts in place what the Makefile's other targets need, and nothing twice:
#   setup.sh            system packages, .venv, the project in it, XSDs, a Chromium that starts
#   setup.sh eark       .venv-eark, where eark-validator runs with the old libraries it pins
#   setup.sh pywb       .venv-pywb, where a WARC is replayed
#   setup.sh warcprox   .venv-warcprox, where the second recorder runs
# Environment: PYTHON names the Python to use; AVBILD_CHROMIUM the Chromium to use.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly PACKAGES=(fonts-dejavu-core fonts-liberation fonts-noto-color-emoji libatomic1 poppler-utils qpdf)
lists_are_fresh=''

say() { printf 'setup: %s\n' "$*"; }
stop() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

# --- The distribution's packages ------------------------------------------------------

is_installed() { [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

as_root() {
    if ((EUID == 0)); then
        "$@"
    elif sudo -n true 2>/dev/null; then
        sudo -n "$@"
    elif [[ -t 0 ]] && command -v sudo >/dev/null; then
        sudo "$@"
    else
        return 77
    fi
}

apt() { # PACKAGE…: installs them; says on one line what went wrong
    local log status=0
    command -v apt-get >/dev/null || return 77
    mkdir -p build
    log=build/apt.log
    if [[ ! $lists_are_fresh ]]; then
        as_root apt-get -qq -o DPkg::Lock::Timeout=300 update >"$log" 2>&1 </dev/null || status=$?
        ((status == 0)) || return "$status"
        lists_are_fresh=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 \
        install --no-install-recommends "$@" >"$log" 2>&1 </dev/null
}

need_packages() { # PACKAGE…: as apt, and stops with the command that an administrator can run
    say "installing $* with apt-get"
    apt "$@" || stop "could not install $*: run «sudo apt-get update && sudo apt-get install $*», then this again." \
        "${lists_are_fresh:+The last lines of build/apt.log: $(tail -n 3 build/apt.log)}"
}

system_packages() {
    local missing=() package
    command -v dpkg-query >/dev/null || {
        command -v pdftotext >/dev/null && command -v qpdf >/dev/null ||
            stop "this is no Debian or Ubuntu: install Liberation fonts, Noto Color Emoji, poppler-utils and qpdf, then run this again."
        return
    }
    for package in "${PACKAGES[@]}"; do
        is_installed "$package" || missing+=("$package")
    done
    ((${#missing[@]} == 0)) || need_packages "${missing[@]}"
}

# --- Python environments --------------------------------------------------------------

is_usable_python() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

find_python() {
    local name
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if is_usable_python "$name"; then
            command -v "$name"
            return
        fi
    done
    stop "needs Python 3.11, 3.12 or 3.13; ${PYTHON:-python3} is $(${PYTHON:-python3} --version 2>&1 || true). Set PYTHON=…"
}

make_environment() { # FOLDER: an empty virtual environment, made anew when its Python is gone
    local folder=$1 python
    if is_usable_python "$folder/bin/python" && "$folder/bin/python" -m pip --version &>/dev/null; then return; fi
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then need_packages python3-venv; fi
    say "making $folder with $("$python" --version)"
    rm -rf "$folder"
    "$python" -m venv "$folder" || stop "$python could not make a virtual environment in $folder."
}

fingerprint() { sha256sum -- "$@" | sha256sum | cut -d ' ' -f 1; }
is_done() { [[ $(cat "$1" 2>/dev/null) == "$2" ]]; }

# uv is quicker by far but knows nothing of pip's settings, so behind an own index pip does the work.
install_locked() { # FOLDER LOCK
    local folder=$1 lock=$2 stamp mark
    make_environment "$folder"
    stamp=$folder/.installed mark=$(fingerprint requirements/setup.txt "$lock")
    if is_done "$stamp" "$mark"; then return; fi
    say "installing $lock into $folder, every file checked against its hash"
    "$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-input --require-hashes \
        --requirement requirements/setup.txt || stop "pip could not install requirements/setup.txt: is there a way to a package index?"
    "$folder/bin/uv" pip install --quiet --python "$folder/bin/python" --require-hashes --requirement "$lock" ||
        { say "uv could not; trying with pip" &&
            "$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-input --require-hashes \
                --requirement "$lock"; } || stop "could not install $lock: is there a way to a package index?"
    echo "$mark" >"$stamp"
}

install_project() {
    local mark stamp=.venv/.project
    mark=$(fingerprint setup.cfg pyproject.toml requirements/setup.txt)
    if is_done "$stamp" "$mark" && [[ -x .venv/bin/avbild ]]; then return; fi
    say "installing the project into .venv, editable"
    # «compat» puts the repository itself on the path, so that dags/ is found as well.
    .venv/bin/uv pip install --quiet --python .venv/bin/python --offline --no-deps --no-build-isolation \
        --config-settings editable_mode=compat --editable . || stop "could not install the project itself."
    echo "$mark" >"$stamp"
}

# --- Chromium -------------------------------------------------------------------------

chromium() { # the product's own search, and a page; prints the version
    .venv/bin/python - 2>&1 <<'PYTHON'
import os, pathlib, sys, tempfile
from archivers.chromium import chromium_version, find_chromium, launch
from schemas.errors import ArchiveError
chosen = os.environ.get("AVBILD_CHROMIUM")
try:
    path = find_chromium(pathlib.Path(chosen) if chosen else None)
    with tempfile.TemporaryDirectory() as folder, launch(path, (), pathlib.Path(folder)) as browser:
        browser.new_page().set_content("<p>Hej")
    print(f"{chromium_version(path)}, {path}")
except ArchiveError as error:
    print(error)
    sys.exit(3)
PYTHON
}

has_chromium() { # sets answer; a fault of the project itself is no missing Chromium
    local status=0
    answer=$(chromium) || status=$?
    ((status == 0 || status == 3)) || stop "the project does not start: ${answer##*$'\n'}"
    return "$status"
}

provide_chromium() {
    local answer='' stamp=.venv/.chromium
    if [[ -s $stamp ]] && is_done "$stamp" "$(chromium_mark)"; then return; fi
    if has_chromium; then
        keep_chromium "$answer"
        return
    fi
    [[ ! ${AVBILD_CHROMIUM-} ]] || stop "$answer"
    say "no Chromium that starts; fetching Playwright's own"
    if .venv/bin/playwright install chromium >build/playwright.log 2>&1; then
        as_root "$PWD/.venv/bin/playwright" install-deps chromium >>build/playwright.log 2>&1 </dev/null || true
        if has_chromium; then
            keep_chromium "$answer"
            return
        fi
        say "it does not start: $answer"
    else
        say "it could not be fetched (build/playwright.log)"
    fi
    say "installing the distribution's Chromium with apt-get"
    apt chromium chromium-sandbox || true
    has_chromium ||
        stop "no Chromium. Install one (Debian: sudo apt-get install chromium), or set AVBILD_CHROMIUM to its path. $answer"
    keep_chromium "$answer"
}

chromium_mark() { # changes when the one that was found is updated or goes
    local path=${AVBILD_CHROMIUM:-$(sed -n 's/^path //p' .venv/.chromium-path 2>/dev/null)}
    [[ -x $path ]] && printf '%s\n' "$path $(stat --format %Y-%s "$path") ${AVBILD_CHROMIUM-}"
}

keep_chromium() {
    say "Chromium: $1"
    printf 'path %s\n' "${1#*, }" >.venv/.chromium-path
    chromium_mark >.venv/.chromium
}

# --- What is asked for ----------------------------------------------------------------

mkdir -p build
exec 9>build/setup.lock # two makes at once wait for each other
flock 9
case ${1-} in
    '')
        system_packages
        install_locked .venv requirements/dev.txt
        install_project
        .venv/bin/python tools/fetch_xsd.py >build/xsd.log 2>&1 || stop "$(tail -n 3 build/xsd.log)"
        provide_chromium
        ;;
    eark | pywb | warcprox) install_locked ".venv-$1" "requirements/$1.txt" ;;
    *) stop "knows nothing of «$1»" ;;
esac
