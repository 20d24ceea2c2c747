"""A hidden cost that is zero because a field is empty says so, with the field."""

from typing import Any

import pytest

from tests.builders import (
    P1,
    costing_of,
    front,
    offer,
    own,
    plan,
    platform,
    process,
    stream,
    today,
    vendor,
)
from touchmap.costing.evaluation import evaluate_today
from touchmap.findings import find_findings, not_included

US = {"attrition": 0, "hiring_cost_per_fte": 1, "training_rate_per_hour": 1}
THEM = {"double_running_weeks": 0, "owner": "Head", "owner_time_share": 0.1}
KNOWN = {
    "irrecoverable_vat_share": 0,
    "retained_experts_fte": 0,
    "project_management_per_month": 0,
    "staff_transfer_share": 0,
    "outplacement_cost_per_fte": 0,
    "learning_factor": 1,
}
"""Everything answered, most of it with nothing."""


def left_out(*rows: Any, home: str | None = "VEN", **settings: Any) -> str:
    """What is not included in moving P1 (none = today), as one text."""
    facts = [stream(), today("D1", "OWN"), *rows]
    costing = costing_of(*facts, **(KNOWN | settings))
    return "\n".join(
        not_included(costing.project, plan(costing, home and {P1: home}), evaluate_today(costing))
    )


def rows(us: dict[str, Any] | None = None, them: dict[str, Any] | None = None) -> list[Any]:
    """Own staff and a third party that have answered everything but what is said."""
    return [own(**(US | (us or {}))), vendor(**(THEM | (them or {})))]


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("irrecoverable_vat_share", "Value-added tax"),
        ("retained_experts_fte", "Own experts kept after the move"),
        ("project_management_per_month", "Project management"),
        ("staff_transfer_share", "Staff going over to VEN"),
        ("outplacement_cost_per_fte", "Outplacement for 1.0 own FTE"),
        ("learning_factor", "Longer handle times while people of VEN learn"),
    ],
)
def test_a_blank_setting_is_named(setting, sentence):
    """A blank setting is a question; zero is an answer; today asks nothing of a move."""
    assert f"settings.{setting}" not in left_out(*rows())
    text = left_out(*rows(), **{setting: None})
    assert sentence in text
    assert f"settings.{setting}" in text
    assert f"settings.{setting}" not in left_out(*rows(), **{setting: None}, home=None)


def test_what_a_transfer_costs_is_asked_once_somebody_goes_over():
    """Half of 1 FTE goes over at no stated cost."""
    assert "Cost of 0.5 own FTE" in left_out(*rows(), staff_transfer_share=0.5)
    assert "transfer_cost" not in left_out(*rows(), staff_transfer_share=0.5, transfer_cost_per_fte=0)


def test_double_running_is_asked_of_providers_and_offers():
    """An offer or its provider answers."""
    silent = rows(them={"double_running_weeks": None})
    assert "providers.double_running_weeks" in left_out(*silent)
    assert "double_running" not in left_out(*silent, offer(price=10, double_running_weeks=2))


@pytest.mark.parametrize(
    ("blank", "field"),
    [(field, field) for field in US],
)
def test_successors_of_own_staff_are_asked_for(blank, field):
    """Own staff of whom nobody said how many leave, or what one successor costs."""
    us = {k: v for k, v in US.items() if k != blank}
    text = left_out(own(**us), vendor(**THEM), home=None)
    assert f"Successors of own staff who leave OWN: providers.{field} not stated." in text


def test_a_premium_without_hours_is_named():
    """Neither opening hours nor a curve: nothing is charged, and it says so."""
    quoted = offer(price=10, out_of_hours_premium_share=0.2)
    assert "demand.opening_hours" in left_out(*rows(), quoted)


def test_conversions_nobody_stated_are_named():
    """A sale has a value; how often people or a platform sell is asked, and not once it is stated."""
    sells = process(value_per_success=30)
    known = offer("O0", "OWN", 20, conversion=0.02)
    both = "how often people succeed, today or in the plan"
    assert both in left_out(sells, *rows(), known, offer(price=10))
    assert both in left_out(sells, *rows(), offer("O0", "OWN", 20), offer(price=10, conversion=0.05))
    assert both not in left_out(sells, *rows(), known, offer(price=10, conversion=0.05))
    assert both not in left_out(process(), *rows(), known, offer(price=10))
    lost = "that a platform takes off people"
    ahead = [sells, *rows(), platform(), known]
    assert lost in left_out(*ahead, front(), home="OWN+BOT")
    assert lost not in left_out(*ahead, front(conversion=0), home="OWN+BOT")


