#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian packages that Burin needs and that are missing. Sourced by start.sh and check.sh.
# burin_install PACKAGE...; asks nothing; works as root or with sudo; says what it installs.

BURIN_BUILD_PACKAGES="g++ cmake ninja-build ccache mold pkg-config libfmt-dev libeigen3-dev nlohmann-json3-dev
    libcli11-dev libsqlitecpp-dev libsqlite3-dev libarchive-dev libcurl4-openssl-dev libssl-dev
    libonnx-dev libprotobuf-dev
    qt6-base-dev qt6-charts-dev libqt6opengl6-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
    qt6-translations-l10n libgl1-mesa-dev fonts-dejavu-core libtorch-dev"
BURIN_TOOL_PACKAGES="make yosys verilator iverilog nextpnr-ice40 fpga-icestorm python3"
BURIN_TEST_PACKAGES="xvfb xauth python3-numpy"

burin_install() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    if ! command -v apt-get >/dev/null; then
        echo "burin: this is not Debian. Install the counterparts of these packages (untested): ${missing[*]}" >&2
        return 1
    fi
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { echo "burin: run as root or install sudo; missing: ${missing[*]}" >&2; return 1; }
        as_root=(sudo)
    fi
    echo "burin: installing ${missing[*]}"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${missing[@]}" >/dev/null
}
