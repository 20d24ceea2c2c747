"""The app under test: pages without a browser (`open_page`), and a server with a real one (`show`)."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from streamlit.testing.v1 import AppTest

from touchmap.examples import EXAMPLES, example
from touchmap.store import StoredProject, Workspace

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _add_samples(place: Workspace) -> None:
    for name in EXAMPLES:
        place.add(name, example(name), author="Ann")


@pytest.fixture(scope="session")
def _samples_file(tmp_path_factory) -> Path:
    """A workspace that holds every sample under its name."""
    path = tmp_path_factory.mktemp("samples") / "samples.sqlite"
    with Workspace(path) as made:
        _add_samples(made)
    return path


@pytest.fixture
def workspace(_samples_file, tmp_path, monkeypatch) -> Iterator[Workspace]:
    """A workspace of its own for each test; the app finds it too."""
    path = tmp_path / "workspace.sqlite"
    shutil.copy(_samples_file, path)
    monkeypatch.setenv("TOUCHMAP_WORKSPACE", str(path))
    with Workspace(path) as found:
        yield found


@pytest.fixture
def open_page(workspace) -> Callable[..., AppTest]:
    """Open a page on a project and run it once; parameters of the address are given by name."""

    def opened(page: str, project: str | None = "telecom_isp", **params: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        if project is not None:
            app.query_params["project"] = workspace.open(project).project_id
        for name, value in params.items():
            app.query_params[name] = value
        app.run()
        if page != "start":
            app.switch_page(f"src/touchmap/ui/pages/{page}.py").run()
        assert not app.exception, app.exception
        assert not [button for button in app.button if button.key == "try-again"], "a fault; see the log"
        return app

    return opened


@dataclass(frozen=True)
class Server:
    """A running app."""

    url: str
    workspace_file: Path
    log: Path

    def stored(self, project: str = "telecom_isp") -> StoredProject:
        return Workspace(self.workspace_file).open(project)

    def address(self, page: str = "", project: str | None = "telecom_isp", **params: str) -> str:
        asked = {**({} if project is None else {"project": self.stored(project).project_id}), **params}
        return f"{self.url}/{page}?" + "&".join(f"{name}={value}" for name, value in asked.items())


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def start_server(
    folder: Path,
    workspace_file: Path,
    *,
    script: Path = ROOT / "app.py",
    port: int = 0,
    flags: tuple[str, ...] = (),
    **env: str,
) -> tuple[Server, subprocess.Popen[bytes]]:
    """Start the app, or another script, on a free or given port, and wait until it answers."""
    port = port or free_port()
    log = folder / "app.log"
    command = [sys.executable, "-m", "streamlit", "run", str(script), *flags]
    command += [
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
        "--server.fileWatcherType",
        "none",
    ]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "TOUCHMAP_WORKSPACE": str(workspace_file), **env},
            stdout=out,
            stderr=out,
        )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return Server(f"http://127.0.0.1:{port}", workspace_file, log), process
        time.sleep(0.1)
    process.kill()
    raise AssertionError(f"the app did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def _running(_samples_file, tmp_path_factory) -> Iterator[Server]:
    """An app that runs as long as the tests."""
    folder = tmp_path_factory.mktemp("server")
    workspace_file = folder / "workspace.sqlite"
    shutil.copy(_samples_file, workspace_file)
    running, process = start_server(folder, workspace_file)
    yield running
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def server(_running) -> Server:
    """A running app whose projects are the samples, new for each module."""
    with Workspace(_running.workspace_file) as place:
        for left in place.list():
            place.delete(left.name, author="Ann")
        _add_samples(place)
    return _running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium without a screen."""
    found = os.environ.get("TOUCHMAP_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(CHROMIUM_FLAGS))
        yield started
        started.close()


@pytest.fixture
def context(browser) -> Iterator[BrowserContext]:
    """A browser window of its own."""
    made = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    made.set_default_timeout(20_000)
    yield made
    made.close()


@pytest.fixture
def browser_page(context) -> Page:
    """A tab."""
    return context.new_page()


@pytest.fixture
def show(browser_page, server) -> Callable[..., Page]:
    """Open a page of the app in the browser and wait until it is drawn."""

    def shown(page: str = "", project: str | None = "telecom_isp", **params: str) -> Page:
        browser_page.goto(server.address(page, project, **params))
        settled(browser_page)
        return browser_page

    return shown


def settled(page: Page) -> None:
    """Wait until the app has drawn everything."""
    page.wait_for_selector(".st-key-header")
    page.wait_for_function(
        "document.querySelector('.stApp')?.getAttribute('data-test-script-state') === 'notRunning'"
    )
