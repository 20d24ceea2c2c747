"""The independent check of staffing curves notices every figure that is not the facts'."""

from dataclasses import replace

import numpy as np
import pytest

from tests.builders import P1, P2, company, own, process, speaks, stream, today, vendor
from touchmap.costing.costing import Costing, build_costing
from touchmap.files import load
from touchmap.project import Scenario, ScenarioRow
from touchmap.solving import plan_of, solve
from touchmap.verifying import Verification, verify, verify_plan
from touchmap.work.options import Ints

SCENARIO = Scenario(ScenarioRow(scenario_id="s", name="S"), ())
MAIL = {"process_id": "P2", "channel": "email"}


def facts(**line):
    """P1 is live and P2 can wait; VEN's pool opens with 2 FTE, who do 2.15 FTE of mail."""
    rows = [process("P1"), process("P2"), stream(), stream("D2", 1500, **MAIL), own(flex_share=0.5), vendor()]
    rows += [speaks("OWN"), speaks(**{"opening_fte": 2, "fte_per_hour": 0.01} | line)]
    return company(*rows, today("D1", "OWN"), today("D2", "OWN"), staffing_curve=True)


def choice_of(costing: Costing, *providers: str) -> Ints:
    options = costing.options
    return np.array(
        [
            next(int(i) for i in options.of_package[k] if options.options[i].provider_id == provider)
            for k, provider in enumerate(providers)
        ]
    )


def verified(costing: Costing, *providers: str) -> Verification:
    plan = plan_of(costing.options, choice_of(costing, *providers))
    return verify_plan(costing.project, SCENARIO, plan, costing=costing)


@pytest.mark.parametrize("providers", [("VEN", "VEN"), ("VEN", "OWN"), ("OWN", "VEN"), ("OWN", "OWN")])
def test_an_honest_plan_passes(providers):
    """Whoever does the live work and whoever the mail, the check finds the same figures."""
    costing = build_costing(facts())
    assert [p.package_id for p in costing.options.packages] == [P1, P2]
    assert verified(costing, *providers).violations == ()


def test_a_false_price_of_a_pool_is_noticed():
    """An opening that is too cheap is told with its line."""
    costing = build_costing(facts())
    pools = [replace(p, amount=np.array([100.0])) if p.opening_fte == 2 else p for p in costing.pools]
    found = verified(replace(costing, pools=pools), "VEN", "VEN").violations
    assert [(v.stem, v.subject) for v in found] == [("language_pool", "pool_opening")]


def test_work_in_valleys_is_limited_by_those_who_are_there():
    """With 1 FTE to open, 1.075 FTE of the 1.5 FTE of mail are saved; a plan that saves all is told."""
    costing = build_costing(facts(opening_fte=1))
    assert verified(costing, "VEN", "VEN").violations == ()
    pools = [replace(p, valley_fte=9.0) if p.opening_fte == 1 else p for p in costing.pools]
    (found,) = verified(replace(costing, pools=pools), "VEN", "VEN").violations
    assert found.subject == "valley_work"
    assert found.amount == pytest.approx(12 * (1.5 - 1.075) * 1120)


def test_live_work_off_its_line_is_noticed():
    """1000 calls at 0.01 FTE an hour are 0.896 FTE; a costing with another slope is told by package."""
    costing = build_costing(facts())
    false = replace(costing, lines=replace(costing.lines, fte=costing.lines.fte * 0.5))
    found = [v for v in verified(false, "VEN", "OWN").violations if v.subject == P1]
    assert [v.message for v in found] == [f"Package {P1} is costed at 0.45 FTE; its curve gives 0.90 FTE."]


def test_a_pool_too_small_for_its_opening_is_too_small():
    """2 FTE to open and 0.896 FTE of calls do not fit 2.5 FTE; the mail alone does."""
    costing = build_costing(facts(capacity_fte=2.5))
    (found,) = verified(costing, "VEN", "OWN").violations
    assert found.stem == "language_pool"
    assert found.amount == pytest.approx(0.396)
    assert verified(costing, "OWN", "VEN").violations == ()


@pytest.mark.slow
def test_a_solved_plan_of_a_sample_is_worth_what_is_reported(data_folder):
    """Along staffing curves the telecom provider's cheapest plan passes, and its lines are its objective."""
    facts = load(data_folder / "telecom_isp")
    project = facts.replace(settings=facts.settings.model_copy(update={"staffing_curve": True}))
    result = solve(project, "cheapest", gap=0.01)
    assert result.verified
    assert verify(project, result).ok
    assert sum(row.amount for row in result.cost_line_rows) == pytest.approx(result.objective)
    assert {"pool_opening", "valley_work"} <= result.totals().keys()
