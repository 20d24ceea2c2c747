"""The inspector of the map: every annotation, for one card or for several, and nothing that nobody typed."""

import pytest

from touchmap.files.columns import columns
from touchmap.journey.graph import ordered_stages
from touchmap.project.edits import set_field
from touchmap.store import RemarkKind
from touchmap.ui.map import controls
from touchmap.ui.map.adding import ADDED
from touchmap.ui.map.filters import Filters, matches
from touchmap.ui.map.fresh import UNCHANGED
from touchmap.ui.map.groups import GROUPS
from touchmap.ui.map.nodes import KIND_OF
from touchmap.ui.parts import acts


def test_what_a_widget_long_gone_says_draws_nothing(monkeypatch):
    """The browser may still report a widget that an edit has replaced; that is no reason to draw the page."""
    drawn = []
    monkeypatch.setattr(acts.st, "rerun", lambda: drawn.append(1))
    column = columns("touchpoints")["name"]
    monkeypatch.setattr(controls, "own_change", lambda _: UNCHANGED)
    acts.then_all(controls._change)(None, ("T05",), column, "map-touchpoints-T05-name")
    assert not drawn
    acts.then_all(lambda: None)()
    assert drawn


def _keys(app):
    return {
        found.key
        for kind in ("text_input", "text_area", "selectbox", "multiselect", "button_group", "toggle")
        for found in app.get(kind)
        if found.key
    }


@pytest.mark.slow
@pytest.mark.parametrize(("node", "table"), [("touchpoint:T05", "touchpoints"), ("process:P04", "processes")])
def test_every_field_can_be_edited(open_page, node, table):
    """Each field of a touchpoint and of a process but its id has a control in one of the groups."""
    row = node.partition(":")[2]
    keys = set()
    for group in GROUPS:
        app = open_page("map", at=node, group=group)
        app.session_state[f"map-touch-{row}"] = True
        keys |= _keys(app.run())
    shown = {key.removeprefix(f"map-{table}-{row}-") for key in keys}
    assert set(columns(table)) - shown == {f"{node.partition(':')[0]}_id"}
    assert "evidence" in shown


@pytest.mark.parametrize(
    ("node", "typed", "value"),
    [
        ("touchpoints T05 handle_seconds", "6:10", 370.0),
        ("touchpoints T05 contacts_per_month", "1 250", 1250.0),
        ("processes P04 automation_potential_share", "20 %", 0.2),
        ("processes P04 automation_potential_share", "20", 0.2),
    ],
)
def test_figures_are_typed_as_people_write_them(open_page, workspace, node, typed, value):
    """A time as m:ss, a share as a percentage, thousands apart."""
    table, row, field = node.split()
    app = open_page("map", at=f"{KIND_OF[table]}:{row}", group="work")
    app.text_input(key=f"map-{table}-{row}-{field}").set_value(typed).run()
    assert not app.exception
    (found,) = [r for r in workspace.open("telecom_isp").project().rows(table) if r.row_key == row]
    assert getattr(found, field) == pytest.approx(value)


def test_one_edit_for_each_change_and_undo(open_page, workspace):
    """A change is one labelled entry of the journal; undo brings the former value back into the field."""
    stored = workspace.open("telecom_isp")
    app = open_page("map", at="touchpoint:T05")
    key = "map-touchpoints-T05-name"
    before = app.text_input(key=key).value
    app.text_input(key=key).set_value("Call me").run()
    assert [e.label for e in stored.entries()] == [f"Rename ‘{before}’ to ‘Call me’"]
    app.button(key="undo").click().run()
    (shown,) = [t.value for t in app.text_input if t.key and t.key.startswith(key)]
    assert shown == before
    assert len(stored.entries()) == 2


