"""Edits: applied, undone, redone, merged; nothing is lost; what is refused is refused with its reasons."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import touchmap
from touchmap.errors import InvalidProjectError
from touchmap.project import Project, Provider
from touchmap.project.checks import check_project
from touchmap.project.edits import (
    Change,
    MissingRowError,
    StaleChangeError,
    add_row,
    combine,
    decide_touch,
    difference,
    difference_rows,
    forbid,
    move_rows,
    pin,
    remove_row,
    replace_table,
    set_field,
    set_fields,
    set_setting,
    switch_rule,
)
from touchmap.project.stating import unstated_text
from touchmap.project.vocabulary import Decision

TABLES = ("stages", "touchpoints", "processes", "demand", "transitions", "handoffs", "providers", "offers")


@pytest.fixture(scope="module")
def telecom():
    """The sample telecom company."""
    return touchmap.example("telecom_isp")


def test_a_rename_carries_the_new_id_to_everything_that_refers_to_it(telecom):
    """After a process has a new id, no reference is broken and the old id occurs nowhere."""
    change = set_field(telecom, "processes", "P12", "process_id", "P99")
    after = change.apply(telecom)
    assert not [i for i in check_project(after) if i.code == "unknown_id"]
    assert '"P12"' not in after.model_dump_json()
    assert after.process("P99").name == telecom.process("P12").name
    assert change.inverse().apply(after) == telecom


def test_a_touchpoint_renamed_keeps_transitions_and_journeys(telecom):
    """Rows whose own key holds the id are found again under their new key."""
    after = set_field(telecom, "touchpoints", "T18", "touchpoint_id", "CALL").apply(telecom)
    before = [t for t in telecom.transitions if "T18" in (t.from_touchpoint_id, t.to_touchpoint_id)]
    now = [t for t in after.transitions if "CALL" in (t.from_touchpoint_id, t.to_touchpoint_id)]
    assert [t.probability for t in before] == [t.probability for t in now]
    assert sum(s.touchpoint_id == "CALL" for s in after.journeys) == 2


def test_removing_says_what_goes_with_it_and_takes_it_along(telecom):
    """A touchpoint leaves with its transitions and journey steps; its demand stays, without it."""
    change = remove_row(telecom, "touchpoints", "T18")
    after = change.apply(telecom)
    transitions = sum("T18" in (t.from_touchpoint_id, t.to_touchpoint_id) for t in telecom.transitions)
    assert f"{transitions} × transition" in change.label
    assert change.label.startswith("Remove touchpoint ‘Tech support call’ with ")
    assert len(after.demand) == len(telecom.demand)
    assert not [i for i in check_project(after) if i.code == "unknown_id"]
    assert change.inverse().apply(after) == telecom


def test_removing_a_process_takes_its_demand_and_what_needs_that(telecom):
    """A process leaves with its demand, today's rows of it, hand-offs, systems and scopes."""
    after = remove_row(telecom, "processes", "P12").apply(telecom)
    assert not any(d.process_id == "P12" for d in after.demand)
    ids = {d.demand_id for d in after.demand}
    assert all(t.demand_id in ids for t in after.today)
    assert not [i for i in check_project(after) if i.code == "unknown_id"]


def test_labels_are_plain_words(telecom):
    """Every command names what it does as a person would."""
    labels = [
        set_field(telecom, "touchpoints", "T15", "name", "Billing").label,
        set_field(telecom, "touchpoints", "T15", "stage_id", "ST7").label,
        set_field(telecom, "touchpoints", "T15", "moment_of_truth_rank", 3).label,
        set_field(telecom, "touchpoints", "T36", "moment_of_truth_rank", None).label,
        set_setting(telecom, "discount_rate", 0.1).label,
        pin(telecom, "blended", "P12", "PR01").label,
        forbid(telecom, "blended", "P12", "PR03").label,
        switch_rule(telecom, "blended", "quality_floor", on=False).label,
        move_rows(telecom, "stages", ["ST8"]).label,
    ]
    assert labels == [
        "Rename ‘Billing call’ to ‘Billing’",
        "Move ‘Billing call’ to ‘Manage problems’",
        "Set moment of truth rank of ‘Billing call’ to 3",
        "Clear moment of truth rank of ‘Cancellation call’",
        "Set discount rate to 0.1",
        "Pin ‘Billing & payment enquiries’ to ‘Lumeo in-house Utrecht’ in ‘Blended’",
        "Forbid ‘Billing & payment enquiries’ at ‘Meander Contact’ in ‘Blended’",
        "Switch quality_floor off in ‘Blended’",
        "Put stages in another order",
    ]


