"""Every stem has its place in every part; `docs/adding-a-rule.md` lists them."""

import re
from pathlib import Path

import pytest

from tests.properties.wishes import LIMITS, PENALTIES
from tests.sourcing.golden import path_of
from tests.sourcing.trio import STRUCTURE as CASES
from tests.sourcing.trio import WISHES
from tools.docs_generator.rule_examples import EXAMPLES
from touchmap.project import STEM_FACTS, RuleStem, Shape, Structural
from touchmap.project.checks.rules import _LIMIT_RANGES
from touchmap.sourcing.gates import GATE_RULES
from touchmap.sourcing.rules import ROW_RULES
from touchmap.sourcing.structure import STRUCTURE
from touchmap.verifying import RULE_CHECKS, STRUCTURAL_CHECKS

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "adding-a-rule.md").read_text(encoding="utf-8")
WITHIN_CAPACITY = {Structural.SEASONAL_STAFFING, Structural.PROVIDER_RAMP}
"""Stems whose rows are written together with those of `provider_capacity`."""


@pytest.mark.parametrize("stem", RuleStem, ids=str)
def test_a_rule_is_in_every_part(stem):
    """A rule has a sentence, a builder of its shape, a check, a case, a golden file, an example."""
    facts = STEM_FACTS[stem]
    assert re.fullmatch(r"[A-Z][^.]+\.", facts.sentence)
    assert facts.unit
    assert (stem in GATE_RULES) == (facts.shape is Shape.GATE)
    assert (stem in ROW_RULES) == (facts.shape is not Shape.GATE)
    assert bool(facts.limits) == (stem in _LIMIT_RANGES)
    assert stem in RULE_CHECKS
    assert stem in WISHES
    assert stem in EXAMPLES
    assert path_of(stem).exists()


@pytest.mark.parametrize("stem", RuleStem, ids=str)
def test_a_rule_occurs_in_random_projects(stem):
    """Random projects know limits that bind, and a penalty that weighs, for every rule that takes them."""
    facts = STEM_FACTS[stem]
    assert (stem in LIMITS) == (bool(facts.limits) and stem is not RuleStem.BUDGET)
    assert (stem in PENALTIES) == (facts.shape is not Shape.GATE)


@pytest.mark.parametrize("stem", Structural, ids=str)
def test_a_constraint_is_in_every_part(stem):
    """A constraint that always holds has a builder, a check, a case and a golden file."""
    assert (stem in STRUCTURE) == (stem not in WITHIN_CAPACITY)
    assert stem in STRUCTURAL_CHECKS
    assert stem in CASES
    assert path_of(stem).exists()


@pytest.mark.parametrize("stem", [*RuleStem, *Structural], ids=str)
def test_the_guide_says_where_a_stem_is(stem):
    """The page on adding a rule names, for each stem, the files that build and check it."""
    if isinstance(stem, Structural):
        builder = STRUCTURE.get(stem, STRUCTURE[Structural.PROVIDER_CAPACITY])
        shape, check = "", STRUCTURAL_CHECKS[stem]
    else:
        builder = GATE_RULES.get(stem) or ROW_RULES[stem]
        shape, check = f" {STEM_FACTS[stem].shape.value} |", RULE_CHECKS[stem]
    files = [f.__module__.removeprefix("touchmap.").replace(".", "/") for f in (builder, check)]
    assert f"| `{stem.value}` |{shape} `{files[0]}.py` | `{files[1]}.py` |\n" in GUIDE


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:src|tests|tools)/[^`<]+)`", GUIDE))))
def test_the_guide_names_files_that_exist(path):
    """Every file and folder the page names is there."""
    assert (ROOT / path).exists()
