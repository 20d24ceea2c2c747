"""A stress test and an outage drill, in a terminal."""

from __future__ import annotations

from collections import Counter

from rich.console import Group, RenderableType
from rich.text import Text

from touchmap.analysis.outage import Drill, Outage
from touchmap.analysis.regret import LeastRegret
from touchmap.analysis.stress import PlanUnderStress, Spread, Stress
from touchmap.project import Project
from touchmap.report.text.style import BLANK, figures, money, number, percent, plain, table

LEAST_STABLE = 12
"""Packages shown, the least stable first."""
MOST_MOMENTS = 3
"""Moments of truth named, the first rank first."""


def stress(project: Project, tested: Stress) -> RenderableType:
    """What plans cost in the draws, what the plan breaks, regret, and where assignments move."""
    parts: list[RenderableType] = [_ranges(tested), Text(), _plans(tested)]
    if tested.plan.broken:
        parts += [Text(), _broken(tested.plan)]
    if tested.reoptimised:
        parts += [Text(), _regret(tested), Text(), _stability(project, tested)]
    if tested.least_regret is not None:
        parts += [Text(), _least(tested, tested.least_regret)]
    return Group(*parts)


def _ranges(tested: Stress) -> RenderableType:
    r = tested.ranges
    told = (
        f"volumes ±{percent(r.volume_share)}, handle times ±{percent(r.handle_time_share)}, third parties' "
        f"prices ±{percent(r.rate_share)}, foreign money ±{percent(r.exchange_rate_share)}, yearly rises "
        f"±{percent(r.wage_share)}, attrition ±{percent(r.attrition_share)}, quality "
        f"±{number(r.quality_points, 0)} points, starts up to {number(r.delay_months, 0)} months late; "
        f"correlation within a kind {number(r.correlation)}"
    )
    anew = f"{tested.reoptimised:,} of them solved anew"
    head = f"{tested.draws:,} futures drawn with seed {tested.seed}, {anew}"
    return Group(Text(head, style="bold"), Text(f"Ranges: {told}."))


def _plans(tested: Stress) -> RenderableType:
    caption = (
        f"Net present cost, {tested.currency}; P5: one future in twenty is cheaper, P95: one is dearer. "
        "Holds: share of the futures looked at in which it breaks no rule and no limit of the scenario."
    )
    grid = table("What plans cost", caption=caption)
    grid.add_column("Plan of")
    figures(grid, "Planned", "Mean", "P5", "P50", "P95", "Holds")
    for plan in tested.plans:
        spread = Spread.of(list(plan.cost))
        assert spread is not None  # noqa: S101 - there is at least one draw
        low, _, middle, _, high = spread.percentiles
        grid.add_row(
            plain(plan.name),
            *(money(v) for v in (plan.planned_cost, spread.mean, low, middle, high)),
            percent(plan.holds_share),
        )
    return grid


def _broken(plan: PlanUnderStress) -> RenderableType:
    grid = table("What the plan breaks", caption="Rules by id, limits by name; share of the futures.")
    grid.add_column("Rule or limit")
    figures(grid, "Broken in")
    for rule, share in plan.broken.items():
        grid.add_row(plain(rule), percent(share))
    return grid


def _regret(tested: Stress) -> RenderableType:
    outcomes = ", ".join(f"{n} {name}" for name, n in sorted(tested.outcomes.items()))
    unit = tested.currency if tested.objective_kind in ("cost", "blend") else "points"
    caption = (
        f"{unit} above the best plan of each future, in the futures in which the plan holds. Solved anew: "
        f"{outcomes}. Beyond: a regret may be higher by so much, as best plans are proven only to a gap."
    )
    grid = table("Regret", caption=caption)
    grid.add_column("Plan of")
    figures(grid, "Futures", "Mean", "P50", "P95", "Most", "Beyond")
    for plan in tested.plans:
        spread = plan.regret
        if spread is None:
            grid.add_row(plain(plan.name), "0", *(BLANK,) * 5)
            continue
        shown = (
            spread.mean,
            spread.percentiles[2],
            spread.percentiles[4],
            spread.highest,
            plan.regret_beyond,
        )
        grid.add_row(plain(plan.name), str(spread.count), *(_figure(v, unit) for v in shown))
    return grid


