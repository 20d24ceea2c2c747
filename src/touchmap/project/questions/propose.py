"""What follows from which answer. Every figure is taken from the project or says that it is assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from touchmap.project.market import proposed_model, stand_in_id
from touchmap.project.model import Project
from touchmap.project.questions.answers import Answers, Question, Stance
from touchmap.project.questions.proposals import SCENARIO, Proposal
from touchmap.project.reference_data import Location, locations, reference_rows
from touchmap.project.scenario import RECOMMENDED
from touchmap.project.stems import RuleStem
from touchmap.project.vocabulary import LanguageLevel, Motive, Objective, Ownership, SourcingModel

BELOW_TODAY = {Stance.SERVICE: 0.0, Stance.BALANCED: 5.0, Stance.COST: 10.0}
"""Points the satisfaction of work that moves may lie below today's (assumed)."""
WORTH_OF_A_POINT = 0.01
"""Part of today's cost that one point of average quality is worth where service comes first (assumed)."""
LEVELS = {Stance.SERVICE: LanguageLevel.C1, Stance.BALANCED: LanguageLevel.B2, Stance.COST: LanguageLevel.B2}
SAFE_SHARE = 0.5
"""Largest part of the handle time of one third party where resilience counts (assumed)."""
BENCHMARK_SHARE = 0.1
"""Part own staff keep as a benchmark where quality counts; less tells little."""
EMPHASIS = (2.0, 1.5)
"""How much more the criteria of the first and the second motive weigh on the scorecard (assumed)."""
CRITERIA: Mapping[Motive, tuple[str, ...]] = {
    Motive.COST: ("price",),
    Motive.QUALITY: ("quality",),
    Motive.FLEXIBILITY: ("flex",),
    Motive.RESILIENCE: ("sec", "fin"),
    Motive.LABOUR: ("people",),
    Motive.INNOVATION: ("tech", "insight"),
}
_STANCES = {
    Stance.SERVICE: "Service sets us apart: excellent service to all, cost second.",
    Stance.BALANCED: "Good service at a fair cost.",
    Stance.COST: "Customer contact is a cost to be kept low, at a decent minimum.",
}
MOST_STAND_INS = 6


def propose(project: Project, answers: Answers, *, cost_today: float | None = None) -> list[Proposal]:
    """What the answers propose for a project, in the order of the questions.

    What the project has already is not proposed again.

    Parameters
    ----------
    cost_today
        Net present cost of today's assignment over the horizon, > 0, in the project's currency; without
        it nothing is proposed that needs it.

    >>> from touchmap.project.journey_defaults import blank_project
    >>> found = propose(blank_project("Acme"), Answers(stance=Stance.COST))
    >>> [proposal.key for proposal in found]
    ['stance', 'objective', 'quality_floor', 'key_competency', 'fix_first', 'high_touch']
    """
    found = [
        *_stance(project, answers, cost_today),
        *_motives(project, answers, cost_today),
        *_stays(project, answers),
        *_languages(project, answers),
        *_scope(project, answers),
    ]
    return [one for one in map(partial(_with_free_id, project), found) if not _is_there(project, one)]


def _with_free_id(project: Project, one: Proposal) -> Proposal:
    """The proposal, under another id where the project has a rule of another kind by this one."""
    if not one.rule:
        return one
    stems = {rule.rule_id: rule.stem.value for rule in project.rules}
    rule_id = one.rule["rule_id"]
    while stems.get(rule_id, one.rule["stem"]) != one.rule["stem"]:
        rule_id += "_asked"
    return replace(one, rule={**one.rule, "rule_id": rule_id})


def _is_there(project: Project, one: Proposal) -> bool:
    if one.rule:
        rule = one.rule["rule_id"]
        switches = [s for s in project.scenario_rules if s.scenario_id == SCENARIO and s.rule_id == rule]
        return any(switch.on for switch in switches)
    if one.scenario:
        rows = [s for s in project.scenarios if s.scenario_id == SCENARIO]
        return any(all(getattr(row, name) == value for name, value in one.scenario.items()) for row in rows)
    if one.weights:
        known = {row.criterion_id.value: row.weight_share for row in project.scorecard_weights}
        return all(known.get(criterion) == share for criterion, share in one.weights.items())
    if one.settings:
        return all(getattr(project.settings, name) == value for name, value in one.settings.items())
    return False


# --- Stance ---------------------------------------------------------------------------------------------


