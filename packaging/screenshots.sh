#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Takes the pictures of the user guide again: every tab, light and dark, without a display. The window opens on its
# generated example in a scratch home, so nothing of the person's own work is in them.
# usage: packaging/screenshots.sh [BURIN] [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
burin="${1:-build/release/bin/burin}"
folder="${2:-resources/guide}"
[ -x "$burin" ] || { echo "screenshots: there is no $burin; build it first (cmake --build --preset release)" >&2; exit 1; }
home="$(mktemp -d)"
trap 'rm -rf "$home"' EXIT
export HOME="$home" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" QT_QPA_PLATFORM=offscreen
for tab in explore sweep hardware compare; do
    for theme in light dark; do
        echo "screenshots: $tab, $theme"
        "$burin" --screenshot "$folder/$tab-$theme.png" --theme "$theme" --tab "$tab-panel" --size 1280x800 --language en
    done
done
