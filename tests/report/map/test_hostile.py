"""Names and ids that look like markup or commands come out as text."""

import re

import pytest
from defusedxml.ElementTree import fromstring

from tests.report.map.drawn import LINK, SVG, Drawing
from tests.report.map.projects import HOSTILE_NAMES
from touchmap.report.map.dot import to_dot
from touchmap.report.map.drawing import View, draw_map, map_scene
from touchmap.report.map.text import clean

ALLOWED = {"svg", "g", "title", "a", "text", "path", "polygon", "polyline", "ellipse"}


@pytest.mark.parametrize("view", View)
def test_svg_has_no_element_that_acts(hostile_svg, view):
    """There is no script, style, image or foreign element, no event attribute and no address."""
    root = fromstring(hostile_svg(view))
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= ALLOWED
    names = {name for e in root.iter() for name in e.attrib}
    assert not [name for name in names if name.lower().startswith("on")]
    assert not names & {f"{LINK}href", "href", "style", "src"}


@pytest.mark.parametrize("view", View)
def test_every_row_has_a_card_of_its_own(hostile, hostile_svg, view):
    """Ids that differ only in what cannot be seen stay apart, and none takes the place of another mark."""
    drawing, scene = Drawing(hostile_svg(view)), map_scene(hostile, view=view)
    cards = drawing.of("touchpoint", "process", "department", "system")
    assert len({c.name for c in cards}) == len(cards) == len(scene.cards)
    links = [i for i in drawing.items if i.kinds[0] == "edge"]
    assert len({i.name for i in links}) == len(links) == len(scene.links)
    assert len(drawing.of("emotion")) == len(scene.dots)
    plain = [c.name for c in scene.cards if re.fullmatch(r"[\w:]+", c.name, re.ASCII)]
    assert set(plain) <= {c.name for c in cards}


def test_every_name_is_shown_as_it_is(hostile_svg):
    """Names stand on their cards and in the tooltips letter by letter, without what cannot be seen."""
    cards = {i.name: i for i in Drawing(hostile_svg(View.JOURNEY)).of("touchpoint")}
    for n, name in enumerate(HOSTILE_NAMES):
        card = cards[f"touchpoint:N{n}"]
        shown, wanted = "".join(line.text for line in card.lines), clean(name)
        start = shown.partition(f"N{n} phone")[0].removesuffix("…").replace(" ", "")
        assert wanted.replace(" ", "").startswith(start), name
        assert start or not wanted
        assert card.tooltip.startswith(f"N{n} {wanted}"), name


def test_ids_are_shown_as_they_are(hostile, hostile_svg):
    """An id with a backslash, a quotation mark or a bracket is the SVG's id as it stands."""
    names = {i.name for i in Drawing(hostile_svg(View.JOURNEY)).of("touchpoint")}
    for row in ("back\\N", "ends\\", '"quoted"', "'x' onload='alert(1)'", "<b>", "&lt", "a:b:c", "节点"):
        assert f"touchpoint:{row}" in names


def test_legend_and_frames_are_text(hostile, hostile_svg):
    """Names of the company and of providers are text in the legend, in the titles."""
    drawing = Drawing(hostile_svg(View.HANDOFFS))
    assert "<script>alert(1)</script>&amp;\\N" in drawing.legend
    frames = [" ".join(line.text for line in i.lines) for i in drawing.of("group")]
    assert any("V&amp;<b> \\N" in frame for frame in frames)
    coloured = Drawing(draw_map(hostile, colour_by="provider"))
    assert "V&amp;<b> \\N" in coloured.legend
    stages = coloured.notes("stage")
    assert stages["<b>"].words == "<script>alert(1)</script>"


@pytest.mark.parametrize("view", View)
def test_dot_can_be_read_back(hostile, view):
    """The DOT written is read by Graphviz again, with as many nodes and links."""
    from pygraphviz import AGraph

    scene = map_scene(hostile, view=view)
    graph = AGraph(string=to_dot(scene))
    cards = [n for n in graph.nodes() if n.attr["class"] in ("touchpoint", "process", "department", "system")]
    assert len(cards) == len(scene.cards)
    assert len(graph.edges()) == len(scene.links)
    assert all(n.attr["URL"] in (None, "") and n.attr["href"] in (None, "") for n in graph.nodes())


def test_very_long_names_do_not_blow_up_the_picture(hostile):
    """Names of twenty thousand characters leave the picture as wide as it was."""
    from tests.builders import company, own, process, stream, today

    def draw(name):
        rows = (process(name=name), stream(), own(name=name), today("D1", "OWN"))
        svg = Drawing(draw_map(company(*rows, name=name), colour_by="provider", view="hand-offs"))
        return float(svg.root.get("width").removesuffix("pt"))

    assert draw("W" * 20_000) < 1.3 * draw("W")
