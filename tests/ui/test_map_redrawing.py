"""A drawing put together from pieces is the one Graphviz makes of the whole, whatever was drawn before."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.map_instance import map_project
from tests.report.map.projects import any_project, hostile_project, odd_projects
from tests.report.plans import result_of
from touchmap.examples import example
from touchmap.project.edits import add_row, remove_row, set_field, set_setting
from touchmap.report.map.colouring import ColourBy
from touchmap.report.map.drawing import View, draw_map, map_scene
from touchmap.ui.map import redrawing
from touchmap.ui.map.pieces import split
from touchmap.ui.map.redrawing import Redrawing, is_framed

FIELDS = [
    ("stages", "S2", "name", "Another stage"),
    ("stages", "S2", "position", 9),
    ("touchpoints", "T4", "name", "Another name"),
    (
        "touchpoints",
        "T4",
        "name",
        "So many words that it takes more lines than the others " * 2,
    ),
    ("touchpoints", "T4", "name", "<b> & \\N"),
    ("touchpoints", "T4", "stage_id", "S8"),
    ("touchpoints", "T4", "channel", "letter"),
    ("touchpoints", "T4", "contacts_per_month", 987_654),
    ("touchpoints", "T4", "touch_need", 2),
    ("touchpoints", "T4", "touch_confirmed", "confirmed"),
    ("touchpoints", "T4", "emotion", -2),
    ("touchpoints", "T4", "satisfaction", 3),
    ("touchpoints", "T4", "brand_sensitivity", 3),
    ("touchpoints", "T4", "moment_of_truth_rank", 7),
    ("processes", "P1", "name", "Another name"),
    ("processes", "P1", "stage_id", "S8"),
    ("processes", "P1", "office", "back"),
    ("processes", "P1", "touch_need", 5),
    ("processes", "P1", "brand_sensitivity", 5),
    ("processes", "P1", "key_competency", True),
    ("processes", "P1", "health", 1),
    ("processes", "P1", "owner", "Ann"),
    ("demand", "T4-nl", "contacts_per_month", 5),
    ("demand", "T4-nl", "handle_seconds", 5),
    ("demand", "T4-nl", "language", "it"),
    ("demand", "T4-nl", "touchpoint_id", "T9"),
    ("demand", "T4-nl", "process_id", "P6"),
    ("today", "T4-nl", "provider_id", "OWN"),
    ("handoffs", "H1-2", "contacts_per_month", 77_777),
    ("handoffs", "H1-2", "mode", "ticket"),
    ("handoffs", "H1-2", "criticality", 5),
    ("handoffs", "H1-2", "to_id", "P5"),
    ("departments", "D1", "name", "Another name"),
    ("providers", "V1", "sourcing_model", "nearshore"),
]
"""Whatever shows on the map of journeys today."""


def fresh(project, result=None, **how):
    """The pieces of a drawing Graphviz makes in one go."""
    return split(draw_map(project, result, **how).decode())


def redrawn(known, project, result=None, **how):
    """The pieces of the same drawing, made with what is known of others."""
    return known.pieces(map_scene(project, result, **how))


@pytest.fixture
def sent(monkeypatch):
    """Each graph that Graphviz is asked to draw for a redrawing."""
    asked = []
    render = redrawing.render

    def noted(dot, *args, **kwargs):
        asked.append(dot)
        return render(dot, *args, **kwargs)

    monkeypatch.setattr(redrawing, "render", noted)
    return asked


@pytest.fixture(scope="module")
def project():
    """A map with every kind of card and link."""
    return map_project(24)


@pytest.fixture(scope="module")
def known(project):
    """A redrawing that has drawn the map."""
    made = Redrawing()
    assert redrawn(made, project) == fresh(project)
    return made


@pytest.mark.parametrize("cell", FIELDS)
def test_any_field_that_shows_is_redrawn(project, known, cell):
    """A change of each kind of field gives another drawing: that of the changed project."""
    edited = set_field(project, *cell).apply(project)
    drawn = redrawn(known, edited)
    assert drawn == fresh(edited)
    assert drawn != redrawn(known, project)


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: set_setting(p, "name", "Another company"),
        lambda p: add_row(p, "evidence", {"table": "touchpoints", "row_id": "T4", "level": "measured"}),
        lambda p: add_row(
            p, "transitions", {"from_touchpoint_id": "T1", "to_touchpoint_id": "T22", "probability": 0.01}
        ),
        lambda p: add_row(p, "touchpoints", {"touchpoint_id": "NEW", "stage_id": "S1", "name": "New"}),
        lambda p: remove_row(p, "touchpoints", "T4"),
        lambda p: remove_row(p, "processes", "P1"),
        lambda p: remove_row(p, "departments", "D1"),
    ],
)
def test_whatever_comes_or_goes_is_redrawn(project, known, edit):
    """Rows that are added or removed, and settings that stand on the map."""
    edited = edit(project).apply(project)
    drawn = redrawn(known, edited)
    assert drawn == fresh(edited)
    assert drawn != redrawn(known, project)


def test_what_the_colours_mean_is_redrawn(project, known):
    """Each way to colour, names alone, and a plan give the drawing they give without any before."""
    insurer = example("insurer")
    result = result_of(insurer)
    seen = Redrawing()
    for colour in (colour for colour in ColourBy if colour is not ColourBy.QUALITY):
        assert redrawn(known, project, colour_by=colour) == fresh(project, colour_by=colour)
    assert redrawn(known, project, names_only=True) == fresh(project, names_only=True)
    assert redrawn(seen, insurer) == fresh(insurer)
    assert redrawn(seen, insurer, result) == fresh(insurer, result)


@pytest.mark.parametrize("view", [view for view in View if view is not View.JOURNEY])
def test_where_graphviz_places_the_cards_all_is_drawn(project, known, sent, view):
    """There, each card depends on all others."""
    assert redrawn(known, project, view=view) == fresh(project, view=view)
    assert redrawn(known, project, view=view) == fresh(project, view=view)
    assert len(sent) == 2


def test_graphviz_draws_only_what_is_new(project, sent):
    """A new name: the card, its dot and its links; a name taken back: nothing."""
    known = Redrawing()
    redrawn(known, project)
    edited = set_field(project, "touchpoints", "T4", "name", "Another name").apply(project)
    redrawn(known, edited)
    assert len(sent) == 2
    cards = re.findall(r'^"(\w+:\w+)" \[.*class', sent[1], re.MULTILINE)
    assert cards == ["touchpoint:T4", "emotion:T4"]
    links = re.findall(r'^"(\S+)" -> "(\S+)"', sent[1], re.MULTILINE)
    assert links
    assert all("touchpoint:T4" in ends for ends in links)
    redrawn(known, project)
    assert len(sent) == 2


def test_what_reaches_beyond_the_frame_is_drawn_as_a_whole(project):
    """Then the size of the drawing depends on it."""
    scene = map_scene(project)
    assert is_framed(scene)
    known = Redrawing()
    known.pieces(scene)
    note = replace(scene.notes[0], text="many words " * 60)
    wide = replace(scene, notes=(note, *scene.notes[1:]))
    assert not is_framed(wide)
    assert known.pieces(wide) == Redrawing().pieces(wide)
    assert known.pieces(wide)[0] != known.pieces(scene)[0]


def test_what_was_forgotten_is_drawn_again(project, monkeypatch):
    """Only so many pieces are remembered."""
    monkeypatch.setattr(redrawing, "KEPT", 10)
    known = Redrawing()
    for _ in range(2):
        assert redrawn(known, project) == fresh(project)


@pytest.mark.slow
def test_hostile_and_odd_projects_are_redrawn_alike():
    """After one another, by one redrawing."""
    known = Redrawing()
    for odd in [hostile_project(), *odd_projects().values(), hostile_project()]:
        assert redrawn(known, odd) == fresh(odd)


KNOWN = Redrawing()


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_project())
def test_any_project_is_redrawn_alike(anything):
    """Whatever was drawn before."""
    assert redrawn(KNOWN, anything) == fresh(anything)
