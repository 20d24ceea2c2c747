"""Colours, letters and legend agree, in every colouring of every sample."""

import pytest

from tests.builders import company, own, platform, process, stream, today, vendor
from tests.report.map.conftest import SAMPLES
from touchmap.project import Department
from touchmap.project.vocabulary import SourcingModel
from touchmap.report.colours import SOURCING_COLOURS
from touchmap.report.map import cards, colouring, labels
from touchmap.report.map.colouring import ColourBy
from touchmap.report.map.drawing import View, draw_map, map_scene
from touchmap.report.map.labels import ink_on
from touchmap.report.map.scene import Share

SCALES = {ColourBy.TOUCH, ColourBy.BRAND, ColourBy.QUALITY, ColourBy.EVIDENCE}
PALETTES = {
    "sourcing": tuple(SOURCING_COLOURS.values()),
    "providers": colouring.PROVIDER_COLOURS,
    "touch": colouring.TOUCH_COLOURS,
    "brand": colouring.BRAND_COLOURS,
    "quality": colouring.QUALITY_COLOURS,
    "evidence": tuple(colouring.EVIDENCE_COLOURS.values()),
    "unknown": (colouring.UNKNOWN,),
    "touch classes": tuple(cards.TOUCH_FILLS.values()),
}


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """Contrast of WCAG 2, 1 to 21."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", PALETTES)
def test_letters_can_be_read_on_every_colour(name):
    """Letters have a contrast of 4.5 or more, and the ink is the better of the dark and the white one."""
    for colour in PALETTES[name]:
        inks = {ink: contrast(colour, ink) for ink in ("#FFFFFF", "#111827")}
        assert ink_on(colour) == max(inks, key=inks.get)
        assert inks[ink_on(colour)] >= 4.5, (colour, inks)


def shown(scene) -> dict[str, set[str]]:
    """Colours on the cards by letter: of the one chip of a colour, or of the parts of a bar."""
    found: dict[str, set[str]] = {}
    for card in scene.cards:
        for share in card.bar:
            found.setdefault(share.letter, set()).add(share.colour)
        plain = {chip.fill for chip in (cards.UNFIT, cards.KEY)} | {cards.BRAND_FILL, "#FFFFFF"}
        for chip in card.chips[:1]:
            if chip.bold and chip.fill not in plain:
                found.setdefault(chip.text, set()).add(chip.fill)
    return found


@pytest.mark.parametrize("planned", [False, True], ids=["today", "plan"])
@pytest.mark.parametrize("by", ColourBy)
@pytest.mark.parametrize("name", SAMPLES)
def test_legend_explains_the_letters_on_the_cards(sample, plan_of, name, by, planned):
    """Each letter has one colour, and the legend names just the letters used, or all of a scale."""
    project = sample(name)
    scene = map_scene(project, plan_of(name) if planned else None, colour_by=by)
    row = scene.legend[0]
    explained = {mark.letter: mark.colour for mark in row.marks}
    assert len(explained) == len(row.marks)
    used = shown(scene)
    assert used
    assert {letter: {explained.get(letter)} for letter in used} == used
    if by not in SCALES:
        assert used.keys() == explained.keys()


@pytest.mark.slow
@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("by", ColourBy)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_colouring_is_drawn(sample, plan_of, name, by, view):
    """Every sample is drawn in every view and colouring, under a plan."""
    svg = draw_map(sample(name), plan_of(name), colour_by=by, view=view)
    scene = map_scene(sample(name), plan_of(name), colour_by=by, view=view)
    for mark in scene.legend[0].marks:
        assert mark.colour.lower().encode() in svg
        assert mark.label.split("&")[0].replace("-", "&#45;").encode() in svg


def test_colours_of_a_card_are_shares_of_handle_time():
    """A process done half by the company and half by a vendor is coloured half and half."""
    rows = (stream("A", 1000), stream("B", 1000, language="fr"), own(), vendor(), today("A", "OWN"))
    scene = map_scene(company(*rows, today("B", "VEN")))
    (card,) = scene.cards
    assert [(s.letter, s.share) for s in card.bar] == [
        (SourcingModel.IN_HOUSE.letter, 0.5),
        (SourcingModel.NEARSHORE.letter, 0.5),
    ]


def test_only_what_is_done_is_in_the_legend():
    """A party without any work, and the company without departments, are not in the legend."""
    rows = (process("P1"), process("P2"), stream(), stream("D2", 0, process_id="P2"), own(), vendor())
    project = company(*rows, today("D1", "VEN"), today("D2", "OWN"))
    assert [m.label for m in map_scene(project).legend[0].marks] == [SourcingModel.NEARSHORE.label]
    housed = project.replace(departments=(Department(department_id="D", name="D"),))
    assert [m.label for m in map_scene(housed).legend[0].marks] == [
        SourcingModel.IN_HOUSE.label,
        SourcingModel.NEARSHORE.label,
    ]


def test_work_of_a_platform_has_its_colour():
    """Work that a platform does alone is self-service, work that nobody does is nobody's."""
    rows = (process("P1"), process("P2"), stream(), stream("D2", process_id="P2"), platform())
    scene = map_scene(company(*rows, today("D1", None, platform_id="BOT")))
    assert [c.chips[0].text for c in scene.cards] == [SourcingModel.SELF_SERVICE.letter, "–"]


def test_letters_of_providers_are_the_same_in_every_plan(sample, plan_of):
    """A provider keeps letter and colour from one plan to the next, so that maps can be compared."""
    maps = [map_scene(sample("insurer"), plan, colour_by="provider") for plan in (None, plan_of("insurer"))]
    one, other = ({m.label: (m.letter, m.colour) for m in scene.legend[0].marks} for scene in maps)
    assert one.keys() & other.keys()
    assert all(one[label] == other[label] for label in one.keys() & other.keys())


def test_letters_are_printed_on_bars_wide_enough():
    """A part of a bar carries its letter where it fits; the widths of the parts add up to the bar."""
    parts = (
        Share("a", "#000000", 0.5, "A"),
        Share("b", "#FFFFFF", 0.03, "B"),
        Share("c", "#111111", 0.47, "C"),
    )
    text = labels._bar(parts, 150)
    assert [f"<B>{c}</B>" in text for c in "ABC"] == [True, False, True]
    assert sum(int(w.split('"')[0]) for w in text.split('WIDTH="')[1:]) == 150


def test_result_without_a_plan_is_refused(sample, no_plan):
    """There is nothing to colour where a scenario has no plan."""
    for view in View:
        with pytest.raises(ValueError, match="no plan"):
            map_scene(sample("telecom_isp"), no_plan, view=view)
