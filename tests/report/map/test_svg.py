"""What a drawn SVG holds: everything once, in its place, inside its box."""

import itertools
import re
from collections import Counter

import pytest

from tests.report.map.conftest import SAMPLES
from tests.report.map.drawn import Box, Drawing, overlaps
from tests.report.map.test_any_project import LANE_OF
from touchmap.journey.graph import EdgeType, NodeType, build_graph
from touchmap.report.map.drawing import View

HEAD_FILL = "#1F2937"
FIRST_WITHOUT_FONT = "\u2e80"
"""Chinese, Japanese, Korean and symbols, which few servers have a font for."""
CARDS = ("touchpoint", "process", "department", "system")
EVERY_VIEW = [(name, view) for name in SAMPLES for view in View]

KINDS = {
    View.JOURNEY: ("touchpoint", "process", "department"),
    View.DEPENDENCIES: ("process", "department", "system"),
    View.HANDOFFS: ("process", "department"),
}
LINKS = {
    View.JOURNEY: (EdgeType.TRANSITION, EdgeType.SERVED_BY, EdgeType.HANDOFF),
    View.DEPENDENCIES: (EdgeType.HANDOFF, EdgeType.USES),
    View.HANDOFFS: (EdgeType.HANDOFF,),
}


def link_names(project, view) -> list[str]:
    """Names of the links there must be."""
    graph = build_graph(project)
    names = set()
    for tail, head, data in graph.edges(data=True):
        kind = data["kind"]
        if kind in LINKS[view]:
            ends = f"{graph.nodes[tail]['id']}/{graph.nodes[head]['id']}"
            name = data["handoff_id"] if kind is EdgeType.HANDOFF else ends
            names.add(f"{kind.value}:{name}")
    return sorted(names)


@pytest.mark.parametrize(("name", "view"), EVERY_VIEW)
def test_every_card_is_drawn_once(sample, drawn, name, view):
    """Each node of the view is one group of the SVG with the id ``kind:id`` and the class of its kind."""
    graph = build_graph(sample(name))
    found = drawn(name, view).of(*CARDS)
    wanted = [n for n, data in graph.nodes(data=True) if data["kind"].value in KINDS[view]]
    assert Counter(i.name for i in found) == Counter(wanted)
    assert all(i.kinds == ("node", i.name.partition(":")[0]) for i in found)


@pytest.mark.parametrize(("name", "view"), EVERY_VIEW)
def test_every_link_is_drawn_once(sample, drawn, name, view):
    """Each transition, touchpoint with its process, hand-off (and system used) is one group of the SVG."""
    drawing = drawn(name, view)
    assert sorted(i.name for i in drawing.items if i.kinds[0] == "edge") == link_names(sample(name), view)
    assert all(i.kinds[1] == i.name.partition(":")[0] for i in drawing.items if i.kinds[0] == "edge")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_stage_is_a_column(sample, drawn, name):
    """Each stage has one heading, from left to right in the order of time."""
    drawing = drawn(name)
    heads = sorted(drawing.areas(HEAD_FILL))
    titles = drawing.notes("stage")
    ordered = sorted(sample(name).stages, key=lambda s: s.position)
    assert sorted(titles) == sorted(s.stage_id for s in ordered)
    for stage, head in zip(ordered, heads, strict=True):
        assert all(head.holds(line.box) for line in titles[stage.stage_id].lines)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_card_is_in_its_lane_and_column(sample, drawn, name):
    """A card stands in the band of its channel or office, between the borders of its stage."""
    drawing, project = drawn(name), sample(name)
    boxes = {i.name: i.box for i in drawing.of(*CARDS)}
    lanes = dict(zip(drawing.notes("lane"), (a for a in drawing.areas() if a.left == 0), strict=True))
    for lane, note in drawing.notes("lane").items():
        top, bottom = note.lines[0].box.top, note.lines[0].box.bottom
        assert lanes[lane].top < top < bottom < lanes[lane].bottom
    ordered = sorted(project.stages, key=lambda s: s.position)
    heads = sorted(drawing.areas(HEAD_FILL))
    columns = {s.stage_id: head for s, head in zip(ordered, heads, strict=True)}
    for row in project.touchpoints:
        box = boxes[NodeType.TOUCHPOINT.node(row.touchpoint_id)]
        assert lanes[LANE_OF[row.channel]].holds(box)
        assert columns[row.stage_id].left <= box.left < box.right <= columns[row.stage_id].right
    for row in project.processes:
        box = boxes[NodeType.PROCESS.node(row.process_id)]
        assert lanes[row.office.value].holds(box)
        if row.stage_id is not None:
            assert columns[row.stage_id].left <= box.left < box.right <= columns[row.stage_id].right
    for row in project.departments:
        assert lanes["departments"].holds(boxes[NodeType.DEPARTMENT.node(row.department_id)])


@pytest.mark.parametrize("name", SAMPLES)
def test_lanes_stand_in_order(sample, drawn, name):
    """Emotion, voice, writing, self-service, front office, back office, departments: from the top."""
    order = ["emotion", "voice", "written", "self_service", "front", "back", "departments"]
    tops = {lane: note.lines[0].box.top for lane, note in drawn(name).notes("lane").items()}
    assert sorted(tops, key=tops.get) == [lane for lane in order if lane in tops]
    project = sample(name)
    used = {LANE_OF[t.channel] for t in project.touchpoints} | {p.office.value for p in project.processes}
    assert tops.keys() == used | {"emotion"} | ({"departments"} if project.departments else set())