def _stance(project: Project, answers: Answers, cost_today: float | None) -> Iterator[Proposal]:
    stance = answers.stance
    if stance is None:
        return
    yield Proposal(
        "stance",
        Question.STANCE,
        f"Write down the stance: {_STANCES[stance]}",
        "It heads every report, so that readers know what the plan was measured by.",
        settings={"stance": _STANCES[stance]},
    )
    yield _objective(project, stance, cost_today)
    today = project.settings.satisfaction_today
    floor = max(0.0, today - BELOW_TODAY[stance])
    yield _rule(
        "quality_floor",
        Question.STANCE,
        f"Nothing that moves in front of the customer falls below a satisfaction of {floor:g}.",
        f"Satisfaction today is {today:g} in the settings; {BELOW_TODAY[stance]:g} points below it is the "
        "least this stance allows (assumed, change it on the rules page).",
        stem=RuleStem.MIN_PROCESS_QUALITY,
        limits={"minimum": floor},
        scopes=(("work", "office", "front"),),
    )
    for active in RECOMMENDED:
        rule = active.rule
        yield Proposal(
            rule.rule_id,
            Question.STANCE,
            _RECOMMENDED[rule.rule_id],
            f"{rule.reason} Recommended to everybody.",
            rule=rule.model_dump(mode="json"),
            scopes=tuple(
                (side.value, name, value)
                for side, fields in active.scopes.items()
                for name, values in fields.items()
                for value in values
            ),
        )


_RECOMMENDED = {
    "key_competency": "A key competency stays with own staff unless somebody signs for it.",
    "fix_first": "Unhealthy or undocumented work does not move until mending it is priced, owned and dated.",
    "high_touch": "Work of high touch need stays with own staff, on own premises or in the home country.",
}


def _objective(project: Project, stance: Stance, cost_today: float | None) -> Proposal:
    if stance is Stance.SERVICE and cost_today:
        price = float(f"{WORTH_OF_A_POINT * cost_today:.2g}")
        currency = project.settings.currency
        return Proposal(
            "objective",
            Question.STANCE,
            f"Seek low cost and high quality together: a point of quality is worth {currency} {price:,.0f}.",
            f"That is about {WORTH_OF_A_POINT:.0%} of what today costs over the horizon (assumed); the "
            "frontier shows what a point really costs.",
            scenario={"objective": Objective.BLEND.value, "quality_price_per_point": price},
        )
    why = {
        Stance.SERVICE: "Quality is held by the rules below until it is known what today costs; then it can "
        "have a price.",
        Stance.BALANCED: "Quality is held by the rules below, and never traded for cost.",
        Stance.COST: "That is what this stance asks for; the floor below it holds all the same.",
    }[stance]
    return Proposal(
        "objective",
        Question.STANCE,
        "Seek the lowest cost under the rules.",
        why,
        scenario={"objective": Objective.COST.value, "quality_price_per_point": None},
    )


# --- Motives --------------------------------------------------------------------------------------------


def _motives(project: Project, answers: Answers, cost_today: float | None) -> Iterator[Proposal]:
    motives = answers.motives
    if not motives:
        return
    named = ", ".join(motive.value for motive in motives)
    yield Proposal(
        "motives",
        Question.MOTIVES,
        f"Hold every plan against the motives, in this order: {named}.",
        "The board page says of each whether the plan keeps or breaks it.",
        settings={"motives": motives},
    )
    yield from _weights(motives)
    if motives[0] is Motive.COST and cost_today:
        limit = float(f"{cost_today:.4g}")
        yield _rule(
            "no_dearer",
            Question.MOTIVES,
            f"The plan costs no more than today: {project.settings.currency} {limit:,.0f} over the horizon.",
            "Cost is the first motive; a plan that costs more would break it.",
            stem=RuleStem.BUDGET,
            limits={"basis": "total", "maximum": limit},
        )
    if Motive.QUALITY in motives:
        today = project.settings.satisfaction_today
        yield _rule(
            "no_worse",
            Question.MOTIVES,
            f"Average expected quality is at least {today:g}.",
            "Quality is a motive, so the average may not fall below today's satisfaction in the settings.",
            stem=RuleStem.MIN_AVERAGE_QUALITY,
            limits={"minimum": today},
        )
        yield _rule(
            "benchmark",
            Question.MOTIVES,
            f"Own staff keep at least {BENCHMARK_SHARE:.0%} of the handle time, as a benchmark.",
            "A parallel share of own work shows what good looks like and what it costs.",
            stem=RuleStem.BENCHMARK_SHARE,
            limits={"minimum": BENCHMARK_SHARE, "basis": "handle_time"},
        )
    if Motive.RESILIENCE in motives:
        yield _rule(
            "no_dependence",
            Question.MOTIVES,
            f"No third party does more than {SAFE_SHARE:.0%} of the handle time.",
            "Resilience is a motive: the company must be able to leave any of them (share assumed).",
            stem=RuleStem.MAX_CONCENTRATION,
            limits={"maximum": SAFE_SHARE, "basis": "handle_time"},
        )


