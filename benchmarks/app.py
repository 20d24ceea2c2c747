"""The map of 150 touchpoints in a real browser: ``python -m benchmarks.app``.

Measures from a click to the inspector and from an edit to the redrawn map, and writes the section on the
app in docs/performance.md anew.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.map_instance import map_project
from benchmarks.page import put_section
from touchmap.store import Workspace

ROOT = Path(__file__).resolve().parents[1]
HEADING = "## The app"
TOUCHPOINTS = 150
RUNS = 15
"""Clicks and edits that are timed."""
LIMITS = {"click": 0.3, "edit": 0.7}
"""Seconds that the median must not pass."""
WAIT_MS = 30_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
SECTION = """{heading}

Measured by `python -m benchmarks.app`: the map of {touchpoints} touchpoints and {processes} processes in
Chromium; server, browser and Graphviz share {cores} cores. *Click*: from pressing the mouse on a card until
its fields stand beside the map. *Edit*: from Enter after a new name until the redrawn map is on the screen.
By the clock of the browser, {runs} of each.{busy}

| what | median, ms | slowest, ms | goal, ms |
| --- | --: | --: | --: |
{table}
"""

_READY = """() => {
  const host = document.querySelector(".st-key-map-canvas [data-testid=stBidiComponentIsolated]").shadowRoot;
  const map = host.querySelector(".map");
  let began = 0;
  const begin = () => (began = performance.now());
  window.addEventListener("pointerdown", begin, { capture: true });
  window.addEventListener("keydown", (event) => event.key === "Enter" && begin(), { capture: true });
  window.untilTrue = (test) => new Promise((done) => {
    const end = () => done(performance.now() - began);
    const look = () => requestAnimationFrame(test() ? end : look);
    look();
  });
  window.untilShown = (id) => window.untilTrue(() => {
    const beside = document.querySelector(".st-key-inspector");
    const caption = beside?.querySelector("[data-testid=stCaptionContainer]");
    return caption?.textContent.endsWith(` ${id}`) && beside.querySelector("input");
  });
  window.untilDrawn = (before) => window.untilTrue(() => map.dataset.drawn !== before);
  window.drawn = () => map.dataset.drawn;
}"""


def measure(page: Any) -> dict[str, list[float]]:
    """Seconds of each click and of each edit, on a page that shows the map."""
    dice = Random(1)
    page.evaluate(_READY)
    ids = [f"T{number}" for number in dice.sample(range(TOUCHPOINTS), 2 * RUNS)]
    found: dict[str, list[float]] = {"click": [], "edit": []}
    for row in ids[:RUNS]:
        page.wait_for_timeout(400)
        page.locator(f"[id='touchpoint:{row}']").click(no_wait_after=True)
        found["click"].append(page.evaluate("(id) => window.untilShown(id)", row) / 1000)
    for number, row in enumerate(ids[RUNS:]):
        page.wait_for_timeout(1200)
        card = page.locator(f"[id='touchpoint:{row}']")
        card.dblclick()
        page.locator(".field").fill(f"Another name {number}")
        before = page.evaluate("window.drawn()")
        page.keyboard.press("Enter")
        found["edit"].append(page.evaluate("(before) => window.untilDrawn(before)", before) / 1000)
        card.locator("text", has_text="Another").first.wait_for()
    return found


def run() -> dict[str, list[float]]:
    """Start the app on a large project and measure it in a browser."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "w.sqlite"
        with Workspace(place) as workspace:
            project_id = workspace.add("Large", map_project(TOUCHPOINTS), author="Ann").project_id
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
        command += ["--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]
        env = {**os.environ, "TOUCHMAP_WORKSPACE": str(place)}
        with (Path(folder) / "log").open("wb") as log:
            server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait(port)
            with sync_playwright() as playwright:
                found = next(filter(None, map(shutil.which, BROWSERS)), None)
                browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.goto(f"http://127.0.0.1:{port}/map?project={project_id}")
                page.locator(".map[data-drawn]").wait_for(timeout=2 * WAIT_MS)
                page.wait_for_timeout(2000)
                return measure(page)
        finally:
            server.terminate()
            server.wait(20)


def _wait(port: int) -> None:
    deadline = time.monotonic() + WAIT_MS / 1000
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the app did not start")


def section(found: dict[str, list[float]], load: float) -> str:
    """The part of docs/performance.md about the app."""
    names = {"click": "click → fields of the card", "edit": "edit → redrawn map"}
    lines = [
        f"| {names[what]} | {1000 * statistics.median(seconds):,.0f} | {1000 * max(seconds):,.0f} "
        f"| {1000 * LIMITS[what]:.0f} |"
        for what, seconds in found.items()
    ]
    return SECTION.format(
        heading=HEADING,
        touchpoints=TOUCHPOINTS,
        processes=TOUCHPOINTS // 3,
        cores=os.cpu_count(),
        runs=RUNS,
        busy=f" Other work ran beside it (load {load:.1f})." if load > 0.5 else "",
        table="\n".join(lines),
    )


def main() -> int:
    """Measure, print, and write the section anew; fails where a goal is missed."""
    load = os.getloadavg()[0]
    found = run()
    text = section(found, load)
    print(text)
    put_section(HEADING, text)
    missed = [what for what, seconds in found.items() if statistics.median(seconds) > LIMITS[what]]
    print("missed: " + ", ".join(missed) if missed else "all goals are met", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