def test_a_bad_value_is_refused_and_says_what_is_allowed(open_page, workspace):
    """Nothing changes, and the field shows what is true."""
    app = open_page("map", at="touchpoint:T05", group="work")
    key = "map-touchpoints-T05-handle_seconds"
    before = app.text_input(key=key).value
    app.text_input(key=key).set_value("soon").run()
    assert workspace.open("telecom_isp").entries() == []
    assert app.error[0].value.startswith("handle\\_seconds is 'soon'")
    assert app.text_input(key=key).value == before


def test_what_others_change_is_shown_and_never_taken_back(open_page, workspace):
    """A field that is drawn with another value than before does not count as typed."""
    stored = workspace.open("telecom_isp")
    app = open_page("map", at="touchpoint:T05")
    stored.commit(set_field(stored.project(), "touchpoints", "T05", "name", "By Bea"), author="Bea")
    app.run()
    app.run()
    assert "By Bea" in [t.value for t in app.text_input]
    assert [e.author for e in stored.entries()] == ["Bea"]


def test_several_cards_show_what_they_share_and_are_set_as_one_edit(open_page, workspace):
    """What differs is called several; a choice holds for all, and one undo takes it back from all."""
    stored = workspace.open("telecom_isp")
    before = stored.project()
    app = open_page("map", at="touchpoint:T01;touchpoint:T05")
    channel = app.selectbox(key="map-touchpoints-2 rows-channel")
    assert (channel.value, channel.placeholder) == (None, "(several)")
    channel.set_value("chat").run()
    after = stored.project()
    assert {after.touchpoint(t).channel.value for t in ("T01", "T05")} == {"chat"}
    assert len(stored.entries()) == 1
    app.button(key="undo").click().run()
    assert stored.project() == before


def test_look_only_disables_every_field(open_page):
    """While the map is locked nothing can be changed or removed by accident."""
    app = open_page("map", at="touchpoint:T05", look="1")
    fields = [
        f
        for kind in ("text_input", "selectbox")
        for f in app.get(kind)
        if f.key.startswith("map-touchpoints-")
    ]
    assert len(fields) > 3
    assert all(f.disabled for f in fields)
    assert "map-remove" not in {b.key for b in app.button}


def test_removing_says_what_goes_along(open_page, workspace):
    """The label of the edit counts what cannot be without what is removed; undo brings all of it back."""
    stored = workspace.open("telecom_isp")
    before = stored.project()
    app = open_page("map", at="process:P04")
    app.button(key="map-remove").click().run()
    label = stored.entries()[-1].label
    assert "demand stream" in label
    assert label == app.toast[0].value.replace("\\", "")
    app.button(key="undo").click().run()
    assert stored.project() == before


def test_evidence_and_remarks(open_page, workspace):
    """How well a row is known is an edit; a comment stays until it is settled."""
    stored = workspace.open("telecom_isp")
    app = open_page("map", at="process:P04", group="evidence")
    app.button_group(key="map-processes-P04-evidence").set_value("measured").run()
    assert [e.level.value for e in stored.project().evidence if (e.row_id, e.field) == ("P04", "")] == [
        "measured"
    ]
    field = "map-remark-processes-P04"
    app.text_area(key=field).set_value("Ask Tom").run()
    app.button(key=f"{field}-comment").click().run()
    (remark,) = stored.remarks.all(table="processes", row="P04")
    assert (remark.text, remark.kind) == ("Ask Tom", RemarkKind.COMMENT)
    assert app.text_area(key=field).value == ""
    app.button(key=f"map-settle-{remark.remark_id}").click().run()
    assert stored.remarks.all(table="processes", row="P04")[0].settled_by


def test_systems_of_a_process_are_one_edit(open_page, workspace):
    """Choosing other systems adds and removes uses at once."""
    stored = workspace.open("telecom_isp")
    app = open_page("map", at="process:P04", group="work")
    field = app.multiselect(key="map-processes-P04-systems")
    others = [s.system_id for s in stored.project().systems if s.system_id not in field.value][:2]
    field.set_value(others).run()
    used = {u.system_id for u in stored.project().process_systems if u.process_id == "P04"}
    assert used == set(others)
    assert len(stored.entries()) == 1


