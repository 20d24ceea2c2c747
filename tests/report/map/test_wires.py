"""Ways of links: on tracks of their own, around the cards, with rounded corners."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import company, handoff, process
from tests.journey.maps import point, stages, step
from tests.report.map.drawn import assert_sound, pieces
from touchmap.report.map.drawing import map_scene
from touchmap.report.map.grid import _spread
from touchmap.report.map.wires import _tracks, rounded

spans = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda ab: (min(ab), max(ab)))
points = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=8)


@given(st.dictionaries(st.integers(0, 99), spans, max_size=20))
def test_overlapping_spans_have_tracks_of_their_own(items):
    """Two links on one track have no column in common, and no track is empty."""
    numbers, count = _tracks(items)
    assert sorted(set(numbers.values())) == list(range(count))
    for a, b in itertools.combinations(items, 2):
        if items[a][0] <= items[b][1] and items[b][0] <= items[a][1]:
            assert numbers[a] != numbers[b]


@given(st.dictionaries(st.integers(0, 99), spans, min_size=1, max_size=20))
def test_there_are_no_more_tracks_than_needed(items):
    """There are as many tracks as links run side by side at the fullest place."""
    _, count = _tracks(items)
    assert count == max(sum(a <= x <= b for a, b in items.values()) for x in range(13))


@given(points)
def test_rounded_way_is_a_curve(way):
    """A rounded way has 1 + 3 n points, from its first corner to its last, and none outside."""
    corners = [p for n, p in enumerate(way) if n == 0 or p != way[n - 1]]
    curve = rounded(way)
    if len(corners) == 1:
        assert curve == (way[0],)
        return
    assert len(curve) % 3 == 1
    assert (curve[0], curve[-1]) == (corners[0], corners[-1])
    xs, ys = zip(*corners, strict=True)
    assert all(min(xs) - 1e-9 <= x <= max(xs) + 1e-9 for x, _ in curve)
    assert all(min(ys) - 1e-9 <= y <= max(ys) + 1e-9 for _, y in curve)


@given(st.lists(st.floats(0, 20), max_size=8).map(sorted), st.integers(8, 20))
def test_departments_spread_over_the_columns(wishes, columns):
    """Each card has a column of its own, in the order of the wishes."""
    places = _spread(wishes, columns)
    assert places == sorted(set(places))
    assert all(0 <= place < columns for place in places)


def test_links_there_and_back_run_apart():
    """Two links between the same two neighbours do not lie on each other, whatever the cards' heights."""
    rows = (point("T", name="many words " * 9), point("U", stage_id="R"), *stages("S", "R"))
    project = company(
        *rows,
        step("T", "U", 0.5),
        step("U", "T", 0.5),
        process("P1", stage_id="S", name="many words " * 9),
        process("P2", stage_id="R"),
        *(handoff("P1", "P2", handoff_id=f"A{n}") for n in range(3)),
        *(handoff("P2", "P1", handoff_id=f"B{n}") for n in range(3)),
    )
    scene = map_scene(project)
    assert_sound(scene)
    lying = [link.path[0][1] for link in scene.links]
    assert all(len(link.path) == 2 for link in scene.links)
    assert len(set(lying)) == len(lying)


def test_links_in_one_gutter_or_corridor_run_apart():
    """Two links that are not of one bundle never share a piece of their way along corridors and gutters."""
    project = company(
        *stages("A", "B", "C"),
        *(process(f"P{n}", stage_id="ABC"[n % 3], office=("front", "back")[n % 2]) for n in range(9)),
        *(handoff(f"P{a}", f"P{b}", handoff_id=f"{a}-{b}") for a in range(9) for b in range(0, 9, 2)),
    )
    scene = map_scene(project)
    assert_sound(scene)
    inner = {link.name: list(pieces(link))[1:-1] for link in scene.links}
    for a, b in itertools.combinations(inner, 2):
        for one, other in itertools.product(inner[a], inner[b]):
            level = one.top == one.bottom == other.top == other.bottom
            upright = one.left == one.right == other.left == other.right
            if level:
                assert min(one.right, other.right) <= max(one.left, other.left), (a, b)
            if upright:
                assert min(one.bottom, other.bottom) <= max(one.top, other.top), (a, b)


def test_link_to_itself_goes_around_its_card():
    """A contact that is repeated has a way from its card to its card."""
    scene = map_scene(company(*stages("S"), point("T"), step("T", "T", 0.5)))
    (link,) = scene.links
    assert len(link.path) >= 4
    assert_sound(scene)


@pytest.mark.parametrize("count", [1, 2, 40])
def test_many_links_at_one_card_stay_on_it(count):
    """However many links end at a card, all touch its border."""
    rows = [point(f"T{n}", stage_id=f"S{n % 4}") for n in range(count + 1)]
    steps = [step("T0", f"T{n}", 0.01) for n in range(1, count + 1)]
    scene = map_scene(company(*stages("S0", "S1", "S2", "S3"), *rows, *steps))
    assert_sound(scene)
