"""The map in a real browser: click, edit, undo; the keyboard alone; hostile names; presenting."""

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import settled
from touchmap.examples import example
from touchmap.project.edits import set_field
from touchmap.project.edits.on_map import in_order
from touchmap.store import Workspace

pytestmark = pytest.mark.slow
expect.set_options(timeout=20_000)
HOST = "document.querySelector('.st-key-map-canvas [data-testid=stBidiComponentIsolated]').shadowRoot"
FOCUSED = f"{HOST}.activeElement?.id"
HOSTILE = {
    "T01": "<img src=x onerror=window.hurt=1>",
    "T02": "<svg onload=window.hurt=1><script>window.hurt=1</script></svg>",
    "T03": "</text><script>window.hurt=1</script>",
    "T04": "\u202eright to left\u202c \u0645\u0631\u062d\u0628\u0627",
    "T05": "W" * 10_000,
    "T06": "👩‍🔧 visits 🏠 [x](javascript:window.hurt=1) $a$ **b**",
}


def drawn(page):
    """Wait until the map is on the page and nothing is being drawn."""
    page.wait_for_selector(".map[data-drawn]")
    settled(page)
    return page.locator(".map").get_attribute("data-drawn")


def redrawn(page, before):
    """Wait until another drawing is on the page."""
    expect(page.locator(".map")).not_to_have_attribute("data-drawn", before)
    return page.locator(".map").get_attribute("data-drawn")


def card(page, node):
    return page.locator(f"[id='{node}']")


def name_of(server, row):
    return server.stored().project().touchpoint(row).name


def test_click_edit_undo(show, server):
    """A click opens the inspector, a new name is drawn on the card, Ctrl+Z on the map takes it back."""
    page = show("map")
    before = drawn(page)
    card(page, "touchpoint:T05").click()
    field = page.locator(".st-key-inspector").get_by_role("textbox", name="Name", exact=True)
    expect(field).to_have_value("Call-me-back form")
    assert "at=touchpoint" in page.url
    field.fill("Ring me")
    field.press("Enter")
    after = redrawn(page, before)
    assert "Ring me" in card(page, "touchpoint:T05").text_content()
    card(page, "touchpoint:T05").click()
    page.keyboard.press("Control+z")
    redrawn(page, after)
    assert name_of(server, "T05") == "Call-me-back form"
    expect(field).to_have_value("Call-me-back form")


def test_an_edit_draws_only_what_it_changes(show, server):
    """Cards stay the same elements, so the focus stays; the drawing comes as its changes; undo as well."""
    page = show("map")
    before = drawn(page)
    card(page, "touchpoint:T06").evaluate("e => (e.untouched = true)")
    card(page, "touchpoint:T05").evaluate("e => (e.known = true)")
    card(page, "touchpoint:T05").dblclick()
    page.locator(".field").fill("Anew")
    page.locator(".field").press("Enter")
    after = redrawn(page, before)
    expect(card(page, "touchpoint:T05")).to_contain_text("Anew")
    assert card(page, "touchpoint:T06").evaluate("e => e.untouched")
    assert card(page, "touchpoint:T05").evaluate("e => e.known"), "it is drawn anew within its element"
    assert page.evaluate(FOCUSED) == "touchpoint:T05"
    sent = page.evaluate("[...window.touchmapSheets.values()].at(-1)")
    assert "".join(sent["pieces"]).count("Anew") >= 1
    page.keyboard.press("Control+z")
    redrawn(page, after)
    expect(card(page, "touchpoint:T05")).not_to_contain_text("Anew")
    assert card(page, "touchpoint:T06").evaluate("e => e.untouched")
    # What the browser no longer has is sent as a whole.
    page.evaluate("window.touchmapSheets.clear()")
    card(page, "touchpoint:T05").dblclick()
    latest = page.locator(".map").get_attribute("data-drawn")
    page.locator(".field").fill("Once more")
    page.locator(".field").press("Enter")
    redrawn(page, latest)
    expect(card(page, "touchpoint:T05")).to_contain_text("Once more")


