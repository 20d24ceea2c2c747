#!/usr/bin/env bash
# Makes sure that LibreOffice is there: some tests open and edit exported workbooks with it, without a screen.
set -euo pipefail

found() { command -v soffice >/dev/null 2>&1 || command -v libreoffice >/dev/null 2>&1; }

found && exit 0

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ]; then
    echo "Installing LibreOffice Calc ..."
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq -o DPkg::Lock::Timeout=300 update &&
        apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends libreoffice-calc >/dev/null ||
        echo "apt-get could not install libreoffice-calc." >&2
    hash -r
    found && exit 0
fi

cat >&2 <<'MESSAGE'
LibreOffice is missing: some tests open and edit exported workbooks with it. Install it and run the command again:
  Debian, Ubuntu:  sudo apt-get install --no-install-recommends libreoffice-calc
  Fedora:          sudo dnf install libreoffice-calc
  macOS:           brew install --cask libreoffice, then put soffice on the PATH
`make check` does without it.
MESSAGE
exit 1
