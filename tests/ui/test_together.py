"""Two people on one project: what one does shows at the other's, and nothing half-done is lost."""

import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ui.conftest import settled, start_server
from touchmap.project.edits import set_field, set_setting
from touchmap.ui.presence import GONE_AFTER_SECONDS, Presence

pytestmark = pytest.mark.slow
PROBES = Path(__file__).parent / "probes"
WITHIN_MS = 2000
"""What others change shows within 2 s."""
NOISE_MS = 8000
"""What a machine busy with other tests may add."""


@pytest.fixture(scope="module")
def samples_copy(_samples_file):
    return _samples_file


@pytest.fixture(scope="module")
def probe(samples_copy, tmp_path_factory):
    """A server with a page of everything that can be half-done."""
    folder = tmp_path_factory.mktemp("probe")
    shutil.copy(samples_copy, folder / "w.sqlite")
    running, process = start_server(folder, folder / "w.sqlite", script=PROBES / "typing_probe.py")
    yield running
    process.terminate()
    process.wait(20)


@pytest.fixture
def page(probe, browser_page):
    browser_page.goto(probe.address())
    settled(browser_page)
    browser_page.wait_for_timeout(500)
    return browser_page


def _bob(server, change=None):
    """Bob changes the name of the company, or something else, from elsewhere."""
    stored = server.stored()
    name = f"Bob {time.monotonic_ns()}"
    project = stored.project()
    stored.commit(set_setting(project, "name", name) if change is None else change(project), author="Bob")
    return name


def _arrives(page: Page, name: str) -> None:
    expect(page.get_by_text(f"company: {name}")).to_be_visible(timeout=WITHIN_MS + NOISE_MS)


def _waits(page: Page, name: str) -> None:
    """The edit is told in words, and not shown."""
    note = page.locator(".st-key-live p[role=status]")
    expect(note).to_contain_text("Bob", timeout=WITHIN_MS + NOISE_MS)
    assert page.get_by_text(f"company: {name}").count() == 0


def test_an_edit_shows_within_two_seconds_and_says_whose_it_is(page, probe):
    name = _bob(probe)
    _arrives(page, name)
    expect(page.get_by_test_id("stToast").get_by_text("Bob: Set name")).to_be_visible()


@pytest.mark.parametrize("label", ["Somewhere else", "Longer"])
def test_half_typed_text_keeps_its_words_and_the_caret(page, probe, label):
    field = page.get_by_label(label)
    field.click()
    field.press_sequentially("half a sent")
    name = _bob(probe)
    _arrives(page, name)
    page.keyboard.type("ence")
    expect(field).to_have_value("half a sentence")
    expect(field).to_be_focused()


def test_the_very_field_somebody_else_changed_is_left_alone_until_it_is_done(page, probe):
    """Bob renames the process whose name is being typed: the page waits, and says so."""
    field = page.get_by_label("Name of P01")
    field.click()
    field.press_sequentially(" mine")
    typed = field.input_value()
    new = f"Bob's {time.monotonic_ns()}"
    _bob(probe, lambda project: set_field(project, "processes", "P01", "name", new))
    note = page.locator(".st-key-live p[role=status]")
    expect(note).to_contain_text("Bob", timeout=WITHIN_MS + NOISE_MS)
    page.wait_for_timeout(1500)
    expect(field).to_have_value(typed)
    field.press("Enter")
    expect(field).to_have_value(new, timeout=WITHIN_MS + NOISE_MS)
    expect(note).to_be_empty()


def test_an_open_menu_stays_open(page, probe):
    page.get_by_label("Menu").click()
    expect(page.get_by_role("option", name="three")).to_be_visible()
    name = _bob(probe)
    _waits(page, name)
    page.wait_for_timeout(1500)
    page.get_by_role("option", name="three").click()
    _arrives(page, name)
    expect(page.get_by_label("Menu")).to_have_value("three")


