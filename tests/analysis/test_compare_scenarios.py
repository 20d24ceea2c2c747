"""Any number of scenarios side by side, what changed in their inputs, and both as text and workbook."""

import json
from io import BytesIO, StringIO

import openpyxl
import pytest
from rich.console import Console

from tests.analysis.here import AskerHere
from tests.report.plans import cheapest_choice, read_sample, result_of, today_choice
from tests.sourcing.trio import trio
from touchmap.analysis.alternatives import alternatives
from touchmap.analysis.clash import find_clash
from touchmap.analysis.compare import SCENARIO_COLUMNS, compare_scenarios
from touchmap.analysis.frontier import frontier
from touchmap.analysis.input_changes import InputKind, input_changes
from touchmap.plan import Result
from touchmap.project import Rule, ScenarioRow, ScenarioRule
from touchmap.report import text
from touchmap.report.comparison_workbook import SCENARIOS, comparison_workbook_bytes
from touchmap.report.frontier_chart import FORMS, write_frontier


@pytest.fixture(scope="module")
def project():
    """The sample insurer."""
    return read_sample("insurer")


@pytest.fixture(scope="module")
def found(project):
    """Today, the cheapest package by package, and a scenario without a plan."""
    today = result_of(project, today_choice, scenario_id="today", objective_kind="today", status="evaluated")
    none = Result(scenario_id="blended", scenario_name="Blended", status="infeasible")
    return compare_scenarios(project, [today, result_of(project, cheapest_choice), none])


def shown(renderable) -> str:
    """What is printed."""
    console = Console(width=140, record=True, file=StringIO())
    console.print(renderable)
    return console.export_text()


def test_every_scenario_has_its_row(found):
    """One row per result in the columns of every screen; without a plan only the status stands there."""
    assert tuple(found.scenarios.columns) == SCENARIO_COLUMNS
    assert [c.name for c in SCENARIOS[1:]] == list(SCENARIO_COLUMNS)
    assert list(found.scenarios["status"]) == ["evaluated", "feasible", "infeasible"]
    assert found.letters == ("A", "B", "C")


def test_only_packages_that_differ_are_listed(project, found):
    """A package stands in the table if its option is not the same in all plans; all of them if asked."""
    pair = found.between(0, 1)
    assert list(pair.packages["package_id"]) == list(found.packages["package_id"])
    every = compare_scenarios(project, found.results, changed_only=False)
    assert len(every.packages) > len(found.packages) > 0
    same = every.packages[~every.packages["package_id"].isin(found.packages["package_id"])]
    assert (same["provider_a"] == same["provider_b"]).all()


def test_differences_add_up(project, found):
    """Cost lines of each letter add up to the cost of its plan."""
    every = compare_scenarios(project, found.results, changed_only=False)
    for letter, result in zip("ab", found.results, strict=False):
        assert every.cost_lines[f"cost_{letter}"].sum() == pytest.approx(result.cost)


def test_it_is_plain_json(found):
    """The comparison is JSON with letters and inputs."""
    data = json.loads(json.dumps(found.to_json_dict()))
    assert data["letters"] == {"A": "today", "B": "cheapest", "C": "blended"}
    assert data["inputs"]["C"]


def test_it_is_a_workbook(found):
    """Five sheets, each with its header; scenarios carry their letters."""
    book = openpyxl.load_workbook(BytesIO(comparison_workbook_bytes(found)))
    assert book.sheetnames == ["Scenarios", "Packages", "Providers", "Cost lines", "Inputs"]
    assert [row[0].value for row in book["Scenarios"].iter_rows(min_row=2)] == ["A", "B", "C"]


def test_it_is_text(found):
    """Columns A, B, C and the packages that differ."""
    assert "C: Blended" in shown(text.scenarios(found))
    assert "Packages done otherwise" in shown(text.who_does_what(found))
    assert "from A to C" in shown(text.inputs(found.inputs(0, 2), letter="C"))


def test_no_result_is_misuse(project):
    """Nothing to compare is a ValueError."""
    with pytest.raises(ValueError, match="at least one"):
        compare_scenarios(project, [])


FEW, CORE = (
    Rule(rule_id="few", stem="provider_count", maximum=2),
    Rule(rule_id="core", stem="retained_knowledge", minimum=1),
)


def wished():
    """The trio with two scenarios: few on in both with another limit, core in the second only."""
    return trio().replace(
        rules=[FEW, CORE],
        scenarios=[
            ScenarioRow(scenario_id="a", name="A"),
            ScenarioRow(scenario_id="b", name="B", objective="quality"),
        ],
        scenario_rules=[
            ScenarioRule(scenario_id="a", rule_id="few"),
            ScenarioRule(scenario_id="b", rule_id="few", maximum=1),
            ScenarioRule(scenario_id="b", rule_id="core"),
        ],
    )


def test_changed_wishes_are_told():
    """Objective, a rule that is on in one only, and a limit."""
    assert [c.sentence for c in input_changes(wished(), "a", "b")] == [
        "objective cost → quality",
        "core is on in B only",
        "rules few: maximum 2 → 1",
    ]
    assert "core is on in A only" in [c.sentence for c in input_changes(wished(), "b", "a")]


def test_changed_facts_are_told():
    """Between two projects: a changed field, a row more, a setting; the same project has no change."""
    left = wished()
    providers = [
        p.model_copy(update={"base_rate": 12}) if p.provider_id == "FAR" else p for p in left.providers
    ]
    right = left.replace(
        providers=[*providers, providers[0].model_copy(update={"provider_id": "NEW"})],
        settings=left.settings.model_copy(update={"discount_rate": 0.05}),
    )
    changes = input_changes(left, "a", "a", other=right)
    assert [c.sentence for c in changes] == [
        "settings discount_rate: value 0 → 0.05",
        "providers FAR: base_rate 10 → 12",
        "providers NEW is in B only",
    ]
    assert [c.kind for c in input_changes(right, "a", "a", other=left)][-1] is InputKind.ROW_REMOVED
    assert input_changes(left, "a", "a", other=wished()) == ()


def test_answers_are_text():
    """Clash, frontier and alternatives say what they found in words."""
    project = wished()
    curve = frontier(project, "a", points=8, gap=1e-6, asker=AskerHere(project))
    assert "knee" in shown(text.frontier(curve))
    assert "No plan beats a point" in shown(text.frontier(curve)).replace("\n", " ")
    others = alternatives(project, "a", within=0.5, differ=1, count=2, asker=AskerHere(project))
    assert "Stable core" in shown(text.alternatives(project, others))
    dream = project.replace(rules=[FEW, CORE.model_copy(update={"minimum": 99})])
    assert "cannot hold" in shown(text.clash(find_clash(dream, "b", repairs=False)))
    assert "Nothing clashes" in shown(text.clash(find_clash(project, "a")))


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_a_frontier_is_written(form, tmp_path):
    """Each ending gives a file of its kind, which loads nothing from elsewhere."""
    project = wished()
    curve = frontier(project, "a", points=5, gap=1e-6, asker=AskerHere(project))
    path = tmp_path / f"frontier{form}"
    write_frontier(curve, path)
    data = path.read_bytes()
    assert data.startswith(
        {".csv": "\ufeffpoint".encode(), ".svg": b"<svg", ".png": b"\x89PNG", ".html": b"<!DOC"}[form]
    )
    assert b'src="http' not in data
    with pytest.raises(ValueError, match="written as"):
        write_frontier(curve, tmp_path / "frontier.bmp")
