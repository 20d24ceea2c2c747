"""All measures at once: amounts, samples, large maps, and the page they are printed on."""

import io
import subprocess
import sys

import pytest
from hypothesis import given
from rich.console import Console

from benchmarks.map_instance import map_project
from tests.builders import company, handoff, process, stream, today, vendor
from tests.journey.maps import any_map, point, served, stages
from touchmap import example
from touchmap.costing.costing import build_costing
from touchmap.journey.contacts import expected_contacts
from touchmap.journey.graph import build_graph
from touchmap.journey.measures import measure
from touchmap.journey.parties import today_plan
from touchmap.journey.workload import contacts_by_stage, touch_mix, work_by_stage
from touchmap.plan import Plan
from touchmap.project import Project
from touchmap.project.checks import require_valid
from touchmap.project.vocabulary import TouchClass
from touchmap.report.text.measures import measures_text

SAMPLES = ("telecom_isp", "insurer", "online_retailer")


def page(project: Project, plan: Plan | None = None, width: int = 100) -> str:
    """The page as a terminal of this width shows it."""
    shown = io.StringIO()
    Console(width=width, file=shown).print(measures_text(project, measure(project, plan)))
    return shown.getvalue()


def test_contacts_by_stage_are_those_of_its_touchpoints():
    """A stage's contacts are entered or expected, and touchpoints nothing is known of are counted."""
    points = [point("A", 100, stage_id="S2"), point("B", 20, stage_id="S1"), point("C", stage_id="S1")]
    project = company(*stages("S1", "S2"), *points)
    rows = contacts_by_stage(project, expected_contacts(project))
    assert [(r.stage_id, r.touchpoints, r.contacts, r.unknown) for r in rows] == [
        ("S1", 2, 20, 1),
        ("S2", 1, 100, 0),
    ]


def test_contacts_at_a_stage_that_is_not_listed_are_not_lost():
    """A stage that only touchpoints name has a row after the listed ones, on the page too."""
    project = company(*stages("S"), point("A", 5, stage_id="S"), point("B", 70, stage_id="Later"))
    rows = contacts_by_stage(project, expected_contacts(project))
    assert [(r.stage_id, r.contacts) for r in rows] == [("S", 5), ("Later", 70)]
    assert "Later" in page(project)


def test_page_says_what_the_cut_leaves_out():
    """Hand-offs at whose ends nobody is known to work are counted under the cut."""
    text = " ".join(page(served({"A": None, "B": "OWN"}, handoff("A", "B"))).split())
    assert (
        "No hand-off crosses. Not counted: 1, of which an end has no demand or nobody known to do it." in text
    )


def test_work_is_at_the_stage_of_its_touchpoint():
    """Front-office work belongs to the stage the customer is in, back-office work to its process's."""
    rows = (
        *stages("S1", "S2"),
        point("A", stage_id="S1"),
        process("P1", stage_id="S2"),
        stream("D1", 1000, touchpoint_id="A"),
        stream("D2", 500, channel="back_office"),
        stream("D3", 900, touchpoint_id="A", channel="web", language="xx"),
    )
    found = work_by_stage(company(*rows), Plan())
    # 1000 of 322.56 s are 89.6 h and 1 FTE; a customer's time on the web is nobody's.
    assert [(r.stage_id, r.language, r.contacts) for r in found] == [
        ("S1", "nl", 1000),
        ("S1", "xx", 900),
        ("S2", "nl", 500),
    ]
    assert [r.hours for r in found] == pytest.approx([89.6, 0, 44.8])
    assert [r.fte for r in found] == pytest.approx([1, 0, 0.5])


def test_staff_follow_from_who_does_the_work():
    """FTE are at the productivity of the provider in the plan."""
    project = company(stream(), vendor(occupancy=1, shrinkage=0), today("D1", "VEN"))
    (row,) = work_by_stage(project, today_plan(project))
    assert row.fte == pytest.approx(0.56)  # 89.6 ÷ 160


@pytest.mark.parametrize("name", SAMPLES)
def test_staff_of_today_is_that_of_the_costing(name):
    """Hours and FTE of today are those the costs are worked out from."""
    project = example(name)
    costing = build_costing(project)
    found = work_by_stage(project, today_plan(project))
    assert sum(r.fte for r in found) == pytest.approx(float(costing.average_fte[costing.options.today].sum()))


def test_touch_mix_is_that_of_the_touchpoint():
    """Contacts count with the touch need of the touchpoint, and shares sum to 1."""
    rows = (
        point("A", touch_need=5),
        process("P1", touch_need=1),
        stream("D1", 25, touchpoint_id="A"),
        stream("D2", 75, channel="back_office"),
    )
    found = {row.touch_class: row.contacts_share for row in touch_mix(company(*rows))}
    assert found == {TouchClass.HIGH_TECH: 0.75, TouchClass.MIXED: 0, TouchClass.HIGH_TOUCH: 0.25}