def test_the_field_that_takes_the_place_of_another_is_in_focus(show):
    """The inspector may be drawn anew just when the focus has gone there."""
    page = show("map", at="touchpoint:T05")
    drawn(page)
    card(page, "touchpoint:T05").focus()
    page.keyboard.press("Enter")
    name = page.locator(".st-key-inspector input").first
    expect(name).to_be_focused()
    name.evaluate("field => field.replaceWith(field.cloneNode(true))")
    expect(name).to_be_focused()


def test_everything_by_keyboard(show, server):
    """Arrows, connect, move, new, rename, delete: without the mouse, and undone in the end."""
    stored = server.stored()
    start, page = stored.project(), show("map", at="touchpoint:T05")
    latest = drawn(page)
    card(page, "touchpoint:T05").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == "touchpoint:T08"
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-inspector").get_by_role("textbox", name="Name", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "touchpoint:T08"
    page.keyboard.press("c")
    page.keyboard.press("ArrowRight")
    target = page.locator(".hint").text_content().partition(" ·")[0]
    page.keyboard.press("Enter")
    latest = redrawn(page, latest)
    (made,) = set(stored.project().transitions) - set(start.transitions)
    assert (made.from_touchpoint_id, name_of(server, made.to_touchpoint_id)) == ("T08", target)
    assert page.evaluate(FOCUSED) == "touchpoint:T08"
    page.keyboard.press("m")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    latest = redrawn(page, latest)
    assert stored.project().touchpoint("T08").stage_id == "ST2"
    page.keyboard.press("n")
    page.keyboard.type("Brand new?")
    page.keyboard.press("Enter")
    latest = redrawn(page, latest)
    expect(page.locator(".st-key-inspector").get_by_role("textbox", name="Name", exact=True)).to_have_value(
        "Brand new?"
    )
    card(page, "touchpoint:T40").focus()
    page.keyboard.press("F2")
    page.keyboard.type("Better")
    page.keyboard.press("Enter")
    latest = redrawn(page, latest)
    assert name_of(server, "T40") == "Better"
    page.keyboard.press("Delete")
    latest = redrawn(page, latest)
    assert "T40" not in {t.touchpoint_id for t in stored.project().touchpoints}
    for _ in range(5):
        card(page, "touchpoint:T01").focus()
        page.keyboard.press("Control+z")
        latest = redrawn(page, latest)
    assert stored.project() == start


def test_half_typed_name_survives_the_edits_of_others(show, server):
    """Another's edit is drawn without taking the text; the name goes in, with nothing overwritten."""
    stored = server.stored()
    page = show("map")
    latest = drawn(page)
    card(page, "touchpoint:T07").dblclick()
    field = page.locator(".field")
    field.fill("Half typ")
    stored.commit(set_field(stored.project(), "touchpoints", "T08", "name", "By Bea"), author="Bea")
    page.wait_for_timeout(2500)
    expect(field).to_have_value("Half typ")
    field.press_sequentially("ed")
    field.press("Enter")
    redrawn(page, latest)
    expect(card(page, "touchpoint:T07")).to_contain_text("Half typ")
    assert (name_of(server, "T07"), name_of(server, "T08")) == ("Half typed", "By Bea")


def test_keys_do_nothing_while_something_is_typed(show):
    """Letters that are keys of the map are letters in a field of the inspector."""
    page = show("map", at="touchpoint:T09")
    drawn(page)
    field = page.locator(".st-key-inspector").get_by_role("textbox", name="Name", exact=True)
    field.fill("")
    field.press_sequentially("cnmp?/+0")
    assert page.locator(".field").count() == 0
    assert page.locator(".help").is_hidden()
    assert field.input_value() == "cnmp?/+0"


