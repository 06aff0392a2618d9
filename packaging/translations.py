#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings resources/translations up to date with the sources and lists what is not translated yet.

usage: packaging/translations.py [--fill MAP.json]
MAP.json gives {"English": "translation"}; it fills unfinished messages of every .ts file (one language at a time).
Workflow: run it, translate what it lists (in linguist, or in a map), run it again.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as ET

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LUPDATE = "/usr/lib/qt6/bin/lupdate"


def update(files):
    command = [LUPDATE, "-silent", "-no-obsolete", "-locations", "none", "-I", str(ROOT), str(ROOT / "app/workbench"),
               str(ROOT / "views"), "-ts", *map(str, files)]
    try:
        subprocess.run(command, check=True)
    except FileNotFoundError:
        sys.exit(f"translations: {LUPDATE} is missing (apt-get install qt6-l10n-tools)")


def fill(path, known):
    """Fills what `known` has; returns the sources that are still unfinished."""
    tree = ET.parse(path)
    missing = []
    for message in tree.getroot().iter("message"):
        translation = message.find("translation")
        source = message.findtext("source")
        if translation.get("type") != "unfinished":
            continue
        if source in known:
            # One plural form for all numbers, as in Chinese; languages with more are edited in linguist.
            form = translation.find("numerusform")
            (translation if form is None else form).text = known[source]
            del translation.attrib["type"]
        else:
            missing.append(source)
    if known:
        text = ET.tostring(tree.getroot(), encoding="unicode")
        path.write_text('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n' + text + "\n", encoding="utf-8")
    return missing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fill", type=pathlib.Path)
    arguments = parser.parse_args()
    known = json.loads(arguments.fill.read_text(encoding="utf-8")) if arguments.fill else {}
    files = sorted(FOLDER.glob("*.ts"))
    update(files)
    for path in files:
        missing = fill(path, known)
        print(f"{path.name}: {len(missing)} unfinished")
        for source in dict.fromkeys(missing):
            print("  " + json.dumps(source, ensure_ascii=False))
    if known:
        update(files)  # lupdate's own formatting


if __name__ == "__main__":
    main()
