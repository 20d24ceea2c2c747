"""Typed text stays text where Markdown is read."""

import pytest

from tests.ui.conftest import settled
from touchmap.examples import example
from touchmap.store import Workspace
from touchmap.ui.plain import plain

ADDRESSES = ("www.trap.example", "https://trap.example/x", "HTTP://trap.example", "eve@trap.example")


@pytest.mark.parametrize("text", [*ADDRESSES, "a@b", "www", "http:", "50 % of 3 * 4 <b>"])
def test_nothing_but_what_cannot_be_seen_is_added(text):
    """Without the escapes and what breaks up an address it is the text."""
    assert plain(text).replace("\\", "").replace("\u2060", "") == text


@pytest.mark.slow
def test_an_address_in_a_name_does_not_become_a_link(server, browser_page):
    """The name of a project that holds addresses leads nowhere."""
    with Workspace(server.workspace_file) as workspace:
        name = workspace.add(" ".join(ADDRESSES)[:60], example("insurer"), author="Eve").name
    browser_page.goto(server.address("touch", name))
    settled(browser_page)
    browser_page.locator(".st-key-project-name").get_by_text("trap.example").first.wait_for()
    assert browser_page.locator("a[href*='trap.example']").count() == 0
