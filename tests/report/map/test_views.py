"""Hand-offs and dependencies: frames of parties, and what crosses them."""

import itertools
from collections import Counter

import pytest

import touchmap
from tests.builders import company, handoff, own, process, stream, today, vendor
from tests.journey.maps import point, served, stages
from tests.report.map.conftest import SAMPLES
from tests.report.map.drawn import overlaps
from touchmap.journey.cut import find_cut
from touchmap.journey.parties import COMPANY, place
from touchmap.project import Department
from touchmap.report.map.drawing import View, map_scene
from touchmap.report.map.fonts import text_width
from touchmap.report.map.handoff_view import NOBODY
from touchmap.report.map.links import CUT, CUT_FROM


@pytest.mark.parametrize("planned", [False, True], ids=["today", "plan"])
@pytest.mark.parametrize("name", SAMPLES)
def test_processes_stand_with_whoever_does_most(sample, plan_of, drawn, name, planned):
    """Each process is inside the frame of the party with the largest share of its contacts."""
    project = sample(name)
    placement = place(project, plan_of(name).plan if planned else None)
    drawing = drawn(name, View.HANDOFFS, planned)
    frames = {i.name.removeprefix("party:"): i.box for i in drawing.of("group")}
    for item in drawing.of("process"):
        shares = placement.shares[item.name.removeprefix("process:")]
        inside = [party for party, box in frames.items() if box.holds(item.box)]
        (party,) = inside
        assert shares[None if party == NOBODY else party] == max(shares.values())
    for item in drawing.of("department"):
        assert frames[COMPANY].holds(item.box)
    assert overlaps(frames) == []


@pytest.mark.parametrize("shown", list(itertools.product(SAMPLES, View, (False, True))), ids=str)
def test_cut_handoffs_look_cut(sample, plan_of, drawn, shown):
    """A hand-off is solid, orange and of the class ``cut`` if and only if the plan cuts it."""
    name, view, planned = shown
    cut = find_cut(sample(name), plan_of(name).plan if planned else None)
    shares = Counter()
    for row in cut.handoffs:
        shares[row.handoff.handoff_id] += row.share
    wanted = {f"handoff:{i}" for i, share in shares.items() if share >= CUT_FROM}
    drawing = drawn(name, view, planned)
    handoffs = [i for i in drawing.items if i.kinds[:2] == ("edge", "handoff")]
    assert {i.name for i in handoffs if "cut" in i.kinds} == wanted
    for item in handoffs:
        line = next(e for e in item.element.iter() if e.tag.endswith("path"))
        assert (line.get("stroke").upper() == CUT) == (item.name in wanted)
        assert (line.get("stroke-dasharray") is None) == (item.name in wanted)
        assert ("cross between homes" in item.tooltip) == (item.name in wanted)


@pytest.mark.parametrize("name", SAMPLES)
def test_handoffs_say_how_many(sample, drawn, name):
    """In the hand-off view each hand-off says how many there are a month."""
    counts = {f"handoff:{h.handoff_id}": f"{h.contacts_per_month:,.0f}" for h in sample(name).handoffs}
    drawing = drawn(name, View.HANDOFFS)
    said = {i.name: i.words for i in drawing.items if i.kinds[0] == "edge"}
    assert said == counts


def test_frames_are_named_after_the_parties():
    """Own sites and departments share the company's frame, third parties and undone work have their own."""
    project = served({"A": "OWN", "B": "V", "C": None}, Department(department_id="D", name="D"))
    groups = {g.name: (g.title, g.members) for g in map_scene(project, view=View.HANDOFFS).groups}
    assert groups == {
        "party:company": ("company (own sites)", ("process:A", "department:D")),
        "party:V": ("V", ("process:B",)),
        f"party:{NOBODY}": ("Nobody", ("process:C",)),
    }


def test_provider_called_nobody_has_its_own_frame():
    """A third party of that name is not taken for work left undone."""
    project = served({"A": "nobody", "B": None})
    groups = {g.name: g.members for g in map_scene(project, view=View.HANDOFFS).groups}
    assert groups == {"party:nobody": ("process:A",), f"party:{NOBODY}": ("process:B",)}


def test_split_process_stands_with_the_larger_part():
    """60 % at the vendor is the vendor's; of two halves, the same one every time."""
    rows = (own(), vendor(), today("A", "OWN"), today("B", "VEN"), handoff("P1", "P1"))
    for contacts, party in ((600, "party:VEN"), (400, "party:VEN"), (399, "party:company")):
        streams = (stream("A", 400), stream("B", contacts, language="fr"))
        scene = map_scene(company(process(), *streams, *rows), view=View.HANDOFFS)
        held = [g.name for g in scene.groups if g.members]
        assert held == [party]


def test_dependencies_need_no_plan():
    """A project without any provider has its dependencies drawn."""
    scene = map_scene(company(process("A"), process("B"), handoff("A", "B")), view=View.DEPENDENCIES)
    assert [c.name for c in scene.cards] == ["process:A", "process:B"]
    assert [k.label for k in scene.links] == ["100"]


def test_the_emotion_a_plan_is_expected_to_bring_is_a_second_line():
    """Under a solved plan a dashed line runs beside the curve, explained in the legend; today has none."""
    project = touchmap.example("insurer")
    result = touchmap.solve(project, "cheapest", gap=0.3)
    today, plan = map_scene(project), map_scene(project, result)
    assert sum(stroke.dashed for stroke in plan.strokes) == sum(stroke.dashed for stroke in today.strokes) + 1
    words = [mark.label for row in plan.legend for mark in row.marks if hasattr(mark, "label")]
    assert "dashed: expected under the plan" in words


def test_names_under_the_emotion_curve_can_be_read():
    """Where points stand close, some are named in full instead of all in part; no two names run together."""
    points = [point(f"T{n:02}", stage_id="S", emotion=0, channel="phone") for n in range(40)]
    scene = map_scene(company(*stages("S", "U"), *points, point("X1", stage_id="U", emotion=1)))
    names = sorted((n for n in scene.notes if n.name.startswith("emotion-name:")), key=lambda n: n.at)
    assert len(names) > 5
    assert all(n.text == n.name.partition(":")[2] for n in names)
    for a, b in itertools.pairwise(names):
        assert a.at[0] + text_width(a.text, a.size) / 2 < b.at[0] - text_width(b.text, b.size) / 2


@pytest.mark.parametrize("name", SAMPLES)
def test_a_map_of_names_shows_every_card_in_large_type(sample, name):
    """With names only, the same cards stand there without facts, chips or overlaps, in larger type."""
    usual, names = map_scene(sample(name)), map_scene(sample(name), names_only=True)
    assert {card.name for card in names.cards} == {card.name for card in usual.cards}
    assert all(not (card.fact or card.chips or card.tag or card.side) for card in names.cards)
    assert min(card.title_size for card in names.cards) > max(card.title_size for card in usual.cards)
    boxes = [(*card.at, card.width / 2, card.height / 2) for card in names.cards]
    for n, (x, y, w, h) in enumerate(boxes):
        for x2, y2, w2, h2 in boxes[:n]:
            assert abs(x - x2) >= w + w2 or abs(y - y2) >= h + h2