@pytest.mark.parametrize("name", SAMPLES)
def test_line_of_visibility_parts_what_customers_see(drawn, name):
    """Every touchpoint is above the dashed line and every process below it."""
    drawing = drawn(name)
    (line,) = [e for e in drawing.graph if e.get("stroke-dasharray")]
    y = float(line.get("points").split()[0].split(",")[1])
    assert max(i.box.bottom for i in drawing.of("touchpoint")) < y
    assert y < min(i.box.top for i in drawing.of("process", "department"))


@pytest.mark.parametrize(("name", "view"), EVERY_VIEW)
def test_no_two_boxes_overlap(drawn, name, view):
    """Cards stand apart, in every view."""
    assert overlaps({i.name: i.box for i in drawn(name, view).of(*CARDS)}) == []


def assert_text_fits(drawing) -> None:
    """All text of each card is inside its box, at the width the SVG fixes."""
    for item in drawing.of(*CARDS):
        assert item.lines, item.name
        for line in item.lines:
            assert line.fixed_width == pytest.approx(line.measured_width, abs=0.006)
            assert item.box.holds(line.box), (item.name, line)


@pytest.mark.parametrize(("name", "view"), EVERY_VIEW)
def test_no_label_leaves_its_box(drawn, name, view):
    """No text is wider or higher than its card, whatever font a viewer has."""
    assert_text_fits(drawn(name, view))


@pytest.mark.parametrize("view", View)
def test_no_hostile_label_leaves_its_box(hostile_svg, view):
    """Not even long or strange names do, if the machine has a font for them."""
    drawing = Drawing(hostile_svg(view))
    drawing.items = [i for i in drawing.items if max(i.words, default="") < FIRST_WITHOUT_FONT]
    assert len(drawing.of(*CARDS)) > 60
    assert_text_fits(drawing)


@pytest.mark.parametrize("name", SAMPLES)
def test_texts_of_a_card_do_not_cover_each_other(drawn, name):
    """Chips, languages and the lines of a name have room of their own."""
    for item in drawn(name, planned=True).of(*CARDS):
        found = overlaps({f"{n} {line.text}": line.box for n, line in enumerate(item.lines)})
        assert found == [], item.name


@pytest.mark.parametrize("name", SAMPLES)
def test_links_end_at_their_cards(drawn, name):
    """In the drawn picture too, each link reaches from card to card."""
    drawing = drawn(name)
    boxes = {i.name: i.box for i in drawing.of(*CARDS)}
    for item in drawing.items:
        if item.kinds[0] != "edge":
            continue
        tail, head = item.title.split("->")
        numbers = [float(x) for x in _numbers(item)]
        start, end = Box(*numbers[:2] * 2), Box(*numbers[-2:] * 2)
        assert boxes[tail].holds(start, 1), item.name
        assert boxes[head].holds(end, 8), item.name  # the arrow's head has the rest


def _numbers(item) -> list[str]:

    path = next(e for e in item.element.iter() if e.tag.endswith("path"))
    return re.findall(r"-?[\d.]+", path.get("d"))


@pytest.mark.parametrize("name", SAMPLES)
def test_emotion_has_a_point_for_each_touchpoint(sample, drawn, name):
    """Touchpoints with an emotion have a point each, the happier the higher, black for moments of truth."""
    project, drawing = sample(name), drawn(name)
    graph = build_graph(project)
    shown = {
        data["id"]: data
        for _, data in graph.nodes(data=True)
        if data["kind"] is NodeType.TOUCHPOINT and data["emotion_shown"] is not None
    }
    dots = {i.name.removeprefix("emotion:"): i for i in drawing.of("emotion")}
    assert dots.keys() == shown.keys()
    ordered = sorted(shown, key=lambda t: shown[t]["emotion_shown"])
    middles = [(dots[t].box.top + dots[t].box.bottom) / 2 for t in ordered]
    assert all(a >= b - 0.02 for a, b in itertools.pairwise(middles))
    black = {t for t, i in dots.items() if i.element.find(".//*[@fill='#111827']") is not None}
    assert black == {t for t, data in shown.items() if data["moment_of_truth_rank"] is not None}


@pytest.mark.parametrize("name", SAMPLES)
def test_facts_are_visible_without_a_click(sample, drawn, name):
    """Each touchpoint's card says its id, channel, contacts, touch need, brand sensitivity and evidence."""
    graph = build_graph(sample(name))
    for item in drawn(name).of("touchpoint"):
        data, words = graph.nodes[item.name], item.words
        assert data["id"] in words
        assert f" {data['touch_need']}{'' if data['touch_confirmed'] == 'confirmed' else '?'} Brand" in words
        assert f"Brand {data['brand_sensitivity']}" in words
        assert words.split(f"Brand {data['brand_sensitivity']} ")[1][0] in "–AEM"
        if data["moment_of_truth_rank"] is not None:
            assert f"Moment {data['moment_of_truth_rank']}" in words
        assert f"· {data['volume']:,.0f} " in words
        assert f"{data['volume']:,.0f} contacts" in item.tooltip
