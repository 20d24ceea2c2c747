"""Coupling: weights of hand-offs, and sets of processes that belong together."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import company, handoff, process
from tests.journey.maps import any_map, renamed
from touchmap import example
from touchmap.journey.coupling import coupled_sets, coupling_graph, handoff_weight, latency_factor
from touchmap.project import Department
from touchmap.project.vocabulary import HandoffMode, NodeKind


@pytest.mark.parametrize(
    ("mode", "factor"),
    [
        ("warm_transfer", 3),
        ("phone", 3),
        ("bot_handover", 3),
        ("ticket", 2),
        ("workflow", 2),
        ("data_feed", 1),
        ("report", 1),
    ],
)
def test_blank_latency_is_the_usual_of_the_mode(mode, factor):
    """Whoever waits on the line presses most, a report least."""
    assert latency_factor(handoff(mode=mode)) == factor


def test_every_mode_has_a_usual_latency():
    """No mode is forgotten."""
    assert {mode: latency_factor(handoff(mode=mode)) for mode in HandoffMode}.keys() == set(HandoffMode)


def test_weight_of_a_telecom_handoff():
    """The weight is √count × criticality × data class × latency factor."""
    # H15: 5136 warm transfers within 0.2 h, criticality 5, data class 2: √5136 · 5 · 2 · 3.
    row = next(h for h in example("telecom_isp").handoffs if h.handoff_id == "H15")
    assert handoff_weight(row) == pytest.approx(5136**0.5 * 30)


def test_handoffs_of_both_ways_bind_together():
    """Weights between two processes add up over both directions; those within one do not count."""
    rows = (
        process("A"),
        process("B"),
        handoff("A", "B", 100),
        handoff("B", "A", 400),
        handoff("A", "A", 900),
    )
    # √100 · 3 · 2 · 2 + √400 · 12 = 120 + 240.
    graph = coupling_graph(company(*rows))
    assert list(graph.edges(data="weight")) == [((NodeKind.PROCESS, "A"), (NodeKind.PROCESS, "B"), 360.0)]


def test_departments_are_outside_every_set():
    """A hand-off to a department loosens a set and never joins two."""
    rows = (
        *(process(p) for p in "AB"),
        Department(department_id="D", name="D"),
        handoff("A", "B", 100),
        handoff("A", "D", 25, to_kind="department"),
        handoff("B", "D", 25, to_kind="department"),
    )
    (found,) = coupled_sets(company(*rows))
    # 120 inside; 2 · √25 · 12 outside.
    assert (found.process_ids, found.inside, found.outside) == (("A", "B"), 120, 120)
    assert found.tightness == 0.5


def test_process_without_handoffs_is_in_no_set():
    """Nothing binds a process that passes nothing on."""
    assert coupled_sets(company(process("A"), process("B"))) == ()


def test_two_triangles_with_a_thin_bridge():
    """Two groups that hand over among themselves are two sets."""
    inside = [handoff(a, b, 400) for a, b in ("AB", "BC", "CA", "DE", "EF", "FD")]
    found = coupled_sets(company(*(process(p) for p in "ABCDEF"), *inside, handoff("C", "D", 1)))
    assert [s.process_ids for s in found] == [("A", "B", "C"), ("D", "E", "F")]


def test_known_sets_of_the_telecom_sample_stay_together():
    """Technical support of both levels with dispatch, and saving with cancellation, are sets."""
    sets = [set(s.process_ids) for s in coupled_sets(example("telecom_isp"))]
    assert any({"P13", "P14", "P17"} <= s for s in sets)
    assert any({"P25", "P26"} <= s for s in sets)


@given(any_map(), st.permutations(range(9)))
def test_other_ids_change_no_set(project, order):
    """Renamed processes are in the same sets, but for those that nothing tells apart."""
    # Counts are made different, so that nothing but the name could tell two processes apart by chance.
    rows = tuple(
        h.model_copy(update={"contacts_per_month": (n + 2) ** 3.1}) for n, h in enumerate(project.handoffs)
    )
    project = project.replace(handoffs=rows)
    names = {f"P{i}": f"Q{order[i]}" for i in range(9)}
    one, two = coupled_sets(project), coupled_sets(renamed(project, names))
    assert {frozenset(names[p] for p in s.process_ids) for s in one} == {
        frozenset(s.process_ids) for s in two
    }
    assert sorted(s.inside for s in one) == pytest.approx(sorted(s.inside for s in two))


@given(any_map())
def test_sets_are_apart_and_account_for_all_weight(project):
    """No process is in two sets, and inside and outside are all weights at their processes."""
    graph = coupling_graph(project)
    found = coupled_sets(project)
    members = [p for s in found for p in s.process_ids]
    assert len(members) == len(set(members))
    for coupled in found:
        nodes = [(NodeKind.PROCESS, p) for p in coupled.process_ids]
        at_ends = sum(dict(graph.degree(nodes, weight="weight")).values())
        assert 2 * coupled.inside + coupled.outside == pytest.approx(at_ends)
        assert coupled.outside == pytest.approx(nx.cut_size(graph, nodes, weight="weight"))