def test_what_is_refused_is_refused_with_every_reason(telecom):
    """Values out of range, unknown ids and ids that are taken are refused, all at once."""
    with pytest.raises(InvalidProjectError, match="touch_need"):
        set_field(telecom, "touchpoints", "T15", "touch_need", 9)
    with pytest.raises(InvalidProjectError, match="not in stages"):
        set_field(telecom, "touchpoints", "T15", "stage_id", "nowhere")
    with pytest.raises(InvalidProjectError, match="already"):
        set_field(telecom, "touchpoints", "T15", "touchpoint_id", "T16")
    with pytest.raises(InvalidProjectError, match="already"):
        add_row(telecom, "stages", {"stage_id": "ST1", "name": "Twice"})
    with pytest.raises(MissingRowError, match="no row 'T999'"):
        set_field(telecom, "touchpoints", "T999", "name", "x")
    with pytest.raises(MissingRowError, match="no field"):
        set_field(telecom, "touchpoints", "T15", "colour", "x")
    with pytest.raises(MissingRowError, match="no table"):
        add_row(telecom, "passwords", {})
    with pytest.raises(InvalidProjectError) as raised:
        set_fields(telecom, "touchpoints", "T15", {"touch_need": 9, "brand_sensitivity": 0, "name": "Ok"})
    assert {i.where.column for i in raised.value.issues} == {"touch_need", "brand_sensitivity"}


def test_a_touch_decision_is_one_edit(telecom):
    """What a workshop said, by whom and with which votes; the label says it in words."""
    confirmed = decide_touch(telecom, "T15", "confirmed", by="Ann", need=4)
    row = confirmed.apply(telecom).touchpoint("T15")
    said = (row.touch_need, row.touch_confirmed, row.touch_decided_by, row.touch_lowest)
    assert said == (4, Decision.CONFIRMED, "Ann", None)
    parked = decide_touch(confirmed.apply(telecom), "T15", Decision.PARKED, by="Bob", votes=(1, 5))
    row = parked.apply(confirmed.apply(telecom)).touchpoint("T15")
    assert (row.touch_need, row.touch_lowest, row.touch_highest) == (4, 1, 5)
    assert parked.label == "Park the touch need of ‘Billing call’"
    for wrong in (
        {"decision": "maybe"},
        {"decision": "parked", "need": 6},
        {"decision": "parked", "votes": (0, 9)},
    ):
        with pytest.raises(InvalidProjectError):
            decide_touch(telecom, "T15", by="Ann", **wrong)
    with pytest.raises(MissingRowError):
        decide_touch(telecom, "T999", "parked", by="Ann")


def test_edits_to_different_fields_merge(telecom):
    """Two people who change different cells of one row both find their change in the result."""
    mine = set_field(telecom, "touchpoints", "T15", "touch_need", 5)
    yours = set_field(telecom, "touchpoints", "T15", "name", "Bill call")
    both = mine.apply(yours.apply(telecom))
    assert (both.touchpoint("T15").touch_need, both.touchpoint("T15").name) == (5, "Bill call")
    assert both == yours.apply(mine.apply(telecom))


def test_the_same_cell_changed_twice_is_told(telecom):
    """Who comes later is told what it was and what it is; nothing is applied."""
    mine = combine(
        "Mine",
        [
            set_field(telecom, "touchpoints", "T15", "touch_need", 5),
            set_field(telecom, "touchpoints", "T16", "touch_need", 5),
        ],
    )
    after = set_field(telecom, "touchpoints", "T15", "touch_need", 4).apply(telecom)
    with pytest.raises(StaleChangeError) as raised:
        mine.apply(after)
    assert [str(c) for c in raised.value.conflicts] == ["touchpoints T15, touch_need: was ‘2’, is now ‘4’"]


def test_a_row_removed_by_another_is_told(telecom):
    """A change to a row that is gone is a conflict and no crash."""
    change = set_field(telecom, "touchpoints", "T15", "touch_need", 5)
    with pytest.raises(StaleChangeError, match="touchpoints T15"):
        change.apply(remove_row(telecom, "touchpoints", "T15").apply(telecom))


def test_a_change_is_data(telecom):
    """A change written as JSON and read again does the same."""
    change = remove_row(telecom, "processes", "P12")
    again = Change.model_validate_json(change.model_dump_json())
    assert again == change
    assert again.apply(telecom) == change.apply(telecom)


