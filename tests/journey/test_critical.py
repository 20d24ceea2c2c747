"""Critical touchpoints and the figures behind their reasons."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from tests.builders import company, process, stream, today, vendor
from tests.journey.maps import any_map, chain_of, path, point, renamed, stages, step
from touchmap.journey.contacts import expected_contacts
from touchmap.journey.critical import Reason, critical_touchpoints, touchpoint_standings


def kinds(project, touchpoint_id):
    found = {c.touchpoint_id: c for c in critical_touchpoints(project)}
    return {reason for reason, _ in found[touchpoint_id].reasons} if touchpoint_id in found else set()


def test_exposure_and_value_stand_out_from_three_times_the_average():
    """A touchpoint with three times the average contacts × stake is critical, with less it is not."""
    # Exposure 6 · 3 of 6 · 3 + 6 · 1 · 1 = 24 in all; the average of 4 is 6, three times that 18.
    rows = [
        point("A", 6, value_at_stake=4),
        *(point(t, 2, emotional_stake=1, value_at_stake=4) for t in "BCD"),
    ]
    project = company(*rows)
    standing = touchpoint_standings(project)[0]
    assert (standing.exposure, standing.exposure_share, standing.value_per_month) == (18, 0.75, 24)
    assert kinds(project, "A") == {Reason.EXPOSURE}  # value 24 of 48 is twice the average
    assert kinds(project, "B") == set()


def test_passage_counts_customers_and_not_contacts():
    """Who comes by twice passes once."""
    # 100 customers at A, 60 go on: 50 to B and 10 to C. From B 40 % go to D and 40 % back to A.
    # Back at A is 0.5 · 0.4 = 0.2 of them, so N_AA = 1 / 0.8. B is met by half (there is no other way to it).
    # Of those 80 % go on: 50 · 0.8 = 40 of the 60 who go on at all after the first contact.
    steps = {"AB": 0.5, "AC": 0.1, "BD": 0.4, "BA": 0.4}
    project = chain_of(steps, {"A": None, "B": None, "C": None, "D": None})
    rows = project.touchpoints
    # 125 contacts at A, of which 25 come back.
    project = project.replace(
        touchpoints=(rows[0].model_copy(update={"contacts_per_month": 125.0}), *rows[1:])
    )
    a, b, c, d = touchpoint_standings(project)
    assert (a.met_by_share, b.met_by_share) == pytest.approx((1, 0.5))
    assert b.through_share == pytest.approx(40 / 60)
    assert (a.through_share, c.through_share, d.through_share) == pytest.approx((0, 0, 0))
    assert Reason.PASSAGE in kinds(project, "B")


def test_only_way_to_later_stages():
    """A touchpoint separates what lies behind it in later stages, and nothing beside it."""
    points = [
        point(t, 1, stage_id=s) for t, s in zip("ABCDEF", ("S1", "S1", "S2", "S3", "S3", "S2"), strict=True)
    ]
    steps = [step(a, b, 0.3) for a, b in ("AB", "BC", "CD", "CE", "AF")]
    project = company(*stages("S1", "S2", "S3"), *points, *steps)
    behind = {s.touchpoint_id: s.separates for s in touchpoint_standings(project)}
    # F is of a later stage and behind A, not behind B; B is behind A but of the same stage.
    assert behind["A"] == ("C", "D", "E", "F")
    assert behind["B"] == ("C", "D", "E")
    assert behind["C"] == ("D", "E")
    assert behind["F"] == ()
    assert Reason.SEPARATES in kinds(project, "B")
    assert Reason.SEPARATES not in kinds(project, "C")


def test_named_journey_is_another_way():
    """What a named journey leads to is not separated by the transitions."""
    points = [point(t, 1, stage_id=s) for t, s in zip("ABC", ("S1", "S1", "S2"), strict=True)]
    rows = (*stages("S1", "S2"), *points, step("A", "B", 0.5), step("B", "C", 0.5))
    assert touchpoint_standings(company(*rows))[1].separates == ("C",)
    assert touchpoint_standings(company(*rows, *path("J", "AC")))[1].separates == ()


def test_customers_let_down():
    """Low satisfaction is critical where much is at stake, and not where little is."""
    rows = (
        point("A", satisfaction=70, emotional_stake=4),
        point("B", satisfaction=71, emotional_stake=4),
        point("C", satisfaction=40, emotional_stake=3),
    )
    project = company(*rows)
    assert [kinds(project, t) for t in "ABC"] == [{Reason.LETS_DOWN}, set(), set()]


def test_one_third_party_is_only_said_of_few():
    """That a single third party serves a touchpoint is said beside a reason, unless most are so served."""
    points = [point(t, moment_of_truth_rank=n) for n, t in enumerate("ABC", 1)]
    streams = [stream(t, touchpoint_id=t, process_id=t) for t in "ABC"]
    processes = [process(t) for t in "ABC"]
    for parties, expected in ((("V", None, None), {Reason.ONE_THIRD_PARTY}), (("V", "V", "V"), set())):
        now = [today(t, who) for t, who in zip("ABC", parties, strict=True) if who]
        project = company(*points, *processes, *streams, vendor("V"), *now)
        assert kinds(project, "A") == {Reason.MOMENT_OF_TRUTH} | expected


def test_one_process_is_only_said_of_few():
    """That a single process serves a touchpoint is said where others have several."""
    rows = [point(t, moment_of_truth_rank=1) for t in "AB"]
    streams = [
        stream("1", touchpoint_id="A"),
        stream("2", touchpoint_id="B"),
        stream("3", process_id="P2", touchpoint_id="B"),
    ]
    project = company(*rows, process("P1"), process("P2"), *streams)
    assert kinds(project, "A") == {Reason.MOMENT_OF_TRUTH, Reason.ONE_PROCESS}
    assert kinds(project, "B") == {Reason.MOMENT_OF_TRUTH}


def test_moments_of_truth_come_first_by_rank():
    """The list starts with the moments of truth in their order."""
    rows = (
        point("A", 900, satisfaction=50, emotional_stake=5),
        point("B", 1, moment_of_truth_rank=2),
        point("C", 1, moment_of_truth_rank=1),
    )
    assert [c.touchpoint_id for c in critical_touchpoints(company(*rows))] == ["C", "B", "A"]


@given(any_map())
def test_separated_is_what_removal_cuts_off(project):
    """What a touchpoint separates is what nobody gets to any more once it is taken off the map."""
    project = project.replace(
        stages=tuple(stages(*(f"S{i}" for i in range(6)))),
        touchpoints=tuple(
            t.model_copy(update={"stage_id": f"S{n}"}) for n, t in enumerate(project.touchpoints)
        ),
        journeys=(),
    )
    graph = nx.DiGraph()
    graph.add_nodes_from(t.touchpoint_id for t in project.touchpoints)
    graph.add_edges_from((t.from_touchpoint_id, t.to_touchpoint_id) for t in project.transitions)
    starts = set()
    for part in nx.strongly_connected_components(graph):
        if not any(a not in part and b in part for a, b in graph.edges):
            starts |= part
    for n, standing in enumerate(touchpoint_standings(project)):
        left = graph.copy()
        left.remove_node(standing.touchpoint_id)
        reached = set(starts) - {standing.touchpoint_id}
        for start in list(reached):
            reached |= nx.descendants(left, start)
        cut_off = {t for t in list(graph)[n + 1 :] if t not in reached}
        assert set(standing.separates) == cut_off


@given(any_map())
def test_shares_of_customers_are_those_of_walking(project):
    """Shares met and passed through agree with walks that stop at the touchpoint."""
    contacts = expected_contacts(project)
    q, outside = contacts.chain.probability.toarray(), contacts.outside
    going = outside @ q.sum(axis=1)
    for i, standing in enumerate(touchpoint_standings(project, contacts)):
        stopped = q.copy()
        stopped[i] = 0
        hits = np.linalg.solve(np.eye(len(q)) - stopped, np.eye(len(q))[:, i])
        assert standing.met_by_share == pytest.approx(
            outside @ hits / outside.sum() if outside.sum() else 0, abs=1e-9
        )
        later = outside @ hits - outside[i]
        assert standing.through_share == pytest.approx(
            later * q[i].sum() / going if going > 1e-6 else 0, abs=1e-6
        )
        assert 0 <= standing.through_share <= 1


@given(any_map())
def test_other_ids_change_no_reason(project):
    """Renamed touchpoints are critical for the same reasons."""
    names = {f"{k}{i}": f"{k}{9 - i}x" for k in "TP" for i in range(9)}
    one = {names[c.touchpoint_id]: [k for k, _ in c.reasons] for c in critical_touchpoints(project)}
    two = {c.touchpoint_id: [k for k, _ in c.reasons] for c in critical_touchpoints(renamed(project, names))}
    assert one == two
