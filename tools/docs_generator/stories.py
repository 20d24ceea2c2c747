"""Blocks of the sample stories: real output of the library, without timings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from touchmap.analysis.compare import scenario_table
from touchmap.analysis.facts import PEOPLE_MODELS, facts_of
from touchmap.analysis.rule_prices import rule_prices
from touchmap.analysis.spans import without_rules
from touchmap.costing.costing import Costing, build_costing
from touchmap.eligibility import find_eligible
from touchmap.plan import Finding, Result, SolveStatus
from touchmap.project import ActiveRule, Project, Scenario, find_scenario
from touchmap.project.vocabulary import Office, SplitLayer
from touchmap.report import assignment_table, by_provider, cost_line_table
from touchmap.solving import conclude
from touchmap.sourcing.fence import Limits
from touchmap.sourcing.search import search

from .blocks import table
from .solved import SECONDS, all_scenarios, costing_of, each_proven, sample, solved

MAIN = "blended"
"""The scenario whose plan each story shows."""
MINUS = "−"
NOTHING_BETTER = 1e-5
"""Relative gap at which it is asked whether a rule costs anything."""
UNSEEN = 500.0
"""A price that is no thousand when rounded."""


def story_blocks(name: str) -> dict[str, str]:
    """Every generated block of a sample's story."""
    project, results = sample(name), all_scenarios(name)
    result = results[MAIN]
    blocks = {
        "scenarios": _scenarios(project, results),
        "moved": _moved(project, result),
        "providers": _providers(project, result),
        "cost-lines": _cost_lines(project, result),
        "findings": _findings(result.findings),
        "not-included": "\n".join(f"* {sentence}" for sentence in result.not_included),
    }
    if name == "online_retailer":
        broken = _findings([f for f in results["today"].findings if f.code == "today_breaks"])
        clash = {"clash": _clash(project), "repairs": _repairs(project), "own-staff": _own_staff(project)}
        clash["peak"] = _peak(project)
        return blocks | clash | {"today": broken}
    return blocks | {"rules": _rule_prices(name, result)}


# --- Figures ------------------------------------------------------------------------------------------


def thousands(money: float | None) -> str:
    """Money in thousands.

    >>> thousands(45053109.4), thousands(None)
    ('45,053', '–')
    """
    return "–" if money is None or np.isnan(money) else f"{round(money / 1000):,}"


def signed(money: float | None) -> str:
    """A difference of money in thousands, with its sign.

    >>> signed(-1826834.2), signed(1234567.0), signed(40.0)
    ('−1,827', '+1,235', '0')
    """
    if money is None or np.isnan(money):
        return "–"
    rounded = round(money / 1000)
    return "0" if rounded == 0 else f"{'+' if rounded > 0 else MINUS}{abs(rounded):,}"


def _signed_percent(share: float | None) -> str:
    """A relative change with its sign.

    >>> _signed_percent(-0.219), _signed_percent(0.0004)
    ('−21.9 %', '0 %')
    """
    if share is None or np.isnan(share):
        return "–"
    rounded = round(100 * share, 1)
    return f"{'+' if rounded > 0 else MINUS}{abs(rounded):.1f} %" if rounded else "0 %"


def _points(change: float) -> str:
    """Points of quality with their sign.

    >>> _points(1.66), _points(-0.04)
    ('+1.7', '0')
    """
    rounded = round(change, 1)
    return f"{'+' if rounded > 0 else MINUS}{abs(rounded):.1f}" if rounded else "0"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _number(value: float | None, decimals: int = 1) -> str:
    return "–" if value is None or np.isnan(value) else f"{value + 0.0:,.{decimals}f}"


# --- Scenarios ----------------------------------------------------------------------------------------


def _scenarios(project: Project, results: dict[str, Result]) -> str:
    rows = scenario_table(project, list(results.values()))
    letters = ", ".join(model.letter for model in PEOPLE_MODELS)
    headings = ("scenario", f"cost ({project.settings.currency} thousand)", "against today", "", "quality")
    headings = (*headings, "worst moment of truth", f"handle time {letters} (%)", "third parties")
    headings = (*headings, "processes moved", "status")
    lines = []
    for row in rows.to_dict("records"):
        shares = [row[f"share_{model.value}"] for model in PEOPLE_MODELS]
        mix = "–" if np.isnan(shares).any() else " / ".join(f"{100 * share:.0f}" for share in shares)
        priced = row["status"] == "evaluated"
        lines.append(
            (
                row["scenario"],
                thousands(row["cost"]),
                "" if priced else signed(row["change"]),
                "" if priced else _signed_percent(row["change_share"]),
                _number(row["quality"]),
                _number(row["worst_moment_of_truth"]),
                mix,
                _number(row["providers_used"], 0),
                _number(row["processes_moved"], 0),
                _status(row["status"]),
            )
        )
    return table(headings, lines, right=(1, 2, 3, 4, 5, 7, 8))