def _weights(motives: tuple[Motive, ...]) -> Iterator[Proposal]:
    usual = {row["criterion_id"]: float(row["default_weight_share"]) for row in reference_rows("scorecard")}
    wanted: dict[str, float] = {}
    for motive, factor in zip(motives, EMPHASIS, strict=False):
        for criterion in CRITERIA[motive]:
            wanted.setdefault(criterion, round(min(1.0, usual[criterion] * factor), 4))
    names = {
        row["criterion_id"]: row["criterion"].partition(":")[0].lower() for row in reference_rows("scorecard")
    }
    told = "; ".join(f"{names[c]} {usual[c]:.0%} → {share:.0%}" for c, share in wanted.items())
    yield Proposal(
        "weights",
        Question.MOTIVES,
        f"Weigh the scorecard by the motives: {told}.",
        "The first motive counts double, the second half as much again (assumed); all weights are then "
        "scaled to a sum of 100 %.",
        weights=wanted,
    )


# --- What stays, languages, scope -----------------------------------------------------------------------


def _stays(project: Project, answers: Answers) -> Iterator[Proposal]:
    own = ("provider", "ownership", Ownership.OWN.value)
    for kind, table in (("stage", project.stages), ("process", project.processes)):
        names = {getattr(row, f"{kind}_id"): row.name for row in table}
        ids = [one for one in answers.stays if one in names]
        if not ids:
            continue
        listed = ", ".join(names[one] for one in ids)
        yield _rule(
            f"stays_{kind}",
            Question.STAYS,
            f"Own staff keep: {listed}.",
            "Said to stay, whatever it costs; the price of the rule is shown beside it once there is a plan.",
            stem=RuleStem.ALLOWED_SOURCING,
            scopes=(*(("work", kind, one) for one in ids), own),
        )


def _languages(project: Project, answers: Answers) -> Iterator[Proposal]:
    home = answers.markets[0] if answers.markets else project.settings.home_country
    if home != project.settings.home_country:
        yield Proposal(
            "home",
            Question.LANGUAGES,
            f"Home is {home}.",
            "Distance and the basis for personal data are judged from there.",
            settings={"home_country": home},
        )
    if not answers.languages:
        return
    level = LEVELS[answers.stance or Stance.BALANCED]
    yield _rule(
        "spoken_well",
        Question.LANGUAGES,
        f"Work in {', '.join(answers.languages)} is done at level {level.value} or better.",
        "Customers hear the language before they hear the answer; C1 is fluent, B2 can hold a conversation.",
        stem=RuleStem.LANGUAGE_PROFICIENCY,
        scopes=(
            *(("work", "language", one) for one in answers.languages),
            ("requirement", "language_level", level.value),
        ),
    )
    places = _stand_ins(project, answers.languages, home)
    if places:
        named = ", ".join(
            f"{place.name} ({', '.join(_spoken(place, answers.languages))})" for place in places
        )
        bids = any(not p.is_own for p in project.providers)
        yield Proposal(
            "stand_ins",
            Question.LANGUAGES,
            f"Add market stand-ins to plan with before any bid exists: {named}.",
            "For each language the cheapest country at home, near and far, at the typical rate of the "
            "locations table, marked as assumed; a bid takes a stand-in's place later.",
            countries=tuple(place.country for place in places),
            suggested=not bids,
        )


def _spoken(place: Location, languages: tuple[str, ...]) -> list[str]:
    return [one for one in languages if one in place.languages]


def _stand_ins(project: Project, languages: tuple[str, ...], home: str) -> list[Location]:
    """The cheapest country at home, near and far for each language, those already there left out."""
    known = {provider.provider_id for provider in project.providers}
    found: dict[str, Location] = {}
    for language in languages:
        for model in (SourcingModel.ONSHORE, SourcingModel.NEARSHORE, SourcingModel.OFFSHORE):
            fitting = [
                place
                for place in locations()
                if language in place.languages and proposed_model(place, home) is model
            ]
            if fitting:
                best = min(fitting, key=lambda place: (place.rate_typical, place.country))
                found[best.country] = best
    new = [place for place in found.values() if stand_in_id(place.country) not in known]
    return new[:MOST_STAND_INS]


def _scope(project: Project, answers: Answers) -> Iterator[Proposal]:
    others = [stage for stage in project.stages if stage.stage_id not in answers.scope]
    if not answers.scope or not others:
        return
    known = bool(project.today)
    stem, provider = (
        (RuleStem.PIN, ("provider", "today", "yes"))
        if known
        else (RuleStem.ALLOWED_SOURCING, ("provider", "ownership", Ownership.OWN.value))
    )
    where = "stays where it is today" if known else "stays with own staff"
    yield _rule(
        "out_of_scope",
        Question.SCOPE,
        f"Work of other stages {where}: {', '.join(stage.name for stage in others)}.",
        "It is not looked at now; it is still costed, so that the total is whole.",
        stem=stem,
        scopes=(*(("work", "stage", stage.stage_id) for stage in others), provider),
    )


def _rule(
    rule_id: str,
    question: Question,
    what: str,
    why: str,
    *,
    stem: RuleStem,
    limits: Mapping[str, Any] | None = None,
    scopes: tuple[tuple[str, str, str], ...] = (),
) -> Proposal:
    rule = {"rule_id": rule_id, "stem": stem.value, "reason": why, **(limits or {})}
    return Proposal(rule_id, question, what, why, rule=rule, scopes=scopes)