def test_a_cell_of_a_grid_that_is_being_typed_is_kept(page, probe):
    grid = page.get_by_test_id("data-grid-canvas")
    grid.click(position={"x": 40, "y": 55}, force=True)
    page.keyboard.press("Enter")
    typed = page.locator("#portal textarea")
    expect(typed).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("typed", delay=60)
    name = _bob(probe)
    _waits(page, name)
    page.wait_for_timeout(1200)
    expect(typed).to_have_value("typed")
    page.keyboard.type(" on", delay=60)
    page.keyboard.press("Enter")
    _arrives(page, name)
    cell = page.get_by_test_id("glide-cell-0-0")
    expect(cell).to_have_text("typed on")


def test_a_dialog_stays_open_with_what_is_typed_in_it(page, probe):
    page.get_by_role("button", name="Open it").click()
    field = page.get_by_label("In the dialog")
    field.press_sequentially("half")
    name = _bob(probe)
    _waits(page, name)
    page.wait_for_timeout(1500)
    expect(field).to_have_value("half")
    page.keyboard.press("Escape")
    _arrives(page, name)


def test_others_are_shown_while_they_are_here(page, probe, browser):
    """Cleo opens the project: her initials appear; she closes it: they go."""
    other = browser.new_context()
    other.add_cookies([{"name": "touchmap_name", "value": "Cleo%20Day", "url": probe.url}])
    hers = other.new_page()
    hers.goto(probe.address())
    shown = page.locator(".st-key-live li")
    expect(shown).to_contain_text("Cleo Day", timeout=10_000)
    expect(shown).to_contain_text("CD")
    other.close()
    expect(shown).to_have_count(0, timeout=(GONE_AFTER_SECONDS + 8) * 1000)


def test_people_are_forgotten_when_they_do_not_look_in():
    here = Presence()
    here.look_in("p", "1", "Ann", now=0)
    assert here.look_in("p", "2", "Bob", now=GONE_AFTER_SECONDS) == ["Ann"]
    assert here.look_in("p", "2", "Bob", now=GONE_AFTER_SECONDS + 0.1) == []
    assert here.look_in("q", "3", "Cleo", now=0) == []


# --- The app itself -------------------------------------------------------------------------------------


def test_a_conflict_is_announced_and_nothing_is_overwritten(server, show):
    """Ann's undo of what Bob has built on is refused, in words, and Bob's name stays."""
    stored = server.stored()
    project = stored.project()
    page = show("history")
    page.context.add_cookies([{"name": "touchmap_name", "value": "Ann", "url": server.url}])
    page.reload()
    settled(page)
    stored.commit(set_field(project, "processes", "P01", "name", "Ann's"), author="Ann")
    stored.commit(set_field(stored.project(), "processes", "P01", "name", "Bob's"), author="Bob")
    undo = page.locator(".st-key-undo button").first
    expect(undo).to_be_enabled(timeout=10_000)
    undo.click()
    expect(page.get_by_text("Nothing was overwritten")).to_be_visible()
    assert {p.process_id: p.name for p in stored.project().processes}["P01"] == "Bob's"


def test_what_was_acknowledged_survives_a_server_that_is_killed(samples_copy, tmp_path, browser_page):
    """kill -9 and a new server on the same address: the page finds its project and the edit again."""
    shutil.copy(samples_copy, tmp_path / "w.sqlite")
    server, process = start_server(tmp_path, tmp_path / "w.sqlite", script=PROBES / "typing_probe.py")
    browser_page.goto(server.address())
    settled(browser_page)
    name = _bob(server)
    _arrives(browser_page, name)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(20)
    port = int(server.url.rpartition(":")[2])
    _, again = start_server(tmp_path, tmp_path / "w.sqlite", script=PROBES / "typing_probe.py", port=port)
    try:
        later = _bob(server)
        expect(browser_page.get_by_text(f"company: {later}")).to_be_visible(timeout=30_000)
        browser_page.reload()
        expect(browser_page.get_by_text(f"company: {later}")).to_be_visible()
    finally:
        again.terminate()
        again.wait(20)


def test_the_name_is_asked_once_and_this_browser_remembers_it(server, show):
    page = show("history")
    page.get_by_role("button", name="Who are you?").first.click()
    field = page.get_by_role("textbox", name="Your name")
    field.fill("Dora Doe")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".st-key-you")).to_contain_text("DD")
    page.wait_for_function("document.cookie.includes('touchmap_name=Dora')")
    page.reload()
    settled(page)
    expect(page.locator(".st-key-you")).to_contain_text("DD")
