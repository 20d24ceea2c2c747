"""Two plans beside each other: what differs is marked, what is the same stands back."""

from collections import Counter

import pytest

from tests.builders import company, handoff, own, platform, process, stream, today, vendor
from tests.journey.maps import point, stages
from tests.report.map.conftest import SAMPLES
from tests.report.map.drawn import Drawing, overlaps
from touchmap.journey.parties import today_plan
from touchmap.plan import Assignment, Plan, Result
from touchmap.report.map.cards import CardStyle
from touchmap.report.map.colouring import ColourBy
from touchmap.report.map.drawing import View, draw_map, map_scene
from touchmap.report.map.scene import Scene
from touchmap.report.map.side_by_side import side_by_side

HEAVY = 3.0


def shop():
    """Three processes behind two touchpoints; P1 and P3 serve T, P2 serves U."""
    return company(
        *stages("S"),
        point("T"),
        point("U"),
        *(process(f"P{n}", stage_id="S") for n in (1, 2, 3)),
        stream("D1", process_id="P1", touchpoint_id="T"),
        stream("D2", process_id="P2", touchpoint_id="U"),
        stream("D3", process_id="P3", touchpoint_id="T"),
        own(),
        vendor("V", name="Same name"),
        vendor("W", name="Same name"),
        platform(),
        handoff("P1", "P2"),
        *(today(f"D{n}", "OWN") for n in (1, 2, 3)),
    )


def plan(name, **homes) -> Result:
    """A plan of the shop: provider, or provider and platform, of each process."""
    rows = []
    for process_id, home in homes.items():
        provider, _, bot = home.partition("+")
        parties = {"provider_id": provider or None, "platform_id": bot or None}
        rows.append(Assignment(package_id=f"{process_id}/nl/*/*", **parties))
    return Result(
        scenario_id=name,
        scenario_name=name,
        currency="EUR",
        status="feasible",
        plan=Plan(assignments=tuple(rows)),
    )


TODAY = plan("Before", P1="OWN", P2="OWN", P3="OWN")


def marked(scene: Scene, side: str) -> set[str]:
    """Cards with a heavy border in one half."""
    cards = [c for c in scene.cards if c.name.startswith(f"{side}|")]
    return {c.name.removeprefix(f"{side}|") for c in cards if c.border_width == HEAVY}


@pytest.mark.parametrize("by", [ColourBy.SOURCING, ColourBy.PROVIDER, ColourBy.TOUCH, ColourBy.EVIDENCE])
@pytest.mark.parametrize(
    ("other", "differ"),
    [
        ({"P1": "OWN", "P2": "OWN", "P3": "OWN"}, set()),
        ({"P1": "V", "P2": "OWN", "P3": "OWN"}, {"process:P1", "touchpoint:T"}),
        ({"P1": "OWN", "P2": "OWN+BOT", "P3": "OWN"}, {"process:P2", "touchpoint:U"}),
        ({"P1": "OWN", "P2": "", "P3": "OWN"}, {"process:P2", "touchpoint:U"}),
    ],
)
def test_what_differs_is_marked_on_both_sides(other, differ, by):
    """Whatever the colours show, work that is with somebody else is marked, and only that."""
    scene = map_scene(shop(), TODAY, beside=plan("After", **other), colour_by=by)
    assert marked(scene, "a") == marked(scene, "b") == differ
    count = sum(name.startswith("process:") for name in differ)
    assert f"{count} process{' is' if count == 1 else 'es are'} with another provider " in scene.subtitle


def test_moves_between_vendors_of_one_model_are_marked():
    """A process that goes from one nearshore vendor to another differs, even if both have the same name."""
    homes = {"P2": "OWN", "P3": "OWN"}
    for by in (ColourBy.SOURCING, ColourBy.PROVIDER):
        scene = map_scene(shop(), plan("A", P1="V", **homes), beside=plan("B", P1="W", **homes), colour_by=by)
        assert marked(scene, "a") == {"process:P1", "touchpoint:T"}


