#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything and runs all tests. BURIN_DATA names a folder with the public data sets
# (see README.md); without it the tests that need them are skipped and say so. Arguments go to ctest.
set -euo pipefail
if [ -n "${BURIN_DATA:-}" ]; then # the tests run in folders of their own: make it absolute
    [ -d "$BURIN_DATA" ] || { echo "burin: BURIN_DATA is $BURIN_DATA, which is no folder" >&2; exit 1; }
    BURIN_DATA="$(cd "$BURIN_DATA" && pwd)"
    export BURIN_DATA
else
    echo "burin: BURIN_DATA is not set; tests on public data sets will be skipped"
fi
cd "$(dirname "$0")/.."
. packaging/packages.sh

burin_install $BURIN_BUILD_PACKAGES $BURIN_TOOL_PACKAGES $BURIN_TEST_PACKAGES
[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release
ctest --preset release --parallel "$(nproc)" "$@"
