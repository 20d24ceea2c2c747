"""The map with the mouse: dragging connects and moves; filters make the rest stand back."""

import pytest
from playwright.sync_api import expect

from tests.ui.test_map import card, drawn, redrawn

pytestmark = pytest.mark.slow
expect.set_options(timeout=20_000)


def middle(found):
    box = found.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, start, end):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=5)
    page.mouse.move(*end, steps=5)
    page.mouse.up()


def test_dragging_from_the_handle_connects(show, server):
    """From the dot beside a card to another card: a new way of the customer."""
    stored = server.stored()
    before, page = stored.project(), show("map")
    latest = drawn(page)
    known = {(t.from_touchpoint_id, t.to_touchpoint_id) for t in before.transitions}
    other = next(t.touchpoint_id for t in before.touchpoints[4:] if ("T01", t.touchpoint_id) not in known)
    card(page, "touchpoint:T01").hover()
    handle = page.locator(".map .handle")
    drag(page, middle(handle), middle(card(page, f"touchpoint:{other}")))
    redrawn(page, latest)
    after = {(t.from_touchpoint_id, t.to_touchpoint_id) for t in stored.project().transitions}
    assert after - known == {("T01", other)}


def test_dragging_a_card_moves_it_to_another_stage(show, server):
    """Dropped over a column, a card belongs to that stage."""
    stored = server.stored()
    page = show("map")
    latest = drawn(page)
    other = next(
        t for t in stored.project().touchpoints if t.stage_id != stored.project().touchpoint("T02").stage_id
    )
    start = middle(card(page, "touchpoint:T02"))
    drag(page, start, (middle(card(page, f"touchpoint:{other.touchpoint_id}"))[0], start[1]))
    redrawn(page, latest)
    assert stored.project().touchpoint("T02").stage_id == other.stage_id


def test_what_does_not_match_the_filters_stands_back(show, server):
    """Cards of other channels fade, none is taken away, and clearing brings them back."""
    project = server.stored().project()
    page = show("map")
    drawn(page)
    page.get_by_role("button", name="Filter").click()
    page.locator(".st-key-map-filter-channels input").click()
    page.get_by_role("option", name="chat", exact=True).click()
    page.keyboard.press("Escape")
    chats = {f"touchpoint:{t.touchpoint_id}" for t in project.touchpoints if t.channel.value == "chat"}
    expect(page.locator(".map .touchpoint.dim")).to_have_count(len(project.touchpoints) - len(chats))
    faded = set(page.locator(".map .touchpoint.dim").evaluate_all("all => all.map((e) => e.id)"))
    assert not faded & chats
    assert "channels=chat" in page.url
    clear = page.locator(".st-key-map-filters-clear button").first
    if not clear.is_visible():
        page.get_by_role("button", name="Filter").click()
    clear.click()
    expect(page.locator(".map .dim")).to_have_count(0)