def _status(status: str) -> str:
    words = {
        "optimal": "optimal, gap 0.000 %",
        "infeasible": "**no plan**, proven",
        "evaluated": "priced, not sought",
    }
    return words[status]


# --- The plan -----------------------------------------------------------------------------------------


def _moved(project: Project, result: Result) -> str:
    """Work that is done otherwise than today, one row for each process, home and home of today."""
    frame = assignment_table(project, result)
    facts = facts_of(project, result)
    groups: dict[tuple[str, str, str], list[int]] = {}
    for k in np.flatnonzero(facts.moved):
        process = facts.packages[k].process
        lead, before = facts.lead(int(k)), facts.lead(int(k), today=True)
        names = (lead.name if lead else "nobody", before.name if before else "not known")
        groups.setdefault((f"{process.name} ({process.process_id})", names[1], names[0]), []).append(int(k))
    rows = []
    for (process_name, before_name, now), ks in groups.items():
        hours = np.array([facts.amounts[0][k] for k in ks]) + 1e-12
        quality = [float(np.average(q[ks], weights=hours)) for q in (facts.quality_today, facts.quality)]
        languages = " ".join(facts.packages[k].language for k in ks if facts.packages[k].language != "xx")
        lead = facts.lead(ks[0])
        letter = lead.sourcing_model.letter if lead else "–"
        fte = float(facts.fte[ks].sum())
        rows.append(
            (
                process_name,
                languages,
                before_name,
                f"{letter} {now}",
                _number(fte),
                f"{quality[0]:.1f} → {quality[1]:.1f}",
            )
        )
    stays = len(frame) - sum(len(ks) for ks in groups.values())
    headings = ("process", "languages", "today", "in the plan", "FTE", "quality")
    text = table(headings, rows, right=(4,))
    return f"{text}\n\nThe other {stays} of {len(frame)} packages stay with whoever does them today."


def _providers(project: Project, result: Result) -> str:
    rows = by_provider(project, result).to_dict("records")
    return table(
        ("provider", "sourcing", "FTE today", "FTE in the plan", "difference"),
        [
            (
                row["provider"],
                row["sourcing_model"],
                _number(row["fte_today"]),
                _number(row["fte"]),
                _number(row["fte"] - row["fte_today"]).replace("-", MINUS),
            )
            for row in rows
            if row["fte"] > 0.005 or row["fte_today"] > 0.005
        ],
        right=(2, 3, 4),
    )


def _cost_lines(project: Project, result: Result) -> str:
    rows = cost_line_table(project, result).to_dict("records")
    currency = project.settings.currency
    lines = [
        (
            row["label"],
            row["kind"],
            thousands(row["today"]),
            thousands(row["total"]),
            signed(row["difference"]),
        )
        for row in rows
    ]
    headings = (f"{currency} thousand, present value", "kind", "today", "this plan", "difference")
    return table(headings, lines, right=(2, 3, 4))


def _findings(findings: list[Finding] | tuple[Finding, ...]) -> str:
    return "\n".join(f"* **{f.level}**: {f.message}" for f in findings) or "Nothing."


# --- What rules cost ----------------------------------------------------------------------------------


def _rule_prices(name: str, base: Result) -> str:
    """Cost of the plan with each rule off by itself, everything else as it is.

    Most rules cost nothing, and that is all that is asked of them; only of the others the best plan
    without them is sought.
    """
    project, scenario = sample(name), find_scenario(sample(name), MAIN)
    asked = rule_prices(project, scenario, known=base, gap=NOTHING_BETTER, seconds=SECONDS)
    dear = [row.rule_ids[0] for row in asked.prices if row.price is None or row.price.high > UNSEEN]
    others = each_proven(costing_of(name), [without_rules(scenario, rule_id) for rule_id in dear])
    without = dict(zip(dear, others, strict=True))
    rows = []
    for rule in scenario.rules:
        other = without.get(rule.rule.rule_id, base)
        price = (base.cost or 0.0) - (other.cost or 0.0)
        quality = (base.average_quality or 0.0) - (other.average_quality or 0.0)
        gained = _points(quality) if round(price / 1000) else "0"
        rows.append((f"`{rule.rule.rule_id}`", rule.rule.stem.value, thousands(price), gained))
    currency = project.settings.currency
    headings = ("rule", "kind", f"what it costs ({currency} thousand)", "points of quality it brings")
    return table(headings, rows, right=(2, 3))


# --- The clash of the retailer ------------------------------------------------------------------------

TWO = ("quality_floor", "core_staff")
FLOOR, CORE = 76, 24
"""Their limits in the scenario As first asked."""


def _clash(project: Project) -> str:
    """Which rules have a plan; what holds one that has none by itself has none either."""
    asked, at_home = (find_scenario(project, scenario) for scenario in ("as_asked", "in_house_only"))
    costing = costing_of("online_retailer")
    rows = [
        (scenario.row.name, what, _existence(costing, some))
        for scenario, what, some in (
            *[(asked, f"only `{rule}` on", _only(asked, rule)) for rule in TWO],
            (asked, "all but these two", without_rules(asked, *TWO)),
            *[(at_home, f"only `{r}` on", _only(at_home, r)) for r in ("own_staff_only", "no_own_offer")],
        )
    ]
    return table(("rules of", "switched", "answer"), rows)


