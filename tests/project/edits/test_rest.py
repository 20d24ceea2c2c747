"""The rest of an edit where a part is refused: what belongs together is left out together."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import touchmap
from touchmap.project.checks import check_project
from touchmap.project.edits import (
    Change,
    Conflict,
    Draft,
    StaleChangeError,
    add_row,
    broken_references,
    combine,
    difference,
    remove_row,
    set_field,
    set_setting,
)


@pytest.fixture(scope="module")
def telecom():
    """The sample telecom company."""
    return touchmap.example("telecom_isp")


def refused(change, now):
    """What a change is refused for on a state."""
    draft = Draft(now)
    try:
        done = change.apply_to(draft)
    except StaleChangeError as stale:
        return list(stale.conflicts)
    return broken_references(draft, done)


def unknown(project):
    """References that lead nowhere."""
    return [str(i) for i in check_project(project) if i.code == "unknown_id"]


def test_a_row_that_is_not_removed_keeps_what_refers_to_it(telecom):
    """Somebody renamed the process meanwhile: its demand, today's rows and the rest stay with it."""
    gone = remove_row(telecom, "processes", "P12")
    change = combine("Both", [gone, set_setting(gone.apply(telecom), "name", "X")])
    now = set_field(telecom, "processes", "P12", "name", "Bills").apply(telecom)
    conflicts = refused(change, now)
    assert [(c.table, c.row) for c in conflicts] == [("processes", "P12")]
    rest = change.without(conflicts, telecom)
    assert rest.cells == {("settings", "", "name")}


def test_a_row_that_keeps_referring_keeps_the_row_it_refers_to(telecom):
    """Somebody changed one demand stream of the process: neither it nor the process nor the others go."""
    stream = next(d for d in telecom.demand if d.process_id == "P12")
    change = remove_row(telecom, "processes", "P12")
    now = set_field(telecom, "demand", stream.demand_id, "contacts_per_month", 7.0).apply(telecom)
    conflicts = refused(change, now)
    assert [(c.table, c.row) for c in conflicts] == [("demand", stream.demand_id)]
    assert change.without(conflicts, telecom).is_empty


def test_what_others_refer_to_by_now_is_not_removed_nor_what_hung_on_it(telecom):
    """A reference added meanwhile is found though no cell of the change is touched by it."""
    change = remove_row(telecom, "stages", "ST8")
    values = {"touchpoint_id": "NEW", "stage_id": "ST8", "name": "Win back"}
    now = add_row(telecom, "touchpoints", values).apply(telecom)
    conflicts = refused(change, now)
    assert [str(c) for c in conflicts] == [
        "touchpoints NEW, stage_id: refers to stages ST8, which would not be there"
    ]
    assert change.without(conflicts, telecom).is_empty


def test_what_refers_to_a_row_that_is_not_added_is_not_added(telecom):
    """Somebody has taken the id meanwhile: the touchpoint is not put into their stage."""
    stage = add_row(telecom, "stages", {"stage_id": "NEW", "name": "Mine"})
    after = stage.apply(telecom)
    point = add_row(after, "touchpoints", {"touchpoint_id": "T99", "stage_id": "NEW", "name": "Call"})
    moved = set_field(after, "touchpoints", "T15", "stage_id", "NEW")
    other = set_field(after, "touchpoints", "T16", "touch_need", 5)
    change = combine("All", [stage, point, moved, other])
    now = add_row(telecom, "stages", {"stage_id": "NEW", "name": "Theirs"}).apply(telecom)
    conflicts = refused(change, now)
    assert [str(c) for c in conflicts] == ["stages NEW: is there already"]
    assert change.without(conflicts, telecom).cells == {("touchpoints", "T16", "touch_need")}


def test_a_cell_that_refers_to_what_others_removed_is_named(telecom):
    """The cell is what is refused, and the rest goes on."""
    point = set_field(telecom, "touchpoints", "T15", "stage_id", "ST8")
    change = combine("Both", [point, set_field(telecom, "touchpoints", "T16", "touch_need", 5)])
    now = remove_row(telecom, "stages", "ST8").apply(telecom)
    conflicts = refused(change, now)
    assert [(c.table, c.row, c.field, c.target) for c in conflicts] == [
        ("touchpoints", "T15", "stage_id", ("stages", "ST8"))
    ]
    assert change.without(conflicts, telecom).cells == {("touchpoints", "T16", "touch_need")}


def test_a_new_id_is_taken_back_everywhere(telecom):
    """Where the row does not get its new id, no reference does."""
    renamed = set_field(telecom, "processes", "P12", "process_id", "P99")
    change = combine("Both", [renamed, set_setting(renamed.apply(telecom), "name", "X")])
    now = add_row(telecom, "processes", {"process_id": "P99", "name": "Theirs"}).apply(telecom)
    conflicts = refused(change, now)
    assert [str(c) for c in conflicts] == ["processes P99: is there already"]
    assert change.without(conflicts, telecom).cells == {("settings", "", "name")}


def test_a_changed_row_is_told_field_by_field(telecom):
    """Whoever removes a row that was changed meanwhile reads what was changed in it."""
    now = set_field(telecom, "stages", "ST8", "name", "Go").apply(telecom)
    (conflict,) = refused(Change.of("x", _removed(telecom)), now)
    assert str(conflict) == f"stages ST8: name was ‘{telecom.rows('stages')[-1].name}’, is now ‘Go’"
    assert str(Conflict("stages", "S", "", {"name": "x"}, None)) == "stages S: is not there any more"


def _removed(project):
    draft = Draft(project)
    draft.remove("stages", "ST8")
    return draft


def test_what_is_so_already_need_not_be_done(telecom):
    """Cells that have the value, rows that are there or gone; what differs is left to do."""
    after = remove_row(telecom, "processes", "P12").apply(telecom)
    after = set_field(after, "touchpoints", "T15", "touch_need", 5).apply(after)
    change = difference(telecom, after)
    assert change.still_to_do(after).is_empty
    assert change.still_to_do(telecom) == change
    half = set_field(telecom, "touchpoints", "T15", "touch_need", 5).apply(telecom)
    assert ("touchpoints", "T15", "touch_need") not in change.still_to_do(half).cells
    assert change.still_to_do(half).apply(half) == after


@given(seed=st.integers(0, 10**6))
def test_the_rest_of_any_edit_fits_and_breaks_no_reference(seed):
    """Random removals and changes on both sides: what is left after leaving out goes in, soundly."""
    rng, base = random.Random(seed), touchmap.example("insurer")
    mine, theirs = _walk(base, rng), _walk(base, rng)
    change = difference(base, mine)
    for _ in range(20):
        conflicts = refused(change, theirs)
        if not conflicts:
            break
        smaller = change.without(conflicts, base)
        assert len(smaller.steps) < len(change.steps)
        change = smaller
    assert unknown(change.apply(theirs)) == []


def _walk(project, rng):
    for _ in range(3):
        table = rng.choice(("stages", "touchpoints", "processes", "providers", "departments", "demand"))
        rows = project.rows(table)
        if not rows:
            continue
        row = rng.choice(rows)
        field = "note" if "note" in type(row).model_fields else "name"
        if rng.random() < 0.5 and field in type(row).model_fields:
            change = set_field(project, table, row.row_key, field, f"text {rng.random()}")
        else:
            change = remove_row(project, table, row.row_key)
        project = change.apply(project)
    return project