def test_a_bonus_without_a_target_is_named():
    """A fee at risk needs a target; on a fixed price it is not counted at all."""
    assert "processes.satisfaction_target" in left_out(*rows(), offer(price=10, bonus_malus_share=0.05))
    flat = offer(price=900, pricing_model="fixed", bonus_malus_share=0.05)
    text = left_out(process(satisfaction_target=80), *rows(), flat)
    assert "fixed prices and platforms (O1)" in text
    assert "satisfaction_target" not in text


@pytest.mark.parametrize(
    ("basis", "field"), [("basic", "basic_rate_uplift"), ("fully_loaded", "loaded_rate_reduction")]
)
def test_rates_on_another_basis_are_named(basis, field):
    """Until somebody states what such a rate lacks or holds too much."""
    quoting = rows(them={"rate_basis": basis})
    assert f"settings.{field}_share" in left_out(*quoting)
    assert field not in left_out(*quoting, **{f"{field}_share": 0.1})


def test_brand_risk_that_is_on_names_what_is_missing():
    """Off, nothing is asked; on, every missing figure is."""
    assert "Brand risk as money" not in left_out(*rows())
    text = left_out(*rows(), brand_risk_counted=True, customers=100)
    missing = "settings.churn_at_full_offshore_voice, settings.annual_margin_per_customer not stated."
    assert f"Brand risk as money: {missing}" in text


def test_stranded_cost_names_the_group_that_is_blank():
    """Seats are a part of the cost, but nobody said what of them goes away."""
    groups = {"people_cost_share": 0.8, "people_avoidable_share": 1, "seats_cost_share": 0.2}
    assert "settings.seats_avoidable_share" in left_out(*rows(), **groups)
    assert "Stranded" not in left_out(*rows(), **groups, seats_avoidable_share=0)


def _codes(*facts: Any, home: str | None = "VEN", **settings: Any) -> dict[str, str]:
    costing = costing_of(stream(), today("D1", "OWN"), *facts, **settings)
    moved = plan(costing, home and {P1: home})
    found = find_findings(costing.project, costing, moved, evaluate_today(costing))
    return {f.code: f.message for f in found}


def test_rates_on_mixed_bases_are_a_finding():
    """Two bidders on different bases; not once the uplift is stated, nor where all quote alike."""
    two = [own(), vendor(rate_basis="basic"), vendor("VEN2")]
    assert "compared as they are" in _codes(*two)["rate_bases_mixed"]
    assert "rate_bases_mixed" not in _codes(*two, basic_rate_uplift_share=0.2)
    assert "rate_bases_mixed" not in _codes(own(), vendor(rate_basis="basic"))


def test_a_saving_by_malus_is_a_finding():
    """Quality is expected at 75, the target is 95: 5 % of 13,440 a year is held back."""
    quoted = offer(price=10, bonus_malus_share=0.05)
    far = _codes(process(satisfaction_target=95), own(), vendor(), quoted)
    assert far["malus_counted"].startswith("672 EUR")
    assert "malus_counted" not in _codes(process(satisfaction_target=60), own(), vendor(), quoted)
    assert "malus_counted" not in _codes(process(satisfaction_target=95), own(), vendor(), quoted, home=None)


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("hiring_cost_per_fte", "Hiring at OWN2 (+1.0 FTE)"),
        ("training_rate_per_hour", "Training at OWN2 (+1.0 FTE)"),
    ],
)
def test_own_staff_who_take_work_over_for_nothing_are_named(field, sentence):
    """Work moves from one own site to another; what its people cost to hire and train is asked."""
    us = US | {"double_running_weeks": 0}
    blank = {name: value for name, value in us.items() if name != field}
    assert sentence not in left_out(own(**US), own("OWN2", **us), home="OWN2")
    assert sentence in left_out(own(**US), own("OWN2", **blank), home="OWN2")


@pytest.mark.parametrize("field", US)
def test_a_stated_0_is_an_answer_that_is_shown(field):
    """Who states that own staff cost nothing to hire or train, or that none leave, is told so, not asked."""
    said = f"Own staff who come and go at OWN: providers.{field} stated as 0"
    free = own(**(dict.fromkeys(US, 1) | {field: 0}))
    text = left_out(free, vendor(**THEM), home=None)
    assert said in text
    assert "not stated" not in text
    assert "stated as 0" not in left_out(own(**dict.fromkeys(US, 1)), vendor(**THEM), home=None)


def test_travel_that_is_stated_as_nothing_is_not_asked():
    """VEN is abroad: whoever states its travel as 0 has answered."""
    assert "Travel to VEN" in left_out(*rows())
    assert "Travel to VEN" not in left_out(*rows(them={"travel_cost_per_year": 0}))
