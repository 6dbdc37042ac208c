#!/bin/sh
# setup.sh [build|run|test|bench|peers|vm|deb|arm64]... : sees to it that this machine can do that (default: build run test).
#
# Checks the Swift toolchain, finds which Debian packages of packages.txt are missing, says which, and installs them
# (through sudo where the caller is not root). Does nothing, quickly, when nothing is missing.
# SETUP=skip leaves the machine as it is. Exit status: 0 ready; 1 not ready, one sentence on stderr says why.
set -eu
[ "${SETUP:-}" != skip ] || exit 0
tools=$(dirname "$0")
purposes=${*:-build run test}
minimum=6.2

die() {
    echo "setup: $*" >&2
    exit 1
}

check_swift() {
    command -v swift >/dev/null ||
        die "swift is not in PATH; install Swift $minimum or newer (https://www.swift.org/install/linux/) and add its usr/bin to PATH."
    found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    [ -n "$found" ] ||
        die "'swift --version' does not work here; install Swift $minimum or newer with the packages that its page lists."
    [ "$(printf '%s\n' "$minimum" "$found" | sort -V | head -n 1)" = "$minimum" ] ||
        die "Swift $found is too old; install Swift $minimum or newer (https://www.swift.org/install/linux/)."
}

debian_release() {
    # shellcheck disable=SC1091
    . /etc/os-release 2>/dev/null || true
    case "${ID:-}:${VERSION_ID:-}" in
        debian:12 | debian:13) echo "$VERSION_ID" ;;
        *) die "this is ${PRETTY_NAME:-no known system}, not Debian 12 or 13; install what tools/packages.txt names by hand, then call make with SETUP=skip." ;;
    esac
}

# The packages for the purposes asked, one a line.
wanted() {
    release=$1
    for purpose in $purposes; do
        grep -q "^[a-z0-9.@+-]* *$purpose " "$tools/packages.txt" || die "'$purpose' is none of build, run, test, bench, peers, deb, vm, arm64."
        sed -n "s/^\([a-z0-9.@+-]*\) *$purpose .*/\1/p" "$tools/packages.txt"
    done | while IFS=@ read -r package since; do
        [ "${since:-0}" -gt "$release" ] || echo "$package"
    done
}

# Which of its arguments are not installed.
missing() {
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p')
    for package in "$@"; do
        printf '%s\n' "$installed" | grep -qx "$package" || printf ' %s' "$package"
    done
}

install() {
    root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            die "missing are:$1; neither root nor sudo is at hand, so have them installed: apt-get install --no-install-recommends$1"
        root="sudo"
    fi
    echo "setup: installing Debian packages:$1" >&2
    log=$(mktemp)
    apt="$root env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o APT::Update::Error-Mode=any"
    # shellcheck disable=SC2086
    if ! $apt install --no-install-recommends $1 >"$log" 2>&1; then
        # Package lists may be absent or old: fetch them once and try again.
        if ! $apt update >"$log" 2>&1; then
            tail -n 5 "$log" >&2
            die "apt cannot reach its mirror; check the network and /etc/apt/sources.list*, then try again."
        fi
        $apt install --no-install-recommends $1 >"$log" 2>&1 || {
            tail -n 15 "$log" >&2
            die "apt could not install$1; see the lines above."
        }
    fi
    rm -f "$log"
    case "$1" in
        *" mosquitto"*) [ ! -d /run/systemd/system ] ||
            echo "setup: Loa starts brokers of its own; 'systemctl disable --now mosquitto' stops Debian's, if you do not need it." >&2 ;;
    esac
}

check_swift
release=$(debian_release) || exit 1
packages=$(wanted "$release") || exit 1
# shellcheck disable=SC2086
lacking=$(missing $packages)
[ -z "$lacking" ] || install "$lacking"
