#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and runs Burin's main job: the workbench on its reservoir example or, without a
# display, the same job on the terminal (burin-cli demo). A second run takes seconds.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/packages.sh

burin_install $BURIN_BUILD_PACKAGES $BURIN_TOOL_PACKAGES
[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release --target burin burin-cli
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    [ $# -gt 0 ] || set -- --example strokes
    exec build/release/bin/burin "$@"
fi
exec build/release/bin/burin-cli demo --out "${1:-build/demo}" --overwrite
