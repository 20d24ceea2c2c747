"""The natural scope: the cheapest cut between what must stay and what should move."""

import networkx as nx
import pytest
from hypothesis import given

from tests.builders import company, handoff, process
from tests.journey.maps import any_map, renamed, served
from touchmap.journey.coupling import coupling_graph
from touchmap.journey.cut import find_cut
from touchmap.journey.parties import place, today_plan
from touchmap.journey.scope import ScopeStatus, natural_scope
from touchmap.plan import Assignment, Plan
from touchmap.project import Department
from touchmap.project.vocabulary import NodeKind

FIT = {"codifiability": 4, "metric_clarity": 4, "complexity": 3, "touch_need": 3}
UNFIT = {"codifiability": 3, "metric_clarity": 3}


def test_work_between_goes_with_the_stronger_tie():
    """Work that is neither core nor fit stays or moves with whom it hands most to."""
    rows = (
        process("K", key_competency=True),
        process("F", **FIT),
        *(process(p, **UNFIT) for p in "MN"),
        handoff("K", "M", 100),  # 120
        handoff("M", "F", 25),  # 60: the line
        handoff("N", "K", 25),  # 60: the line
        handoff("N", "F", 100),  # 120
    )
    scope = natural_scope(company(*rows))
    assert (scope.stays, scope.moves) == (("K", "M"), ("F", "N"))
    assert (scope.handoff_ids, scope.weight) == (("M-F", "N-K"), 120)
    assert scope.complexity == pytest.approx(100 * 120 / 360)


def test_of_equal_cuts_the_largest_scope_is_given():
    """Where two lines cost the same, the core keeps no more than it must."""
    rows = (
        process("K", key_competency=True),
        process("M", **UNFIT),
        process("F", **FIT),
        handoff("K", "M"),
        handoff("M", "F"),
    )
    assert natural_scope(company(*rows)).stays == ("K",)


@pytest.mark.parametrize(
    "fields",
    [{"key_competency": True}, {"health": 2}, {"codifiability": 1}],
)
def test_what_must_stay(fields):
    """Key competencies, unhealthy processes and those not written down are the core."""
    scope = natural_scope(company(process("A", **(FIT | fields)), process("B", **FIT)))
    assert (scope.core, scope.fit) == (("A",), ("B",))


@pytest.mark.parametrize(
    "fields", [{"codifiability": 3}, {"metric_clarity": 3}, {"complexity": 4}, {"touch_need": 4}]
)
def test_what_is_not_fit_to_move(fields):
    """Work is fit to move if it is written down, measurable, not too hard and needs no person much."""
    rows = (process("A", **FIT), process("B", **(FIT | fields)), Department(department_id="D", name="D"))
    assert natural_scope(company(*rows)).fit == ("A",)


def test_departments_hold_work_back():
    """Work tied to a department more than to what moves stays."""
    rows = (
        process("M", **UNFIT),
        process("F", **FIT),
        Department(department_id="D", name="D"),
        handoff("M", "D", 400, to_kind="department"),
        handoff("M", "F", 100),
    )
    scope = natural_scope(company(*rows))
    assert (scope.stays, scope.moves, scope.handoff_ids) == (("M",), ("F",), ("M-F",))


def test_plan_says_what_moves_and_where_it_contradicts():
    """With a plan the scope is drawn around what third parties do; core work it moves is told and stays."""
    project = served({"A": "V", "B": "V", "C": "OWN"}, handoff("A", "B"), handoff("B", "C"))
    processes = [p.model_copy(update={"key_competency": p.process_id == "B"}) for p in project.processes]
    project = project.replace(processes=processes)
    scope = natural_scope(project, today_plan(project))
    assert (scope.fit, scope.conflicts) == (("A",), ("B",))
    assert (scope.stays, scope.moves, scope.handoff_ids) == (("B", "C"), ("A",), ("A-B",))


def test_there_may_be_no_scope():
    """Without a core, or without anything to move, there is nothing to draw."""
    assert natural_scope(company(process("A", **FIT))).status is ScopeStatus.NO_CORE
    assert natural_scope(company(process("A", key_competency=True))).status is ScopeStatus.NOTHING_TO_MOVE


def test_work_that_nothing_ties_is_free():
    """A process without hand-offs is on neither side."""
    rows = (process("K", key_competency=True), process("F", **FIT), process("X", **UNFIT))
    scope = natural_scope(company(*rows))
    assert (scope.stays, scope.moves, scope.free) == (("K",), ("F",), ("X",))


@given(any_map())
def test_cut_is_a_minimum_cut(project):
    """The weight is networkx's minimum cut, and no process could leave the core's side for as little."""
    scope = natural_scope(project, today_plan(project))
    if scope.status is not ScopeStatus.FOUND:
        return
    graph = coupling_graph(project)
    flow = nx.DiGraph()
    for a, b, data in graph.edges.data():
        flow.add_edge(a, b, capacity=data["weight"])
        flow.add_edge(b, a, capacity=data["weight"])
    flow.add_edges_from(("core", (NodeKind.PROCESS, p)) for p in scope.core)
    flow.add_edges_from(((NodeKind.PROCESS, p), "fit") for p in scope.fit)
    value, (side, _) = nx.minimum_cut(flow, "core", "fit")
    assert scope.weight == pytest.approx(value)
    assert set(scope.core) <= set(scope.stays)
    assert set(scope.fit) <= set(scope.moves)
    assert set(scope.stays) <= {p for _, p in side - {"core"}}


@given(any_map())
def test_complexity_is_that_of_a_plan_that_draws_this_line(project):
    """A plan that moves just this scope has the cut complexity stated."""
    demand = tuple(
        d.model_copy(update={"contacts_per_month": d.contacts_per_month + 1}) for d in project.demand
    )
    project = project.replace(demand=demand)
    scope = natural_scope(project, today_plan(project))
    if scope.status is not ScopeStatus.FOUND:
        return
    packages = place(project).packages
    rows = tuple(
        Assignment(package_id=k.package_id, provider_id="V" if k.process.process_id in scope.moves else "OWN")
        for k in packages
    )
    assert find_cut(project, Plan(assignments=rows)).complexity == pytest.approx(scope.complexity)


@given(any_map())
def test_other_ids_change_no_scope(project):
    """Renamed processes are on the same sides."""
    names = {f"{k}{i}": f"{k}{9 - i}x" for k in "TP" for i in range(9)}
    one, two = natural_scope(project), natural_scope(renamed(project, names))
    assert {names[p] for p in one.stays} == set(two.stays)
    assert {names[p] for p in one.moves} == set(two.moves)
    assert two.weight == pytest.approx(one.weight)
