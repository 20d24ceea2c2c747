#!/usr/bin/env bash
# Makes sure that a Chromium is there: the tests of the app drive a real browser.
set -euo pipefail

found() { [ -n "${TOUCHMAP_CHROMIUM:-}" ] || command -v chromium >/dev/null 2>&1 ||
    command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }

found && exit 0

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ]; then
    echo "Installing Chromium ..."
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq -o DPkg::Lock::Timeout=300 update &&
        apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends chromium >/dev/null ||
        echo "apt-get could not install chromium." >&2
    hash -r
    found && exit 0
fi

# Elsewhere Playwright brings one of its own, which the tests find without being told.
.venv/bin/python -m playwright install chromium