def test_what_is_the_same_stands_back():
    """Cards that do not differ are white, and keep their letter."""
    scene = map_scene(shop(), TODAY, beside=plan("After", P1="V", P2="OWN", P3="OWN"))
    white = {c.name for c in scene.cards if c.fill == "#FFFFFF"}
    assert white == {f"{side}|{n}" for side in "ab" for n in ("process:P2", "process:P3", "touchpoint:U")}
    assert all(c.chips[0].text == "I" for c in scene.cards if c.name in white)


def test_today_may_stand_on_either_side():
    """None is today, on the left or the right."""
    other = plan("After", P1="V", P2="OWN", P3="OWN")
    assert marked(map_scene(shop(), None, beside=other), "a") == {"process:P1", "touchpoint:T"}
    subtitle = map_scene(shop(), None, beside=other).subtitle
    assert subtitle.startswith("Today beside After: 1 process is with another provider")


def test_legend_explains_both_halves():
    """Colours, and the line of a cut, are in the legend even if only one of the plans has them."""
    for pair in ((TODAY, plan("B", P1="V", P2="OWN", P3="")), (plan("B", P1="V", P2="OWN", P3=""), TODAY)):
        scene = map_scene(shop(), pair[0], beside=pair[1])
        assert {m.letter for m in scene.legend[0].marks} == {"I", "N", "–"}
        assert any("two parties" in m.label for m in scene.legend[1].marks)
        assert len(scene.legend[0].marks) == 3


@pytest.mark.parametrize("name", SAMPLES)
def test_both_halves_hold_the_whole_map(sample, plan_of, name):
    """Each card and link is in either half, in the same places, and the halves do not touch."""
    project = sample(name)
    drawing = Drawing(draw_map(project, beside=plan_of(name)))
    single = Drawing(draw_map(project))
    kinds = ("touchpoint", "process", "department", "emotion")
    for half in "ab":
        found = [i.name.removeprefix(f"{half}|") for i in drawing.of(*kinds) if i.name.startswith(f"{half}|")]
        assert Counter(found) == Counter(single.names(*kinds))
        links = [i.name for i in drawing.items if i.kinds[0] == "edge" and i.name.startswith(f"{half}|")]
        assert len(links) == sum(i.kinds[0] == "edge" for i in single.items)
    boxes = {i.name: i.box for i in drawing.of("touchpoint", "process", "department")}
    assert overlaps(boxes) == []
    shift = {boxes[f"b|{n}"].left - boxes[f"a|{n}"].left for n in single.names("touchpoint")}
    assert max(shift) - min(shift) < 0.02
    left = max(box.right for n, box in boxes.items() if n.startswith("a|"))
    assert left < min(box.left for n, box in boxes.items() if n.startswith("b|"))


@pytest.mark.parametrize("name", SAMPLES)
def test_count_of_a_sample_is_that_of_its_packages(sample, plan_of, name):
    """The number of processes that differ is that of processes with a package at another party."""
    project, plan_ = sample(name), plan_of(name)
    before = {a.package_id: (a.provider_id, a.platform_id) for a in today_plan(project).assignments}
    after = {a.package_id: (a.provider_id, a.platform_id) for a in plan_.plan.assignments}
    moved = {k.split("/")[0] for k in before if before[k] != after[k]}
    scene = map_scene(project, beside=plan_)
    assert {n for n in marked(scene, "a") if n.startswith("process:")} <= {f"process:{p}" for p in moved}
    assert f": {len([n for n in marked(scene, 'b') if n.startswith('process:')])} process" in scene.subtitle


def test_only_journey_maps_stand_beside_each_other():
    """The other views have no positions that two pictures could share."""
    for view in (View.DEPENDENCIES, View.HANDOFFS):
        with pytest.raises(ValueError, match="journey view"):
            map_scene(shop(), beside=TODAY, view=view)
    with pytest.raises(ValueError, match="placed"):
        side_by_side(Scene("a"), Scene("b"), title="x")


def test_a_style_marks_nothing_by_itself():
    """A map alone fades nothing and marks nothing as different."""
    style = CardStyle(None)
    assert (style.faded, style.marked) == (frozenset(), frozenset())
    assert marked(map_scene(shop()), "a") == set()