def _figure(value: float | None, unit: str) -> str:
    return number(value, 2) if unit == "points" else money(value)


def _stability(project: Project, tested: Stress) -> RenderableType:
    names = {p.provider_id: p.name for p in project.providers}
    always = sum(s.share == 1 for s in tested.stability)
    grid = table(
        f"Assignments that stay best: {always} of {len(tested.stability)} in every future",
        caption=f"The {LEAST_STABLE} least stable." if len(tested.stability) - always > LEAST_STABLE else "",
    )
    grid.add_column("Package")
    grid.add_column("In the plan")
    figures(grid, "Stays")
    grid.add_column("Else mostly")
    figures(grid, "Share")
    for row in [s for s in tested.stability if s.share < 1][:LEAST_STABLE]:
        ours = names.get(row.provider_id or "", "nobody")
        rival = names.get(row.rival_id or "", "nobody")
        grid.add_row(
            plain(row.package_id), plain(ours), percent(row.share), plain(rival), percent(row.rival_share)
        )
    return grid


def _least(tested: Stress, least: LeastRegret) -> RenderableType:
    head = f"Least worst regret over {len(least.futures)} futures ({', '.join(least.futures)})"
    unit = tested.currency if tested.objective_kind in ("cost", "blend") else "points"
    if least.plan is None:
        return Group(Text(head, style="bold"), plain(f"None: {least.message or least.outcome.value}."))
    most, none = _figure(least.highest, unit), _figure(least.lowest, unit)
    lines = [f"A plan regrets at most {most} {unit}; none less than {none}."]
    lines += [f"The plan of {name}: {_figure(v, unit)}." for name, v in least.worst.items()]
    return Group(Text(head, style="bold"), *(plain(line) for line in lines))


def outages(project: Project, drill: Drill) -> RenderableType:
    """Providers failing one after the other, the one that hurts most first."""
    unit = drill.currency if drill.objective_kind in ("cost", "blend") else "points"
    caption = (
        f"Price in {unit}, of the work that can be done: what the best plan without it costs more. Work: "
        "only its packages may move; all: everything may. Taken by: with the number of packages."
    )
    names = {p.provider_id: p.name for p in project.providers}
    moments = {t.touchpoint_id: t.name for t in project.touchpoints}
    grid = table("If a provider fails, the one that hurts most first", caption=caption)
    grid.add_column("Provider", ratio=3)
    grid.add_column("Moves")
    figures(grid, "Packages", "FTE")
    grid.add_column("Outcome")
    figures(grid, "Price", "Contacts undone")
    grid.add_column("Taken by", ratio=3)
    grid.add_column("Moments of truth that fail", ratio=2)
    for outage in drill.outages:
        grid.add_row(
            plain(outage.provider),
            "work" if outage.may_move == "its work" else "all",
            str(outage.packages),
            number(outage.fte),
            plain(outage.status),
            _figure(outage.price, unit),
            number(outage.uncovered_contacts, 0),
            plain(_takers(outage, names)),
            plain(_failing([moments[i] for i in outage.failed_moments])),
        )
    return grid


def _failing(moments: list[str]) -> str:
    rest = len(moments) - MOST_MOMENTS
    return "; ".join(moments[:MOST_MOMENTS]) + (f" and {rest} more" if rest > 0 else "") or BLANK


def _takers(outage: Outage, names: dict[str, str]) -> str:
    """Who takes the work, those with the most packages first."""
    count = Counter(t.provider_id for t in outage.taken if t.provider_id is not None)
    ranked = sorted(count, key=lambda i: (-count[i], i))
    return ", ".join(f"{names[i]} {count[i]}" for i in ranked) or BLANK