@pytest.mark.parametrize(
    ("name", "complexity"), [("telecom_isp", 22.0), ("insurer", 14.7), ("online_retailer", 29.0)]
)
def test_cut_of_today_in_the_samples(name, complexity):
    """Today's cut is as complex as a sum over the rows of the table says."""
    project = example(name)
    placed = {a.package_id: a.provider_id or a.platform_id for a in today_plan(project).assignments}
    party = {p.provider_id: "company" if p.is_own else p.provider_id for p in project.providers}
    whole, cut = 0.0, 0.0
    for h in project.handoffs:
        hours = h.latency_hours
        weight = h.contacts_per_month**0.5 * h.criticality * h.data_class
        weight *= 3 if hours <= 0.2 else 2 if hours <= 4 else 1
        whole += weight
        by_language: dict[str, float] = {}
        for d in project.demand:
            if d.process_id == h.from_process_id:
                by_language[d.language] = by_language.get(d.language, 0.0) + d.contacts_per_month
        receiving = {d.language: 0.0 for d in project.demand if d.process_id == h.to_id}
        for d in project.demand:
            if d.process_id == h.to_id:
                receiving[d.language] += d.contacts_per_month
        for language, contacts in by_language.items():
            sender = party[placed[f"{h.from_process_id}/{language}/*/*"]]
            if h.to_kind.value == "department":
                ends = {"company": 1.0}
            else:
                alike = {k: v for k, v in receiving.items() if k == language} or receiving
                ends = {}
                for k, v in alike.items():
                    home = party[placed[f"{h.to_id}/{k}/*/*"]]
                    ends[home] = ends.get(home, 0.0) + v / sum(alike.values())
            apart = sum(share for home, share in ends.items() if home != sender)
            cut += weight * apart * contacts / sum(by_language.values())
    assert measure(project).cut.complexity == pytest.approx(100 * cut / whole)
    assert measure(project).cut.complexity == pytest.approx(complexity, abs=0.05)


@pytest.mark.parametrize("name", SAMPLES)
def test_page_of_a_sample_has_every_section(name):
    """The page says everything there is to say of a sample, whatever the width."""
    project = example(name)
    for width in (60, 100, 160):
        text = page(project, width=width)
        for heading in (
            "Contacts by stage",
            "Work by stage and language",
            "Touch mix",
            "Critical touchpoints",
            "Loops",
            "Coupled sets",
            "Natural scope",
            "Cut of today",
            "After the cut",
            "Journey breaks",
            "Transitions to look at",
        ):
            assert heading in text
        assert max(map(len, text.splitlines())) <= width


def test_page_of_a_plan_says_so():
    """Measures of a plan are told apart from those of today."""
    project = example("telecom_isp")
    plan = today_plan(project)
    text = page(project, plan)
    assert "under the plan" in text
    assert "Cut of the plan" in text
    assert "around the work the plan moves" in text


def test_page_of_nearly_nothing():
    """A project of one process, or of nothing, has a page too."""
    assert "No hand-off crosses" in page(company())
    assert "No touchpoint stands out" in page(Project())


def test_page_shows_data_as_it_is():
    """Names from the data are neither markup nor commands to the terminal."""
    rows = (
        *stages("S"),
        point("A", 10, name="[red]Call\x1b[2J", moment_of_truth_rank=1),
        stream(touchpoint_id="A"),
    )
    text = page(company(*rows))
    assert "[red]Call" in text
    assert "\x1b[2J" not in text


@given(any_map())
def test_any_map_has_all_measures(project):
    """No map makes a measure fail, and every page can be printed."""
    assert page(project)


@pytest.mark.parametrize("rows_left", [0, 2], ids=["none", "every second"])
@pytest.mark.parametrize(
    "table", ["stages", "touchpoints", "processes", "demand", "departments", "systems", "providers", "today"]
)
def test_unfinished_project_has_measures(insurer, table, rows_left):
    """While a table is empty or half filled, with ids that lead nowhere, the rest is measured."""
    rows = insurer.rows(table)[::rows_left] if rows_left else ()
    project = insurer.replace(**{table: rows})
    build_graph(project)
    assert page(project)


def test_map_of_1500_touchpoints():
    """A large map has a graph and all its measures."""
    project = map_project(1500)
    require_valid(project)
    graph = build_graph(project)
    assert len(graph) == 8 + 1500 + 500 + 5 + 10
    found = measure(project)
    assert len(found.contacts.touchpoints) == 1500
    assert found.loops.cycles
    assert found.loops.complete
    assert found.coupled
    assert 0 < found.cut.complexity < 100
    assert 0 < (found.breaks.chain.probability or 0) < 1
    assert not any(p.code == "closed_loop" for p in found.contacts.problems)
    assert page(project)


def test_importing_touchmap_loads_no_graph_library():
    """Neither networkx nor scipy is loaded before a measure is asked for."""
    code = "import sys, touchmap; touchmap.Project; print({'networkx', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
