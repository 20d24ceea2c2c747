"""Loops: returns, cycles, entries and what nobody reaches."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from tests.builders import company
from tests.journey.maps import any_map, chain_of, path, point, renamed, stages, step
from touchmap.journey import loops as module
from touchmap.journey.contacts import expected_contacts
from touchmap.journey.loops import find_loops


def test_return_probability_sums_all_ways_back():
    """A customer may come back by more than one way."""
    # From A back to A: A→B→A 0.4 · 0.5 = 0.2 and A→B→C→A 0.4 · 0.25 · 1 = 0.1: 0.3 in all.
    # From B: B→A→B 0.5 · 0.4 = 0.2 and B→C→A→B 0.25 · 1 · 0.4 = 0.1. From C: C→A, then B (0.4), then C
    # before leaving: f = 0.4 · (0.25 + 0.5 · f) → f = 0.1 ÷ 0.8.
    found = find_loops(chain_of({"AB": 0.4, "BA": 0.5, "BC": 0.25, "CA": 1}, dict.fromkeys("ABC", 10)))
    assert found.sets == (("A", "B", "C"),)
    assert found.return_probability == pytest.approx({"A": 0.3, "B": 0.3, "C": 0.125})
    assert [(c.touchpoint_ids, c.probability) for c in found.cycles] == [
        (("A", "B"), pytest.approx(0.2)),
        (("A", "B", "C"), pytest.approx(0.1)),
    ]
    assert found.complete


def test_closed_loop_always_returns():
    """Who cannot leave comes back for certain."""
    found = find_loops(chain_of({"AB": 1, "BA": 1}, {"A": 10, "B": None}))
    assert found.return_probability == {"A": 1, "B": 1}


def test_touchpoint_nobody_gets_to():
    """A loop that nothing leads into is not reached, nor is a touchpoint by itself."""
    project = chain_of({"BC": 0.5, "CB": 0.5}, {"A": 10, "B": None, "C": None, "D": None})
    found = find_loops(project)
    assert (found.entries, found.unreachable) == (("A",), ("B", "C", "D"))


def test_named_journeys_lead_on_too():
    """The steps of a journey are ways even without transitions."""
    found = find_loops(company(*(point(t) for t in "ABC"), *path("J", "AB")))
    assert (found.entries, found.unreachable) == (("A",), ("C",))


def test_cycle_is_told_from_its_earliest_stage():
    """A way round starts where the customer starts."""
    rows = [point("Z", 10, stage_id="S1"), point("A", 10, stage_id="S2")]
    found = find_loops(company(*stages("S1", "S2"), *rows, step("Z", "A", 0.5), step("A", "Z", 0.5)))
    assert found.cycles[0].touchpoint_ids == ("Z", "A")


def test_search_for_cycles_can_give_up(monkeypatch):
    """A map with too many ways round says that cycles may be missing."""
    monkeypatch.setattr(module, "MOST_STEPS", 3)
    assert not find_loops(chain_of({"AB": 0.5, "BC": 0.5, "CA": 0.5}, dict.fromkeys("ABC", 10))).complete


@given(any_map())
def test_loops_are_the_strongly_connected_sets(project):
    """Loops agree with networkx, and cycles with its simple cycles."""
    q = {(t.from_touchpoint_id, t.to_touchpoint_id): t.probability for t in project.transitions}
    graph = nx.DiGraph(list(q))
    found = find_loops(project)
    theirs = [tuple(sorted(c)) for c in nx.strongly_connected_components(graph)]
    loops = [c for c in theirs if len(c) > 1 or graph.has_edge(c[0], c[0])]
    assert sorted(found.sets) == sorted(loops)
    cycles = (
        np.prod([q[a, b] for a, b in zip(c, (*c[1:], c[0]), strict=True)]) for c in nx.simple_cycles(graph)
    )
    strongest = sorted((c for c in cycles if c >= module.WEAKEST_CYCLE), reverse=True)[: module.MOST_CYCLES]
    assert [c.probability for c in found.cycles] == pytest.approx(strongest)


@given(any_map())
def test_return_probability_is_that_of_walking(project):
    """The chance to return is that of a walk on which the start swallows whoever comes back."""
    chain = expected_contacts(project).chain
    q = chain.probability.toarray()
    found = find_loops(project).return_probability
    for touchpoint_id, chance in found.items():
        i = chain.position[touchpoint_id]
        others = np.delete(np.arange(len(q)), i)
        inside = q[np.ix_(others, others)]
        back = q[i, i] + q[i, others] @ np.linalg.solve(np.eye(len(others)) - inside, q[others, i])
        assert chance == pytest.approx(back, abs=1e-9)
        assert 0 <= chance <= 1


@given(any_map())
def test_other_ids_change_no_loop(project):
    """Renamed touchpoints have the same returns and cycles."""
    names = {f"T{i}": f"T{9 - i}x" for i in range(9)}
    one, two = find_loops(project), find_loops(renamed(project, names))
    returns = {names[t]: chance for t, chance in one.return_probability.items()}
    assert two.return_probability == pytest.approx(returns)
    assert [c.probability for c in two.cycles] == pytest.approx([c.probability for c in one.cycles])
    assert sorted(names[t] for t in one.unreachable) == sorted(two.unreachable)