def _only(scenario: Scenario, rule_id: str) -> Scenario:
    return replace(scenario, rules=tuple(r for r in scenario.rules if r.rule.rule_id == rule_id))


ANY_PLAN = Limits(gap=0.3, seconds=SECONDS)
"""A plan this far from the best is enough where only the existence of a plan is asked for."""


def _existence(costing: Costing, scenario: Scenario) -> str:
    """Whether there is a plan, which is checked; that there is none is proven."""
    result = conclude(costing, scenario, search(costing, scenario, ANY_PLAN, find_why=False), ANY_PLAN)
    if result.status is SolveStatus.INFEASIBLE:
        return "no plan, proven"
    if result.status is SolveStatus.OPTIMAL:
        return "a plan"
    raise RuntimeError(f"{result.status.value}: {result.message}")


def split_base_and_peak(project: Project) -> Project:
    """Split what own staff do today into base and peak, except key competencies.

    Base is what each process needs on average from January to September.
    """
    facts = facts_of(project, solved("online_retailer", "today"))
    needs: dict[str, float] = {}
    for k, package in enumerate(facts.packages):
        lead = facts.lead(k, today=True)
        if lead is not None and lead.is_own and not package.process.key_competency:
            quiet = float(facts.costing.fte[facts.choice[k]][:9].mean())
            needs[package.process.process_id] = needs.get(package.process.process_id, 0.0) + quiet
    split = {"split_by": (SplitLayer.BASE_PEAK,)}
    return project.replace(
        processes=[
            p.model_copy(update=split | {"base_level_fte": round(needs[p.process_id], 1)})
            if p.process_id in needs
            else p
            for p in project.processes
        ]
    )


def _repairs(project: Project) -> str:
    """Whether the core of own staff can be kept under some floors, once base and peak are apart."""
    split = split_base_and_peak(project)
    costing, asked = build_costing(split), find_scenario(split, "as_asked")
    rows = [(floor, CORE, _existence(costing, _with_floor(asked, floor))) for floor in (FLOOR, 65, 63)]
    return table(("quality floor", "own FTE on average", "answer"), rows, right=(0, 1))


def _with_floor(scenario: Scenario, points: float) -> Scenario:
    """The scenario with another limit of its quality floor."""

    def changed(active: ActiveRule) -> ActiveRule:
        if active.rule.rule_id != "quality_floor":
            return active
        return replace(active, rule=active.rule.model_copy(update={"minimum": points}))

    return replace(scenario, rules=tuple(changed(active) for active in scenario.rules))


def _peak(project: Project) -> str:
    """Why each of the two rules clashes with the peak: a sentence for each, with its figures."""
    facts = facts_of(project, solved("online_retailer", "today"))
    costing, options = facts.costing, facts.costing.options
    own = np.array([p.is_own for p in options.providers] + [False])
    good = find_eligible(project, options).possible & ~own[options.people]
    good &= costing.quality.expected >= FLOOR
    ours = [k for k in range(len(facts.packages)) if own[options.people[options.today[k]]]]
    december = {k: float(costing.fte[options.today[k]][11]) for k in ours}
    average = sum(float(costing.average_fte[options.today[k]]) for k in ours)
    front = [k for k in ours if facts.packages[k].process.office is Office.FRONT]
    stuck = sum(december[k] for k in front if not good[options.of_package[k]].any())
    hours = facts.amounts[0]
    low = sum(float(hours[k]) for k in front if facts.quality_today[k] < FLOOR)
    whole = sum(float(hours[k]) for k in front)
    peak = sum(december.values())
    return (
        f"* `quality_floor`, {FLOOR}: work in front of the customer that moves must reach {FLOOR}. "
        f"{_percent(low / whole)} of it measures less even today, and for work of {stuck:.0f} of the "
        f"{peak:.0f} FTE of December no other party is expected to reach {FLOOR}. It stays with own "
        "staff, and 42 FTE cannot do it.\n"
        f"* `core_staff`, {CORE} own FTE on average over the year. Work is assigned in whole packages, and "
        f"what averages 1 FTE needs {peak / average:.1f} in December: {CORE} FTE on average are about "
        f"{CORE * peak / average:.0f} at the peak, again more than 42."
    )


def _own_staff(project: Project) -> str:
    """Own FTE needed by calendar month, as the work is done today."""
    facts = facts_of(project, solved("online_retailer", "today"))
    own = next(j for j, p in enumerate(project.providers) if p.is_own)
    needed = facts.evaluation.fte_by_party[own]
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    capacity = project.providers[own].capacity_fte
    rows = [("needed", *(f"{n:.0f}" for n in needed)), ("capacity", *[f"{capacity:.0f}"] * 12)]
    return table(("own FTE", *months), rows, right=tuple(range(1, 13)))
