"""Any project at all keeps the promises of the map, as far as the composed picture goes."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.map.drawn import Box, assert_sound, box_of
from tests.report.map.projects import any_project, odd_projects
from touchmap.journey.graph import EdgeType, build_graph
from touchmap.project.vocabulary import Channel
from touchmap.report.map.drawing import View, map_scene
from touchmap.report.map.fonts import text_width
from touchmap.report.map.labels import chip_width
from touchmap.report.map.scene import Card, Scene
from touchmap.report.map.sizes import FACT_SIZE, PADDING, TITLE_SIZE

ODD = odd_projects()
LANE_OF = {
    Channel.PHONE: "voice",
    Channel.OUTBOUND_PHONE: "voice",
    Channel.VIDEO: "voice",
    Channel.CHAT: "written",
    Channel.MESSAGING: "written",
    Channel.SOCIAL: "written",
    Channel.EMAIL: "written",
    Channel.LETTER: "written",
    Channel.WEBFORM: "written",
    Channel.WEB: "self_service",
    Channel.BOT: "self_service",
    Channel.PRODUCTION: "written",
    Channel.BACK_OFFICE: "written",
    Channel.ANALYTICS: "written",
}


def nodes(project, *tables) -> Counter:
    """Names of the nodes of some tables."""
    kinds = {"touchpoints": "touchpoint", "processes": "process", "departments": "department"}
    kinds["systems"] = "system"
    return Counter(f"{kinds[t]}:{row.row_key}" for t in tables for row in project.rows(t))


def links(project, *kinds: EdgeType) -> Counter:
    """Kind and ends of the links there must be: streams of a pair count once."""
    graph = build_graph(project)
    found = [(d["kind"], u, v) for u, v, d in graph.edges(data=True) if d["kind"] in kinds]
    pairs = dict.fromkeys(f for f in found if f[0] is EdgeType.SERVED_BY)
    return Counter([*pairs, *(f for f in found if f[0] is not EdgeType.SERVED_BY)])


def drawn_links(scene: Scene) -> Counter:
    """The same as a scene has them."""
    return Counter((EdgeType(k.kind.split()[0]), k.tail, k.head) for k in scene.links)


def lanes(scene: Scene) -> dict[str, Box]:
    """Band of each lane."""
    bands = [a for a in scene.areas if a.width == scene.width]
    names = [n.name.removeprefix("lane:") for n in scene.notes if n.name.startswith("lane:")]
    boxes = [Box(a.at[0], a.at[1], a.at[0] + a.width, a.at[1] + a.height) for a in bands]
    return dict(zip(names, boxes, strict=True))


def stage_spans(scene: Scene) -> dict[str, tuple[float, float]]:
    """Left and right border of each stage."""
    heads = [a for a in scene.areas if a.width != scene.width]
    names = [n.name.removeprefix("stage:") for n in scene.notes if n.name.startswith("stage:")]
    return {s: (a.at[0], a.at[0] + a.width) for s, a in zip(names, heads, strict=True)}


def assert_in_place(project, scene: Scene) -> None:
    """Each card is in the band of its lane and under its stage."""
    bands, spans = lanes(scene), stage_spans(scene)
    cards = {c.name: box_of(c) for c in scene.cards}
    for point in project.touchpoints:
        box = cards[f"touchpoint:{point.touchpoint_id}"]
        assert bands[LANE_OF[point.channel]].holds(box)
        assert_under(spans, point.stage_id, box)
    for process in project.processes:
        box = cards[f"process:{process.process_id}"]
        assert bands[process.office.value].holds(box)
        if process.stage_id is not None:
            assert_under(spans, process.stage_id, box)
    for department in project.departments:
        assert bands["departments"].holds(cards[f"department:{department.department_id}"])


def assert_under(spans, stage: str, box: Box) -> None:
    """A card is between the borders of its stage."""
    left, right = spans[stage]
    assert left - 0.01 <= box.left
    assert box.right <= right + 0.01


def assert_fits(card: Card) -> None:
    """What stands on a card is no wider than the card."""
    inner = card.width - 2 * PADDING
    for line in card.title:
        assert text_width(line, TITLE_SIZE, bold=True) <= inner
    tag = chip_width(card.tag) if card.tag else 0
    assert text_width(card.fact, FACT_SIZE) + tag <= inner
    chips = sum(chip_width(chip) for chip in card.chips)
    assert chips + text_width(card.side, FACT_SIZE) <= inner
    assert sum(share.share for share in card.bar) == pytest.approx(1 if card.bar else 0)


JOURNEY = (EdgeType.TRANSITION, EdgeType.SERVED_BY, EdgeType.HANDOFF)


@given(any_project())
def test_any_journey_map_is_sound(project):
    """Every card and link is there once and in its place, nothing overlaps, no link crosses a card."""
    scene = map_scene(project)
    assert_sound(scene)
    assert Counter(c.name for c in scene.cards) == nodes(project, "touchpoints", "processes", "departments")
    assert drawn_links(scene) == links(project, *JOURNEY)
    assert_in_place(project, scene)


@given(any_project(), st.sampled_from([View.DEPENDENCIES, View.HANDOFFS]))
def test_any_other_view_is_complete(project, view):
    """The other views have each process, department (and system) once, and each link between them."""
    scene = map_scene(project, view=view)
    tables, kinds = ("processes", "departments"), (EdgeType.HANDOFF,)
    if view is View.DEPENDENCIES:
        tables, kinds = (*tables, "systems"), (*kinds, EdgeType.USES)
    assert Counter(c.name for c in scene.cards) == nodes(project, *tables)
    assert drawn_links(scene) == links(project, *kinds)
    framed = Counter(m for group in scene.groups for m in group.members)
    assert framed == (nodes(project, *tables) if view is View.HANDOFFS else Counter())


@given(any_project(), st.sampled_from(View))
def test_text_of_any_card_fits(project, view):
    """No text is wider than its card, whatever the names, ids, figures and languages."""
    for card in map_scene(project, view=view).cards:
        assert_fits(card)


@settings(max_examples=40)
@given(any_project(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(project, random):
    """The picture follows from what the rows say, not from where they stand."""
    tables = {}
    for name in ("touchpoints", "processes", "transitions", "demand", "handoffs", "departments", "systems"):
        rows = list(project.rows(name))
        random.shuffle(rows)
        tables[name] = tuple(rows)
    other = project.replace(**tables)
    for view in View:
        assert map_scene(other, view=view) == map_scene(project, view=view)


@pytest.mark.parametrize("name", ODD)
def test_odd_projects_are_sound(name):
    """Projects that lack nearly everything are drawn with what they have."""
    scene = map_scene(ODD[name])
    assert_sound(scene)
    assert Counter(c.name for c in scene.cards) == nodes(ODD[name], "touchpoints", "processes", "departments")
    assert_in_place(ODD[name], scene)
    for view in View:
        map_scene(ODD[name], view=view)
