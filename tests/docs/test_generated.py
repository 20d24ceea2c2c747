"""What `make docs` writes is what stands in the repository."""

import re

import pytest

import touchmap
from tests.docs.pages import DOCS, ROOT, text_of
from tools.docs_generator import assumptions, blocks, maps, peak, picture, reference, rule_examples, stories
from touchmap.costing.lines import COST_LINES
from touchmap.errors import Severity
from touchmap.project import RuleStem, Structural
from touchmap.project.checks import check_project
from touchmap.project.scenario_tables import Rule, RuleScope


@pytest.mark.parametrize(
    "name", ["data-dictionary.md", "rules.md", "method/costs.md", "method/assumptions.md"]
)
def test_reference_pages_are_up_to_date(name):
    """Data dictionary, rules, cost lines and assumptions are those of the program; else run `make docs`."""
    assert reference.pages()[name] == text_of(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", touchmap.EXAMPLES)
def test_stories_are_up_to_date(name):
    """Tables, lists, maps and the demo's picture are what the library gives, to the last figure."""
    page = text_of(f"samples/{name}.md")
    assert blocks.fill(page, stories.story_blocks(name)) == page
    # In the same test, as the plans are solved already.
    for drawn in maps.PICTURES:
        if drawn.solves and drawn.sample == name:
            assert drawn.svg() == (DOCS / "images" / drawn.name).read_text(encoding="utf-8"), drawn.name
    if name == picture.SAMPLE:
        assert picture.demo_svg() == (DOCS / "images" / "demo.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("drawn", [p for p in maps.PICTURES if not p.solves], ids=lambda p: p.name)
def test_maps_of_today_are_up_to_date(drawn):
    """The pictures of today's maps are what the library draws; else run `make docs`."""
    assert drawn.svg() == (DOCS / "images" / drawn.name).read_text(encoding="utf-8")


def test_season_is_up_to_date():
    """The tables of base and peak are what the library gives."""
    page = peak.PAGE.read_text(encoding="utf-8")
    assert blocks.fill(page, peak.blocks()) == page


def test_picture_needs_nothing_from_elsewhere():
    """The picture loads no font, script or image from anywhere."""
    svg = (DOCS / "images" / "demo.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\s\"']+", svg)) == {"http://www.w3.org/2000/svg"}


def test_every_sample_has_its_story():
    """Each sample company has a page with generated blocks."""
    assert all(blocks.names(text_of(f"samples/{name}.md")) for name in touchmap.EXAMPLES)


@pytest.mark.parametrize("stem", list(RuleStem))
def test_every_stem_has_an_example_that_holds(stem):
    """Each kind of rule is described with a row that the checks of a project accept, warnings included."""
    assert f"\n### {stem.value}\n" in text_of("rules.md")
    rule = Rule.model_validate(rule_examples.rule_row(stem))
    scopes = tuple(RuleScope.model_validate(row) for row in rule_examples.scope_rows(stem))
    project = touchmap.example("telecom_isp")
    with_rule = project.replace(rules=(*project.rules, rule), rule_scopes=(*project.rule_scopes, *scopes))
    known = set(check_project(project))
    found = [i for i in check_project(with_rule) if i not in known and i.code != "rule_never_used"]
    assert found == []


@pytest.mark.parametrize("stem", list(RuleStem))
def test_no_example_has_a_side_too_many_or_too_few(stem):
    """Without any of its scopes an example that needs them is refused or warned about."""
    page = text_of("rules.md").split(f"\n### {stem.value}\n")[1].split("\n### ")[0]
    needed = re.findall(r"\*\*(provider|other|requirement)\*\*", page.split("| scope |")[1].split("\n")[0])
    project = touchmap.example("telecom_isp")
    rule = Rule.model_validate(rule_examples.rule_row(stem))
    issues = check_project(project.replace(rules=(rule,), rule_scopes=(), scenario_rules=()))
    missing = {i.code for i in issues if i.severity is Severity.ERROR}
    codes = {"provider": "provider_scope_missing", "other": "other_scope_missing"}
    assert missing == {codes.get(side, "requirement_missing") for side in needed}


@pytest.mark.parametrize("line", list(COST_LINES))
def test_every_cost_line_is_described(line):
    """Each cost line stands on the page of costs."""
    assert f"| `{line}` |" in text_of("method/costs.md")


@pytest.mark.parametrize("stem", list(Structural))
def test_every_constraint_is_described(stem):
    """Each constraint that always holds stands on the page of the program."""
    assert f"| `{stem.value}` |" in text_of("method/program.md")


def test_every_assumption_has_a_reason():
    """Each assumption that points to the method pages has its reason there; no reason is left over."""
    fields = assumptions.assumed_fields()
    pointing = {field for field, says in fields.items() if assumptions.POINTS_HERE in says}
    assert pointing <= assumptions.REASONS.keys() <= fields.keys()


def test_blocks_are_closed():
    """Every generated block of a page begins and ends."""
    for page in sorted(DOCS.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        assert text.count("<!-- generated: ") == text.count("<!-- end -->") == len(blocks.names(text)), page


def test_generator_has_its_target():
    """`make docs` runs the generator."""
    assert "tools/generate_docs.py" in (ROOT / "Makefile").read_text(encoding="utf-8")
