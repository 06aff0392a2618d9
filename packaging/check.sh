#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything and runs all tests. BURIN_DATA names a folder with the public data sets
# (see README.md); without it the tests that need them are skipped and say so.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/packages.sh

burin_install $BURIN_BUILD_PACKAGES $BURIN_TOOL_PACKAGES $BURIN_TEST_PACKAGES
[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release
[ -n "${BURIN_DATA:-}" ] || echo "burin: BURIN_DATA is not set; tests on public data sets will be skipped"
ctest --preset release --parallel "$(nproc)" "$@"
