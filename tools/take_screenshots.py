"""Takes pictures of every page of the app on a solved sample.

`python tools/take_screenshots.py` writes every page into docs/images, small and light, and
`python tools/take_screenshots.py map case` only these;
`python tools/take_screenshots.py FOLDER` writes every page in both sizes and both themes there, to look at.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from touchmap.examples import example
from touchmap.project import Project
from touchmap.project.edits import decide_touch
from touchmap.solving import solve
from touchmap.store import RemarkKind, StoredProject, Workspace
from touchmap.ui.steps import page_keys

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
SAMPLE = "telecom_isp"
ASKED = ("tradeoffs", "prices")
"""Pages that show little until their question is asked."""
SIZES = ((1280, 800), (1920, 1080))
THEMES = ("light", "dark")
CARD, CARD_NAME = "touchpoint:T05", "Call-me-back form"
"""What is selected on the map, and shown so near that it can be read."""
NEARER = -400
"""Turns of the wheel on that card."""
DECIDED = 12
"""Touchpoints a room has been through."""
SCENARIOS = ("today", "cheapest", "best_quality", "blended")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SETTLED_MS = 1500
BUSY = "[data-testid=stProgress], [data-testid=stSpinner], [data-testid=stSkeleton], [data-stale=true]"
BUSY_MS = 15_000
LONGEST_MS = 120_000
ANSWERED_MS = 600_000


def main() -> None:
    """Take the pictures."""
    wanted = sys.argv[1:]
    some = [page for page in page_keys() if page in wanted]
    folder = Path(wanted[0]) if wanted and not some else None
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "workspace.sqlite"
        project_id = _fill(file)
        with _served(file) as address, sync_playwright() as playwright:
            found = os.environ.get("TOUCHMAP_CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
            if folder is None:
                for page in some or page_keys():
                    url = _url(address, page, project_id)
                    near = CARD_NAME if page == "map" else ""
                    picture = _taken(browser, url, SIZES[0], "light", ask=page in ASKED, near=near)
                    _write(picture, IMAGES / f"app-{page}.png", small=True)
            else:
                folder.mkdir(parents=True, exist_ok=True)
                for size in SIZES:
                    for theme in THEMES:
                        for page in page_keys():
                            url = _url(address, page, project_id)
                            picture = _taken(browser, url, size, theme, ask=page in ASKED)
                            _write(picture, folder / f"{page}-{size[0]}-{theme}.png")
            browser.close()


def _fill(file: Path) -> str:
    with Workspace(file) as workspace:
        for name in ("online_retailer", "insurer"):
            workspace.add(name.replace("_", " ").capitalize(), example(name), author="Ann")
        stored = workspace.add("Lumeo: who serves our customers?", example(SAMPLE), author="Ann")
        _decide(stored)
        project: Project = stored.project()
        for scenario in SCENARIOS:
            stored.results.save(solve(project, scenario, gap=2e-3), author="Ann")
        return stored.project_id


def _decide(stored: StoredProject) -> None:
    """What a room has decided before the plans were sought."""
    for touchpoint in stored.project().touchpoints[:DECIDED]:
        change = decide_touch(stored.project(), touchpoint.touchpoint_id, "confirmed", by="The room")
        stored.commit(change, author="Ann")
    text = "Complaints stay with our own people; Ann tells the board."
    stored.remarks.add(text, author="Ann", kind=RemarkKind.DECISION)


def _url(address: str, page: str, project_id: str) -> str:
    """Address of a page of the solved sample."""
    if page == "start":
        return address
    shown = f"&plan=blended&at={CARD}" if page == "map" else ""
    return f"{address}/{page}?project={project_id}&scenario=blended{shown}"


@contextmanager
def _served(file: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "TOUCHMAP_WORKSPACE": str(file), "TOUCHMAP_AUTHOR": "Ann"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _taken(
    browser: Browser, url: str, size: tuple[int, int], theme: str, *, ask: bool, near: str = ""
) -> bytes:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(LONGEST_MS)
    page.goto(url)
    _wait(page)
    begin = page.locator("[class*='st-key-start-'] button")
    if ask and begin.count():  # the server knows the answer from the picture before
        begin.first.click()
        begin.first.wait_for(state="detached")
        page.locator("[class*='st-key-stop-']").first.wait_for(state="detached", timeout=ANSWERED_MS)
        _wait(page)
    if near:
        page.get_by_text(near, exact=True).first.hover()
        page.keyboard.down("Control")
        page.mouse.wheel(0, NEARER)
        page.keyboard.up("Control")
    page.mouse.move(0, 0)
    page.wait_for_timeout(SETTLED_MS)
    picture: bytes = page.screenshot()
    context.close()
    return picture


def _wait(page: Page) -> None:
    state = "document.querySelector('.stApp')?.getAttribute('data-test-script-state')"
    page.wait_for_selector(".st-key-header")
    page.wait_for_function(f"{state} === 'notRunning'")
    # Charts and fragments come after the page.
    page.wait_for_timeout(SETTLED_MS)
    with suppress(PlaywrightTimeout):  # some pages show progress for good
        page.wait_for_function(f"!document.querySelector('{BUSY}')", timeout=BUSY_MS)
    page.wait_for_timeout(SETTLED_MS)


def _write(picture: bytes, path: Path, *, small: bool = False) -> None:
    image = Image.open(BytesIO(picture)).convert("RGB")
    if small:
        image = image.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    image.save(path, optimize=True)
    print(path)


if __name__ == "__main__":
    main()
