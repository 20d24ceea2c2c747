"""Everybody can use it: axe-core finds no serious fault; and no page asks anything of the internet."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.ui.conftest import settled
from touchmap.ui.steps import START, page_keys

pytestmark = pytest.mark.slow
GRAVE = ("serious", "critical")
COLOUR = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"


def _faults(page) -> list[str]:
    """Serious and critical faults that are still there once nothing fades in any more."""
    for _ in range(4):
        page.wait_for_timeout(700)
        found = _faults_now(page)
        if not found:
            break
    return found


def _faults_now(page) -> list[str]:
    """Rule, what it asks, and the first places."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}: "
        + "; ".join(" ".join(map(str, node["target"])) for node in fault["nodes"][:4])
        for fault in found
        if fault["impact"] in GRAVE
    ]


@pytest.fixture(scope="module")
def window(browser):
    """One window for all pages, which keeps what it has loaded."""
    made = browser.new_context(viewport={"width": 1280, "height": 800})
    made.set_default_timeout(60_000)
    yield made
    made.close()


@pytest.fixture
def page(window):
    """A tab in a light window."""
    made = window.new_page()
    made.emulate_media(color_scheme="light")
    yield made
    made.close()


@pytest.mark.parametrize("page_name", page_keys())
def test_no_serious_fault(server, page, page_name):
    """On every page, in the light and after the window turns dark."""
    elsewhere = []
    page.on("request", lambda request: elsewhere.append(request.url))
    page.goto(server.address("" if page_name == START else page_name))
    settled(page)
    assert _faults(page) == []
    light = page.evaluate(COLOUR)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"({COLOUR}) !== '{light}'")
    settled(page)
    assert _faults(page) == []
    assert [url for url in elsewhere if not url.startswith((server.url, "data:", "blob:", "ws:"))] == []


@pytest.mark.parametrize("way", ["blank", "questions", "market", "file"])
def test_no_serious_fault_on_the_ways_to_begin(server, page, way):
    page.goto(server.address("", begin=way))
    settled(page)
    assert _faults(page) == []
