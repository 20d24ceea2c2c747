"""Futures: drawn the same alone or in a batch, within their ranges, and costed exactly."""

import numpy as np
import pytest

import touchmap
from tests.builders import company, costing_of, offer, own, plan, process, speaks, stream, today, vendor
from tests.properties.dice import SeededDice
from tests.properties.projects import build_project
from touchmap.analysis.draws import (
    Future,
    Ranges,
    costing_under,
    draw_future,
    narrowed,
    project_under,
    rebound,
)
from touchmap.costing.costing import build_costing
from touchmap.costing.evaluation import evaluate_choice
from touchmap.project import ExchangeRate
from touchmap.work.options import NONE

RANGES = Ranges(0.15, 0.10, 0.05, 0.10, 0.04, 0.25, 5, 3, 0.5)


@pytest.fixture(scope="module")
def insurer():
    """The sample insurer."""
    return touchmap.example("insurer")


def test_a_draw_is_the_same_whatever_else_is_drawn(insurer):
    """Draw 7 depends on seed and number alone, and a new provider leaves the others' figures as they were."""
    seventh = [draw_future(insurer, RANGES, 1, n) for n in range(8)][7]
    assert draw_future(insurer, RANGES, 1, 7) == seventh
    assert draw_future(insurer, RANGES, 2, 7) != seventh
    more = insurer.replace(providers=(vendor("NEW"), *insurer.providers))
    assert draw_future(more, RANGES, 1, 7).rate.items() >= seventh.rate.items()


def test_draws_keep_within_their_ranges(insurer):
    """No figure leaves its range, and all of the range is drawn from."""
    drawn = [draw_future(insurer, RANGES, 0, n) for n in range(300)]
    for kind, low, high in (
        ("volume", 0.85, 1.15),
        ("handle_time", 0.9, 1.1),
        ("rate", 0.95, 1.05),
        ("exchange_rate", 0.9, 1.1),
        ("wages", -0.04, 0.04),
        ("attrition", 0.75, 1.25),
        ("quality", -5, 5),
        ("delay", 0, 3),
    ):
        values = np.array([v for f in drawn for v in getattr(f, kind).values()])
        assert low <= values.min() < low + 0.1 * (high - low), kind
        assert high >= values.max() > high - 0.1 * (high - low), kind


@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
def test_figures_of_a_kind_go_together(insurer, correlation):
    """Volumes of two processes correlate about as stated; those of different kinds do not."""
    ranges = Ranges(0.15, 0.10, 0.05, 0.10, 0.04, 0.25, 5, 3, correlation)
    drawn = [draw_future(insurer, ranges, 3, n) for n in range(400)]
    a, b = (p.process_id for p in insurer.processes[:2])
    volumes = np.array([[f.volume[a], f.volume[b], f.handle_time[a]] for f in drawn])
    found = np.corrcoef(volumes.T)
    assert found[0, 1] == pytest.approx(correlation, abs=0.12)
    assert abs(found[0, 2]) < 0.15


def test_what_a_future_changes():
    """Volumes, handle times, prices, rises, quality and money change by their factors, the rest stays."""
    project = company(
        stream(),
        own(wage_inflation=0.02),
        vendor(currency="USD", satisfaction=97, attrition=0.4),
        offer(price=8),
        ExchangeRate(currency="USD", rate=1.2),
    )
    future = Future(
        volume={"P1": 2},
        handle_time={"P1": 0.5},
        rate={"VEN": 1.1},
        exchange_rate={"USD": 1.25},
        wages={"OWN": 0.03, "VEN": -0.6},
        attrition={"VEN": 2},
        quality={"VEN": 5},
    )
    drawn = project_under(project, future)
    assert drawn.demand[0].contacts_per_month == 2000
    assert drawn.demand[0].handle_seconds == pytest.approx(161.28)
    ours, theirs = drawn.providers
    assert ours.base_rate == 20
    assert ours.wage_inflation == pytest.approx(0.05)
    assert theirs.base_rate == pytest.approx(11)
    assert theirs.indexation == -0.5
    assert theirs.satisfaction == 100
    assert theirs.attrition == 0.8
    assert drawn.offers[0].price == pytest.approx(8.8)
    assert drawn.exchange_rates[0].rate == pytest.approx(0.96)


def test_a_late_start_costs_todays_months():
    """A move that starts 3 months late costs 3 months of today and 9 of the new price."""
    rows = (stream(), own(), vendor(), today("D1", "OWN"))
    # An FTE-month is 2240 with OWN and 1120 with VEN.
    late = costing_under(company(*rows), Future(delay={"VEN": 3}))
    assert plan(late, "VEN").cost == pytest.approx(3 * 2240 + 9 * 1120)
    assert plan(late, "OWN").cost == pytest.approx(12 * 2240)
    assert plan(costing_of(*rows), "VEN").cost == pytest.approx(12 * 1120)


@pytest.mark.parametrize("seed", range(12))
def test_options_laid_out_once_cost_the_same(seed):
    """Options made of changed rows, and only those that matter, cost what a costing from scratch costs."""
    project = build_project(SeededDice(seed))
    costing = build_costing(project)
    rng = np.random.default_rng(seed)
    choices = [
        np.array([rng.choice(inside) if len(inside) else NONE for inside in costing.options.of_package])
        for _ in range(2)
    ]
    few, place = narrowed(costing.options, *choices)
    for number in range(3):
        future = draw_future(project, RANGES, seed, number)
        whole = costing_under(project, future)
        again = rebound(costing.options, project_under(project, future))
        assert [(o.package, *o.identity) for o in again.options] == [
            (o.package, *o.identity) for o in whole.options.options
        ]
        for choice in choices:
            cost = evaluate_choice(whole, choice).lines
            assert evaluate_choice(costing_under(project, future, costing.options), choice).lines == cost
            placed = np.where(choice == NONE, NONE, place[choice])
            assert evaluate_choice(costing_under(project, future, few), placed).lines == pytest.approx(
                cost, rel=1e-12
            )


def test_volumes_of_a_process_never_change_who_does_it_today():
    """All streams of a process grow alike, so that today's arrangement of a package stays."""
    rows = (
        process("P1"),
        stream("D1", 1000),
        stream("D2", 999, channel="chat"),
        own(),
        vendor(),
        today("D1", "OWN"),
        today("D2", "VEN"),
        speaks("VEN"),
    )
    project = company(*rows)
    for number in range(20):
        costing = costing_under(project, draw_future(project, RANGES, 0, number))
        assert costing.options.options[costing.options.today[0]].provider_id == "OWN"
