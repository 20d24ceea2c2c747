"""The touch round: proposals, decisions in the journal, votes, keys."""

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import settled
from touchmap.journey.touch_index import propose_touch
from touchmap.project.edits import set_field
from touchmap.project.vocabulary import Decision
from touchmap.ui.touch.deciding import choose_need, in_round


def _point(workspace, row="T05"):
    return workspace.open("telecom_isp").project().touchpoint(row)


def _votes(app, row="T05"):
    return next(t for t in app.text_input if t.key.startswith(f"touch-votes-{row}"))


def test_the_round_begins_with_the_first_that_is_open(open_page, workspace):
    """What is decided already is passed over."""
    stored = workspace.open("telecom_isp")
    first, second = (t.touchpoint_id for t in in_round(stored.project())[:2])
    stored.commit(
        set_field(stored.project(), "touchpoints", first, "touch_confirmed", "confirmed"), author="Bea"
    )
    app = open_page("touch")
    assert app.header[0].value == stored.project().touchpoint(second).name


def test_confirming_is_an_edit_with_a_name_and_goes_on(open_page, workspace):
    """The decision, who took it and the need are facts; the next touchpoint comes up."""
    app = open_page("touch", point="T05")
    app.text_input(key="touch-decided-by").set_value("The room").run()
    app.button(key="touch-confirmed").click().run()
    row = _point(workspace)
    assert (row.touch_confirmed, row.touch_decided_by) == (Decision.CONFIRMED, "The room")
    assert workspace.open("telecom_isp").entries()[-1].label.startswith("Confirm touch need")
    assert app.query_params["point"] in ("T06", ["T06"])


def test_disagreeing_needs_the_votes_and_keeps_the_spread(open_page, workspace):
    """Without votes nothing is written down; with them lowest and highest are."""
    app = open_page("touch", point="T05")
    app.button(key="touch-disagreed").click().run()
    assert _point(workspace).touch_confirmed is None
    assert app.error
    _votes(app).set_value("4, 2 5").run()
    assert _votes(app).value == "4, 2 5"
    app.button(key="touch-disagreed").click().run()
    row = _point(workspace)
    assert (row.touch_confirmed, row.touch_lowest, row.touch_highest) == (Decision.DISAGREED, 2, 5)


def test_votes_that_are_none_are_refused(open_page, workspace):
    """A seven is no vote."""
    app = open_page("touch", point="T05")
    _votes(app).set_value("2 7").run()
    app.button(key="touch-confirmed").click().run()
    assert _point(workspace).touch_confirmed is None
    assert "2 7" in app.error[0].value


def test_another_need_opens_what_was_decided(workspace):
    """A decision belongs to the need it was taken on."""
    project = workspace.open("telecom_isp").project()
    confirmed = set_field(project, "touchpoints", "T05", "touch_confirmed", "confirmed").apply(project)
    need = confirmed.touchpoint("T05").touch_need
    assert choose_need(confirmed, "T05", need).is_empty
    after = choose_need(confirmed, "T05", need - 1).apply(confirmed)
    assert (after.touchpoint("T05").touch_need, after.touchpoint("T05").touch_confirmed) == (need - 1, None)


def test_the_reasons_are_those_of_the_index(open_page, workspace):
    """Every term of the proposal is there with its points, and they add up to the index."""
    found = next(
        p for p in propose_touch(workspace.open("telecom_isp").project()) if p.touchpoint_id == "T05"
    )
    app = open_page("touch", point="T05")
    table = next(h.proto.body for h in app.get("html") if "tm-reasons" in h.proto.body)
    for term in found.terms:
        assert f"{abs(term.points):.2f}" in table
    assert f"{found.index:.2f}" in table
    assert sum(term.points for term in found.terms) == pytest.approx(found.index)


@pytest.mark.slow
def test_keys_decide_but_not_while_something_is_typed(show, server):
    """A digit is the touch need, c confirms, arrows step; in a text field they are letters."""
    stored = server.stored()
    page = show("touch", point="T05")
    expect(page.locator("nav button[aria-current]")).to_have_text("·Call-me-back form3")
    votes = page.get_by_role("textbox", name="Votes of the room")
    votes.press_sequentially("4c")
    page.wait_for_timeout(700)
    assert stored.project().touchpoint("T05").touch_need == 3
    votes.fill("")
    page.locator(".st-key-touch-what h2").click()
    settled(page)
    page.keyboard.press("4")
    expect(page.locator("nav button[aria-current] .need")).to_have_text("4")
    page.keyboard.press("c")
    expect(page.locator("nav button[aria-current] .name")).to_have_text("Public social post or reply")
    settled(page)
    row = stored.project().touchpoint("T05")
    assert (row.touch_need, row.touch_confirmed) == (4, Decision.CONFIRMED)
    page.keyboard.press("ArrowLeft")
    expect(page.locator("nav button[aria-current] .name")).to_have_text("Call-me-back form")
