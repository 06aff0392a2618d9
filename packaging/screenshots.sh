#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Takes the pictures of the user guide again: start page, tabs, docks, wizard and palette, light and dark, in every
# language, without a display. The window opens on its generated example in a scratch home, so nothing of the person's
# own work is in them. Chinese needs a font: apt-get install fonts-wqy-microhei.
# usage: packaging/screenshots.sh [BURIN] [FOLDER] [PICTURE...]
set -euo pipefail
cd "$(dirname "$0")/.."
burin="${1:-build/release/bin/burin}"
folder="${2:-resources/guide}"
wanted=" ${*:3} "
[ -x "$burin" ] || { echo "screenshots: there is no $burin; build it first (cmake --build --preset release)" >&2; exit 1; }
burin="$(realpath "$burin")"
mkdir -p "$folder"
folder="$(realpath "$folder")"
home=/tmp/ada # it can be read in the pictures
mkdir "$home" || { echo "screenshots: $home is there already; remove it first" >&2; exit 1; }
trap 'rm -rf "$home"' EXIT
cd "$home"
unset XDG_DATA_HOME XDG_CONFIG_HOME
export HOME="$home" QT_QPA_PLATFORM=offscreen
data=waves_TRAIN.tsv
awk 'BEGIN { for (i = 0; i < 60; i++) { printf i % 2 ? "fast" : "slow"
             for (t = 0; t < 40; t++) printf "\t%.4f", sin((i % 2 ? 0.9 : 0.3) * t + 0.2 * i)
             print "" } }' > "$data"

# take NAME OPTIONS...
take() {
    local name="$1" language theme into
    shift
    [ "$wanted" = "  " ] || [[ "$wanted" == *" $name "* ]] || return 0
    for language in en zh_CN; do
        into="$folder"
        [ "$language" = en ] || into="$folder/$language"
        mkdir -p "$into"
        for theme in light dark; do
            echo "screenshots: $name, $language, $theme"
            "$burin" --screenshot "$into/$name-$theme.png" --theme "$theme" --language "$language" --size 1280x800 "$@"
        done
    done
}

take start --size 1280x760 --tab start-page
for tab in explore sweep hardware compare; do
    take "$tab" --tab "$tab-panel"
done
take crossbar-hardware --example glyphs-crossbar --size 1400x1150 --tab hardware-panel --press trials-run
take configuration --size 1280x880 --part dock-configuration
take study --part dock-study
take points --tab dock-points --part dock-points
take jobs --tab dock-jobs --part dock-jobs --press action-verify
take log --tab dock-log --part dock-log --press action-verify
take training --example glyphs --tab training-panel --part training-panel --press action-train,train-run
take palette --part command-palette --press action-palette
# The wizard opens on its second page, once the file is read.
take wizard-file "$data" --tab start-page --part data-wizard --press wizard-next,wizard-back,wizard-back
take wizard-reading "$data" --tab start-page --part data-wizard --press wizard-next,wizard-back
take wizard-network "$data" --tab start-page --part data-wizard --press wizard-next