def test_replacing_a_table_touches_only_what_differs(telecom):
    """Of a table pasted back with one cell changed, one cell changes."""
    rows = [row.model_dump(mode="json") for row in telecom.touchpoints]
    rows[3]["touch_need"] = 5
    change = replace_table(telecom, "touchpoints", rows)
    assert [(r.row, r.field, r.new) for r in difference_rows(change)] == [("T04", "touch_need", 5)]
    assert change.label == "Replace touchpoints (39 rows)"


def test_the_difference_of_any_two_samples_leads_from_one_to_the_other():
    """`difference(a, b)` applied to a is b, and undone a again."""
    projects = [touchmap.example(name) for name in touchmap.EXAMPLES]
    for a in projects:
        for b in projects:
            change = difference(a, b)
            assert change.apply(a) == b
            assert change.inverse().apply(b) == a


def _random_change(project: Project, rng: random.Random) -> Change | None:
    """Any edit that can be made, or none if the dice made an impossible one."""
    table = rng.choice(TABLES)
    rows = project.rows(table)
    if not rows:
        return None
    row = rng.choice(rows)
    kind = rng.choice(["set", "set", "set", "id", "remove", "add", "order", "setting", "several"])
    if kind == "remove":
        return remove_row(project, table, row.row_key)
    if kind == "order":
        keys = [r.row_key for r in rows]
        rng.shuffle(keys)
        return move_rows(project, table, keys)
    if kind == "setting":
        return set_setting(project, "discount_rate", round(rng.random(), 3))
    if kind == "add":
        values = row.model_dump(mode="json") | {type(row).key[0]: f"N{rng.randrange(10**6)}"}
        after = rng.choice(["", None, row.row_key])
        return None if len(type(row).key) > 1 else add_row(project, table, values, after=after)
    if kind == "id" and len(type(row).key) == 1:
        return set_field(project, table, row.row_key, type(row).key[0], f"R{rng.randrange(10**6)}")
    field = "note" if "note" in type(row).model_fields else "name"
    if field not in type(row).model_fields:
        return None
    change = set_field(project, table, row.row_key, field, f"text {rng.random()}")
    if kind == "several":
        after = change.apply(project)
        return combine("Several", [change, set_setting(after, "name", f"Company {rng.random()}")])
    return change


@given(seed=st.integers(0, 10**6), length=st.integers(1, 12))
def test_any_sequence_of_edits_undone_gives_back_the_first_project(seed, length):
    """Edits undone one after another give the first project exactly, redone the last."""
    rng, first = random.Random(seed), touchmap.example("insurer")
    project, done = first, []
    assert first.hash  # from here on it is carried along
    for _ in range(length):
        change = _random_change(project, rng)
        if change is not None:
            project = change.apply(project)
            done.append(change)
    last = project
    assert last.hash == Project.model_validate(last.model_dump()).hash
    for change in reversed(done):
        project = change.inverse().apply(project)
    assert project == first
    assert project.hash == first.hash
    assert unstated_text(project) == unstated_text(first)
    for change in done:
        project = change.apply(project)
    assert project == last
    assert unstated_text(project) == unstated_text(last)
    for change in reversed(done):
        project = change.inverse().inverse().inverse().apply(project)
    assert project == first


def test_what_nobody_stated_stays_unstated():
    """An edit states its own field and no other; a cleared field is stated by nobody."""
    project = touchmap.example("insurer")
    named = set_setting(project, "name", "Acme").apply(project)
    assert named.settings.model_fields_set == project.settings.model_fields_set
    stated = set_setting(project, "customers", 5).apply(project)
    cleared = set_setting(stated, "customers", None).apply(stated)
    assert stated.settings.model_fields_set - cleared.settings.model_fields_set == {"customers"}


def test_a_difference_states_what_is_stated(telecom):
    """Rows a spreadsheet adds state what it states, and a cell it blanks is stated by nobody."""
    provider = telecom.providers[0]
    fields = {"provider_id", "name", "kind", "sourcing_model", "country", "currency"}
    added = Provider.model_validate(provider.model_dump(include=fields) | {"provider_id": "NEW"})
    stated = set_field(telecom, "providers", provider.row_key, "attrition", 0.77).apply(telecom)
    blanked = provider.model_validate(provider.model_dump(mode="json", exclude={"attrition"}))
    after = telecom.replace(providers=(blanked, *telecom.providers[1:], added))
    change = difference(stated, after)
    merged = change.apply(stated).providers
    assert "attrition" not in merged[0].model_fields_set
    assert merged[-1].model_fields_set == fields
    assert unstated_text(change.inverse().apply(change.apply(stated))) == unstated_text(stated)
