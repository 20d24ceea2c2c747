"""Generated tables of the page on base and peak: the season of the online retailer."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from touchmap.analysis.peak import Peak, peak_plans
from touchmap.examples import example

from .blocks import DOCS, table

PAGE = DOCS / "method" / "peak.md"
PROJECT = "online_retailer/seed_step"
BIDDERS = ("PR02", "PR03", "PR14", "PR05")
OWN_MONTH = 4_700
"""What the estimate takes for an own FTE-month."""
OWN_BASE = 30 * 12 * OWN_MONTH
"""What it takes for the base of 30 own FTE."""
SEASON_HOURS = 70 * 3 * 160 * 0.7 * 0.8
"""Handle hours of 70 own FTE in three months: 160 paid hours, 30 % shrinkage, 80 % occupied."""


class Estimate(NamedTuple):
    """A row of the estimate made by hand, in money a year."""

    name: str
    cost: float
    own: float
    """The part of it that is own staff; the rest is bought."""


ESTIMATES = (
    Estimate("All permanent, 100 own FTE", 5_640_000, 100 * 12 * OWN_MONTH),
    Estimate("30 own + 70 agency staff on site", 2_810_000, OWN_BASE),
    Estimate("30 own + 70 at an outsourcer in the country", 2_840_000, OWN_BASE),
    Estimate("30 own + 70 home agents", 2_620_000, OWN_BASE),
    Estimate("30 own + 70 in Porto", 2_500_000, OWN_BASE),
    Estimate("A core of own staff, all else near", 1_800_000, 7 * 12 * OWN_MONTH),
)


@lru_cache(maxsize=1)
def season() -> Peak:
    """The ways to staff the season of the variant, in the order of the estimates."""
    return peak_plans(example(PROJECT), BIDDERS)


def blocks() -> dict[str, str]:
    """Every generated block of the page."""
    return {"plan-table": _plan_table(), "differences": _differences(), "bought": _bought()}


def _plan_table() -> str:
    rows = [
        (
            estimate.name,
            _k(estimate.cost),
            _k(plan.cost),
            _signed(plan.cost - estimate.cost),
            _percent(plan.cost / estimate.cost - 1),
        )
        for estimate, plan in zip(ESTIMATES, season().plans, strict=True)
    ]
    return table(("plan", "estimate", "touchmap", "difference", ""), rows, right=range(1, 5))


def _differences() -> str:
    rows = []
    for estimate, plan in zip(ESTIMATES, season().plans, strict=True):
        own = sum(plan.own.values()) - estimate.own
        languages = plan.own.get("language_premium", 0.0)
        rates = plan.own.get("run", 0.0) - float(plan.own_fte.sum()) * OWN_MONTH
        bought = sum(plan.bought.values()) - (estimate.cost - estimate.own)
        cells = (own, rates, languages, own - rates - languages, bought, plan.cost - estimate.cost)
        rows.append((estimate.name, *map(_signed, cells)))
    head = ("plan", "own staff", "of it rates", "of it languages", "of it numbers", "bought", "together")
    return table(head, rows, right=range(1, 7))


def _bought() -> str:
    rows = []
    for estimate, plan in zip(ESTIMATES, season().plans, strict=True):
        if plan.provider is None or estimate.own != OWN_BASE:
            continue
        p, lines = plan.provider, plan.bought
        by_hand = SEASON_HOURS * p.handle_factor / p.occupancy * (p.base_rate or 0.0)
        shown = ("run", "language_premium", "minimum_commitment", "governance")
        sums = (by_hand, *(lines.get(name, 0.0) for name in shown), sum(lines.values()))
        rows.append((p.name, *map(_k, sums), _k(estimate.cost - estimate.own)))
    head = ("bidder", "by hand", "list price", "languages", "minimum", "governance", "together", "estimate")
    return table(head, rows, right=range(1, 8))


def _k(amount: float) -> str:
    return f"{amount / 1000:,.0f}".replace("-", "−")


def _signed(amount: float) -> str:
    return f"{amount / 1000:+,.0f}".replace("-", "−") if round(amount / 1000) else "0"


def _percent(share: float) -> str:
    return f"{100 * share:+.1f} %".replace("-", "−")