@pytest.mark.parametrize(
    ("table", "row", "field_name"), [("touchpoint", "T10", "name"), ("stage", "ST3", "goal")]
)
def test_escape_leaves_what_is_half_typed(show, server, table, row, field_name):
    """Escape in a field of the inspector comes back to the map, and what was typed is not written."""
    stored = server.stored()
    page = show("map", at=f"{table}:{row}")
    latest = drawn(page)
    name = field_name.capitalize()
    field = page.locator(".st-key-inspector").get_by_role("textbox", name=name, exact=True)
    before = stored.project()
    said = next(getattr(r, field_name) for r in before.rows(f"{table}s") if r.row_key == row)
    expect(field).to_have_value(said)
    field.press_sequentially("half")
    field.press("Escape")
    expect(field).not_to_be_focused()
    expect(field).to_have_value(said)
    page.wait_for_function("document.activeElement.matches('.st-key-map-canvas *')")
    # The next edit reaches the server after whatever was sent before it.
    card(page, "touchpoint:T11").focus()
    page.keyboard.press("F2")
    page.keyboard.type(f"Kept {row}")
    page.keyboard.press("Enter")
    redrawn(page, latest)
    assert stored.project() == set_field(before, "touchpoints", "T11", "name", f"Kept {row}").apply(before)


def test_a_name_that_was_kept_stays_when_escape_leaves_the_field(show, server):
    """Enter keeps a name; Escape afterwards drops only what was typed since."""
    page = show("map", at="touchpoint:T12")
    latest = drawn(page)
    field = page.locator(".st-key-inspector").get_by_role("textbox", name="Name", exact=True)
    field.fill("Kept name")
    field.press("Enter")
    latest = redrawn(page, latest)
    field.press_sequentially(" and more")
    field.press("Escape")
    expect(field).to_have_value("Kept name")
    card(page, "touchpoint:T12").focus()
    page.keyboard.press("Control+z")
    redrawn(page, latest)
    expect(field).to_have_value(server.stored().project().touchpoint("T12").name)
    assert name_of(server, "T12") != "Kept name"


@pytest.fixture(scope="module")
def hostile(server):
    """A project whose names are attacks."""
    project = example("telecom_isp")
    rename = [
        lambda p, row=row, name=name: set_field(p, "touchpoints", row, "name", name)
        for row, name in HOSTILE.items()
    ]
    made = in_order(project, "names", rename).apply(project)
    with Workspace(server.workspace_file) as workspace:
        return workspace.add("hostile", made, author="Eve").name


@pytest.mark.parametrize("page_name", ["map", "touch"])
def test_hostile_names_are_text(show, hostile, page_name):
    """No name runs, loads or leads anywhere, on the map, in the inspector and in the round."""
    for row in HOSTILE:
        page = show(page_name, hostile, at=f"touchpoint:{row}", point=row)
        if page_name == "map":
            drawn(page)
        settled(page)
        assert page.evaluate("window.hurt") is None
    if page_name == "map":
        inside = page.evaluate(
            f"""[...{HOST}.querySelectorAll("*")].map(e => [e.localName, ...e.getAttributeNames()])"""
        )
        assert not {"script", "img", "image", "foreignObject", "use"} & {names[0] for names in inside}
        assert not [names for names in inside if any(n.startswith("on") or "href" in n for n in names[1:])]
        assert "<img src=x" in card(page, "touchpoint:T01").text_content()


def test_presenting(show):
    """The map fills the window in large type; arrows go on, Escape comes back."""
    page = show("map")
    latest = drawn(page)
    page.get_by_role("button", name="Present").click()
    redrawn(page, latest)
    expect(page.locator(".map")).to_contain_class("present")
    box = page.locator(".map").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 1280, 800)
    expect(page.locator(".presenting strong")).to_have_text("Lumeo Telecom (fictional)")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".presenting strong")).to_have_text("Target & attract")
    page.keyboard.press("j")
    expect(page.locator(".presenting .count")).not_to_have_text("2 / 9")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".presenting .title span")).to_contain_text("1 /")
    page.keyboard.press("Escape")
    expect(page.locator(".map")).not_to_contain_class("present")
    assert "present" not in page.url


def test_dark(browser, server):
    """In dark mode the page is dark and the map is a white sheet, as it is on paper."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(server.address("map"))
    page.wait_for_selector(".map[data-drawn]")
    page_colour = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    sheet = page.evaluate(f"getComputedStyle({HOST}.querySelector('.sheet')).backgroundColor")
    assert (page_colour, sheet) == ("rgb(20, 23, 29)", "rgb(255, 255, 255)")
    context.close()
