"""What a person does on the map: connecting cards, ids of new rows, several commands as one edit."""

import pytest

from touchmap.examples import example
from touchmap.project.checks import check_project
from touchmap.project.edits import remove_row
from touchmap.project.edits.on_map import connect, fresh_id, in_order


@pytest.fixture(scope="module")
def telecom():
    return example("telecom_isp")


def _unconnected(project):
    known = {(t.from_touchpoint_id, t.to_touchpoint_id) for t in project.transitions}
    ids = [t.touchpoint_id for t in project.touchpoints]
    return next((a, b) for a in ids for b in ids if a != b and (a, b) not in known)


def test_two_touchpoints_get_what_is_left_of_the_probability(telecom):
    """The shares that go on from a touchpoint never add up to more than one."""
    start, end = _unconnected(telecom)
    after = connect(telecom, ("touchpoints", start), ("touchpoints", end)).apply(telecom)
    assert len(after.transitions) == len(telecom.transitions) + 1
    onward = [t.probability for t in after.transitions if t.from_touchpoint_id == start]
    assert sum(onward) == pytest.approx(1)
    with pytest.raises(ValueError, match="already"):
        connect(after, ("touchpoints", start), ("touchpoints", end))


def test_a_touchpoint_and_a_process_get_a_stream_without_contacts(telecom):
    """Either way round; nothing that was known changes its volume or becomes an error."""
    known = {(d.touchpoint_id, d.process_id) for d in telecom.demand}
    touchpoint, process = next(
        (t.touchpoint_id, p.process_id)
        for t in telecom.touchpoints
        for p in telecom.processes
        if (t.touchpoint_id, p.process_id) not in known
    )
    there = connect(telecom, ("touchpoints", touchpoint), ("processes", process))
    back = connect(telecom, ("processes", process), ("touchpoints", touchpoint))
    assert there == back
    after = there.apply(telecom)
    (made,) = set(after.demand) - set(telecom.demand)
    assert (made.touchpoint_id, made.process_id, made.contacts_per_month) == (touchpoint, process, 0)
    before = {(i.code, i.where) for i in check_project(telecom) if i.severity == "error"}
    assert {(i.code, i.where) for i in check_project(after) if i.severity == "error"} == before


def test_processes_departments_and_systems(telecom):
    """A process passes work to processes and departments and uses systems; a department passes nothing on."""
    first, second = (p.process_id for p in telecom.processes[:2])
    department = telecom.departments[0].department_id
    plain = telecom.replace(handoffs=(), process_systems=())
    for end in (("processes", second), ("departments", department)):
        (made,) = connect(plain, ("processes", first), end).apply(plain).handoffs
        assert (made.from_process_id, made.to_id) == (first, end[1])
    system = ("systems", telecom.systems[0].system_id)
    (use,) = connect(plain, ("processes", first), system).apply(plain).process_systems
    assert use.row_key == f"{first}/{system[1]}"
    with pytest.raises(ValueError, match="nothing leads"):
        connect(telecom, ("departments", department), ("processes", first))
    with pytest.raises(ValueError, match="itself"):
        connect(telecom, ("processes", first), ("processes", first))


def test_a_new_id_is_free(telecom):
    """The id is in nobody's use, and looks like its neighbours."""
    for table in ("touchpoints", "processes", "demand", "handoffs"):
        new = fresh_id(telecom, table)
        taken = {row.row_key for row in telecom.rows(table)}
        assert new not in taken
        assert new[0] in {key[0] for key in taken}


def test_several_removals_are_one_edit(telecom):
    """What is removed with several rows comes back with one undo, what hangs on both as well."""
    start, end = telecom.transitions[0].from_touchpoint_id, telecom.transitions[0].to_touchpoint_id
    change = in_order(
        telecom, "Remove both", [lambda p, t=t: remove_row(p, "touchpoints", t) for t in (start, end)]
    )
    after = change.apply(telecom)
    assert not {start, end} & {t.touchpoint_id for t in after.touchpoints}
    assert change.inverse().apply(after) == telecom