@pytest.mark.parametrize(("way", "stem"), [("pin", "pin"), ("forbid", "forbid")])
def test_a_process_is_pinned_or_forbidden_from_the_map(open_page, workspace, way, stem):
    """One edit makes the rule in the scenario chosen; it is shown, taken back, and undone."""
    stored = workspace.open("telecom_isp")
    before = stored.project()
    provider = before.providers[1].provider_id
    app = open_page("map", at="process:P04", group="work", scenario="blended")
    assert app.button(key=f"map-place-P04-{way}").disabled
    app.selectbox(key="map-place-P04").set_value(provider).run()
    app.button(key=f"map-place-P04-{way}").click().run()
    assert [r.stem.value for r in stored.project().rules if r not in before.rules] == [stem]
    assert len(stored.entries()) == 1
    (release,) = [b for b in app.button if b.key and b.key.startswith("map-release-")]
    assert before.provider(provider).name in release.label.replace("\\", "")
    release.click().run()
    assert not [b for b in app.button if b.key and b.key.startswith("map-release-")]
    for _ in range(2):
        app.button(key="undo").click().run()
    assert stored.project() == before


def test_the_address_says_what_is_in_view(open_page):
    """View, colours, filters and selection come from the address, so that a view can be shared."""
    app = open_page("map", view="hand-offs", colour="touch", channels="phone;chat", at="process:P04")
    assert app.selectbox(key="map-view").value == "hand-offs"
    assert app.selectbox(key="map-colour").value == "touch"
    assert app.multiselect(key="map-filter-channels").value == ["phone", "chat"]
    assert any(t.value == "Process · P04" for t in app.caption)
    app.selectbox(key="map-view").set_value("journey").run()
    assert "view" not in app.query_params
    app.button(key="map-filters-clear").click().run()
    assert "channels" not in app.query_params


def test_filters_take_what_matches_all_of_them():
    """Filters of one kind are alternatives, of several kinds they must all hold."""
    from touchmap.examples import example

    project = example("telecom_isp")
    phone = set(matches(project, Filters(channels=("phone",))))
    both = set(matches(project, Filters(channels=("phone", "chat"))))
    assert phone < both
    first = project.stages[0].stage_id
    assert set(matches(project, Filters(channels=("phone",), stages=(first,)))) < phone
    assert matches(project, Filters()) is None


def test_nothing_selected_teaches_and_says_how_much_is_confirmed(open_page):
    """The empty inspector says what to do, and how far the touch round is."""
    app = open_page("map")
    assert any("Nothing is selected" in m.value for m in app.markdown)
    assert any(link.label == "0 of 39 touch needs confirmed" for link in app.get("page_link"))


@pytest.mark.parametrize("table", ADDED)
def test_anything_is_added_to_the_map_by_its_name(open_page, workspace, table):
    """One edit; the new row is selected, a stage comes behind the one it was added at."""
    stored = workspace.open("telecom_isp")
    before = stored.project()
    app = open_page("map", at="stage:ST2")
    app.selectbox(key="map-add-kind-0").set_value(table).run()
    app.text_input(key="map-add-name-0").set_value("Brand new").run()
    app.button(key="map-add-0").click().run()
    assert not app.exception
    after = stored.project()
    (new,) = [row for row in after.rows(table) if row.name == "Brand new"]
    assert len(stored.entries()) == 1
    assert app.query_params["at"] == f"{KIND_OF[table]}:{new.row_key}"
    if table in ("touchpoints", "processes"):
        assert new.stage_id == "ST2"
    if table == "stages":
        order = [s.stage_id for s in ordered_stages(after)]
        known = [s.stage_id for s in ordered_stages(before)]
        at = known.index("ST2") + 1
        assert order == [*known[:at], new.stage_id, *known[at:]]
    app.button(key="undo").click().run()
    assert stored.project() == before
