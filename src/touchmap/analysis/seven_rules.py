"""The seven visible rules: how a plan meets each, by which rule, gate or cost line, or why it does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from touchmap.analysis.facts import facts_of
from touchmap.analysis.risks.case import RiskCase
from touchmap.analysis.risks.work import insight_index
from touchmap.errors import UnknownNameError
from touchmap.plan import Result
from touchmap.project import ActiveRule, Project, RuleStem, find_scenario
from touchmap.project.vocabulary import Decision, Strength

NAMED = 5
NOT_EVEN_ALONE = "not even alone: "
"""What a result says before the rules that no plan can hold even by themselves."""
LEAST_FTE = 0.05


class Held(StrEnum):
    """How a plan stands to one of the seven rules."""

    HELD = "held"
    OPEN = "held, something is open"
    BROKEN = "not held"
    NO_PLAN = "no plan"


@dataclass(frozen=True)
class SevenRule:
    """One of the seven rules under a plan."""

    number: int
    title: str
    state: Held
    how: str
    """What holds it, with names and figures; or why it does not hold."""
    held_by: tuple[str, ...] = ()
    """Rules of the scenario that hold it."""


Verdict = tuple[Held, str]
"""State of a rule, and how it is met."""


@dataclass(frozen=True)
class _Rule:
    title: str
    stems: tuple[RuleStem, ...]
    check: Callable[[RiskCase], Verdict]


def seven_rules(project: Project, result: Result) -> tuple[SevenRule, ...]:
    """Say for each of the seven rules how a plan meets it.

    *Held*; *held, something is open*, where people still owe an answer; *not held*; or *no plan*, where
    the rules that are on are named, with those no plan can hold.

    >>> from touchmap.project import DemandStream, Process, Provider, TodayRow
    >>> from touchmap.solving import evaluate
    >>> project = Project(
    ...     processes=(Process(process_id="P", name="P", key_competency=True),),
    ...     demand=(DemandStream(demand_id="D", process_id="P", contacts_per_month=1, handle_seconds=60),),
    ...     providers=(Provider(provider_id="V", name="V", sourcing_model="onshore", base_rate=1),),
    ...     today=(TodayRow(demand_id="D", provider_id="V"),),
    ... )
    >>> first = seven_rules(project, evaluate(project))[0]
    >>> print(first.state.value, "–", first.how)
    not held – P is a key competency done by others and nobody has signed for it
    """
    try:
        on = find_scenario(project, result.scenario_id).rules
    except UnknownNameError:
        on = ()
    case = None if result.plan is None else RiskCase(facts_of(project, result))
    found = []
    for number, rule in enumerate(_RULES, 1):
        names = tuple(sorted(r.rule.rule_id for r in on if r.rule.stem in rule.stems))
        state, how = _without_plan(result, names) if case is None else rule.check(case)
        found.append(SevenRule(number, rule.title, state, how, names))
    return tuple(found)


def _without_plan(result: Result, names: tuple[str, ...]) -> Verdict:
    alone = result.message.partition(NOT_EVEN_ALONE)[2]
    words = {word.strip() for word in re.split(r"[,;]", alone)}
    impossible = [n for n in names if n in words]
    if impossible:
        return (
            Held.NO_PLAN,
            f"{', '.join(impossible)} cannot be held, not even alone; nothing was traded for it",
        )
    if names:
        return Held.NO_PLAN, f"asked for by {', '.join(names)}; there is no plan that could break it"
    return Held.NO_PLAN, "there is no plan that could break it"


def _some(names: list[str]) -> str:
    unique = list(dict.fromkeys(names))
    more = f" and {len(unique) - NAMED} more" if len(unique) > NAMED else ""
    return ", ".join(unique[:NAMED]) + more


def _ids(rules: tuple[ActiveRule, ...]) -> str:
    return ", ".join(r.rule.rule_id for r in rules)


def _by(rules: tuple[ActiveRule, ...], otherwise: str) -> str:
    return f"held by the rule {_ids(rules)}" if rules else otherwise


def _broken(case: RiskCase, stem: RuleStem) -> list[str]:
    return [v.message for v in case.facts.result.violations if v.stem == stem.value]


def _key_competency(case: RiskCase) -> Verdict:
    processes = {p.process_id: p for p in case.project.processes if p.key_competency}
    outside = {case.process(k).process_id for k in case.by_third_people} & set(processes)
    unsigned = sorted(p for p in outside if not processes[p].competency_override_by)
    if unsigned:
        verb = "is a key competency" if len(unsigned) == 1 else "are key competencies"
        return Held.BROKEN, f"{_some(unsigned)} {verb} done by others and nobody has signed for it"
    by = _by(case.rules_of(RuleStem.KEY_COMPETENCY_INHOUSE), "no rule asks for it, the plan does it")
    if outside:
        signed = [f"{p} allowed by {processes[p].competency_override_by}" for p in sorted(outside)]
        return Held.OPEN, f"{by}; outside with a signature: {_some(signed)}"
    if not processes:
        return Held.OPEN, "no process is marked as a key competency (processes.key_competency)"
    return Held.HELD, f"{by}: all {len(processes)} key competencies are done by own staff"


def _fix_first(case: RiskCase) -> Verdict:
    moved = [k for k in case.outside if case.moved(k) and case.is_unready(k)]
    unplanned = sorted(
        {
            p.process_id
            for p in map(case.process, moved)
            if p.remediation_cost is None or not p.remediation_owner or p.remediation_on is None
        }
    )
    if unplanned:
        return Held.BROKEN, f"{_some(unplanned)} moves unmended: no cost, owner and date of mending"
    by = _by(case.rules_of(RuleStem.READY_TO_MOVE), "no rule asks for it, the plan does it")
    if moved:
        names = sorted({case.process(k).process_id for k in moved})
        cost = case.facts.evaluation.lines.get("remediation", 0.0)
        return Held.HELD, f"{by}: {_some(names)} is mended first, for {cost:,.0f}"
    staying = sorted(
        {case.process(k).process_id for k in range(len(case.facts.packages)) if case.is_unready(k)}
    )
    rest = f"{_some(staying)} not ready and staying" if staying else "every process is ready"
    return Held.HELD, f"{by}: {rest}"


def _touch_first(case: RiskCase) -> Verdict:
    broken = _broken(case, RuleStem.TOUCH_SOURCING)
    if broken:
        return Held.BROKEN, broken[0]
    points = case.project.touchpoints
    confirmed = sum(t.touch_confirmed is Decision.CONFIRMED for t in points)
    rules = case.rules_of(RuleStem.TOUCH_SOURCING)
    by = _by(rules, "no rule ties places to touch need")
    said = f"{by}; {confirmed} of {len(points)} touch needs confirmed by people"
    if rules and confirmed == len(points) > 0:
        return Held.HELD, said
    return Held.OPEN, said + (", the rest is a proposal" if confirmed < len(points) else "")


def _quality_floor(case: RiskCase) -> Verdict:
    broken = _broken(case, RuleStem.MIN_PROCESS_QUALITY)
    if broken:
        return Held.BROKEN, broken[0]
    rules = case.rules_of(RuleStem.MIN_PROCESS_QUALITY)
    if not rules:
        return Held.OPEN, "no floor is on: quality may be traded for cost"
    floors = ", ".join(f"{r.rule.rule_id} ({r.rule.minimum:g})" for r in rules if r.rule.minimum is not None)
    findings = case.facts.result.findings
    fix = [p.strip() for f in findings if f.code == "fix" for p in f.subject.split(";")]
    rest = f"; to be mended where it is: {_some(fix)}" if fix else ""
    tradable = [r.rule.rule_id for r in rules if r.rule.strength is Strength.SHOULD]
    if len(tradable) == len(rules):
        return Held.OPEN, f"{', '.join(tradable)} may be broken at a price{rest}"
    moved = sum(case.moved(k) for k in range(len(case.facts.packages)))
    return Held.HELD, f"held by the gate {floors}: all {moved} packages that move reach it{rest}"


def _handoffs(case: RiskCase) -> Verdict:
    cut = case.cut
    if not cut.handoffs:
        return Held.HELD, "no hand-off is cut"
    rows = {h.handoff.handoff_id: h.handoff for h in cut.handoffs}
    prices = {"cut_seconds", "cut_rework_share", "cut_cost_per_month"}
    at_nothing = sorted(i for i, h in rows.items() if not any(getattr(h, name) for name in prices))
    free = [i for i in at_nothing if not prices & rows[i].model_fields_set]
    stated = [i for i in at_nothing if i not in free]
    cost = case.facts.evaluation.lines.get("handoffs", 0.0)
    said = f"{len(rows)} cut hand-offs listed and priced at {cost:,.0f} (line Cut hand-offs)"
    if stated:
        said += f"; at nothing, as stated: {_some(stated)}"
    if free:
        said += f"; without a price: {_some(free)} (handoffs.cut_seconds)"
    if cut.unowned:
        said += f"; without an owner: {_some(list(cut.unowned))} (handoffs.owner)"
    return (Held.OPEN if free or cut.unowned else Held.HELD), said


def _knowledge(case: RiskCase) -> Verdict:
    broken = [*_broken(case, RuleStem.RETAINED_KNOWLEDGE), *_broken(case, RuleStem.MIN_INSIGHT_SHARE)]
    if broken:
        return Held.BROKEN, broken[0]
    core = case.rules_of(RuleStem.RETAINED_KNOWLEDGE)
    voice = case.rules_of(RuleStem.MIN_INSIGHT_SHARE)
    fte, index = float(case.own_fte.sum()), 100 * insight_index(case)
    floor = ", ".join(f"{r.rule.rule_id} (at least {r.rule.minimum:g} FTE)" for r in core)
    said = f"{fte:.1f} own FTE, " + (f"held by {floor}" if core else "no floor is on")
    said += f"; insight index {index:.0f} %, " + (f"held by {_ids(voice)}" if voice else "no floor is on")
    return (Held.HELD if core and voice else Held.OPEN), said


def _hidden_costs(case: RiskCase) -> Verdict:
    amounts = case.facts.evaluation.lines
    needed = _needed(case)
    priced, missing, idle = [], [], []
    for name, (lines, why_not) in needed.items():
        amount = sum(amounts.get(line, 0.0) for line in lines)
        if amount:
            priced.append(f"{name} {amount:,.0f}")
        elif why_not:
            idle.append(f"{name}: {why_not}")
        else:
            missing.append(name)
    said = ", ".join(priced) or "no hidden cost falls due"
    if idle:
        said += "; nothing due for " + ", ".join(idle)
    if missing:
        said += f"; due but 0: {', '.join(missing)} – see what no figure contains"
    return (Held.OPEN if missing else Held.HELD), said


def _needed(case: RiskCase) -> dict[str, tuple[tuple[str, ...], str]]:
    """Hidden costs by name: their lines, and why nothing falls due; empty where something should."""
    today = {case.facts.costing.options.providers[j].provider_id for j in case.facts.today.engaged}
    thirds = [p for p, _ in case.third_parties]
    new = any(p.provider_id not in today for p in thirds)
    moves_out = any(case.moved(k) for k in case.outside)
    moves = moves_out or any(case.moved(k) for k in range(len(case.facts.packages)))
    freed = float(np.maximum(case.own_fte_today - case.own_fte, 0.0).sum()) > LEAST_FTE
    leaving = bool(today - {p.provider_id for p in thirds} - _own_ids(case))
    return {
        "selection": (("selection_and_advice",), "" if new else "no new third party"),
        "transition": (
            ("knowledge_transfer", "training", "system_integration", "engagement", "remediation"),
            "" if moves else "nothing moves",
        ),
        "social plan": (("social_plan",), "" if freed else "no own staff set free"),
        "governance": (("governance", "retained_organisation"), "" if thirds else "no third party"),
        "exit": (("exit_fee",), "" if leaving else "no contract is left early"),
        "contingency": (("contingency",), "" if moves_out else "nothing moves to a third party"),
    }


def _own_ids(case: RiskCase) -> set[str]:
    return {p.provider_id for p in case.project.providers if p.is_own}


_RULES: tuple[_Rule, ...] = (
    _Rule("Key competency stays in-house", (RuleStem.KEY_COMPETENCY_INHOUSE,), _key_competency),
    _Rule("An unhealthy process is mended before it moves", (RuleStem.READY_TO_MOVE,), _fix_first),
    _Rule("Touch need is decided before sourcing", (RuleStem.TOUCH_SOURCING,), _touch_first),
    _Rule(
        "Quality floor per process, never traded for cost", (RuleStem.MIN_PROCESS_QUALITY,), _quality_floor
    ),
    _Rule("Every cut hand-off is listed, owned and priced", (RuleStem.KEEP_TOGETHER,), _handoffs),
    _Rule(
        "Floors for retained knowledge and insight",
        (RuleStem.RETAINED_KNOWLEDGE, RuleStem.MIN_INSIGHT_SHARE),
        _knowledge,
    ),
    _Rule("No result without its hidden costs", (), _hidden_costs),
)
"""The seven rules in their order."""
