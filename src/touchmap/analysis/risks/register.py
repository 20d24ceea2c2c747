"""`find_risks`: the twenty seeded risks asked of a plan, and the figures that stand above them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from touchmap.analysis.facts import facts_of
from touchmap.analysis.risks import money, parties, work
from touchmap.analysis.risks.case import Check, Fact, RiskCase
from touchmap.costing.lines import COST_LINES
from touchmap.plan import Result
from touchmap.project import Project, RuleStem
from touchmap.project.reference_data import reference_rows
from touchmap.quality.churn import ExtraChurn, extra_churn
from touchmap.quality.knowledge import documented_share, knowledge_left
from touchmap.quality.risk import operational_risk

KNOWLEDGE_MONTHS = (0, 6, 12, 24, 36)
"""Months after the move at which retained knowledge is shown."""
STARS = {1: "low", 6: "medium", 12: "high", 20: "very high"}
"""Lowest score of each band of probability × impact."""


@dataclass(frozen=True)
class RiskRule:
    """How a risk is found, weighed, held and cured."""

    check: Check
    rule: str
    """What sets probability (P) and impact (I)."""
    remedy: str
    stems: tuple[RuleStem, ...] = ()
    """Rules that hold it: they block or limit."""
    lines: tuple[str, ...] = ()
    """Cost lines that carry it."""
    gates: tuple[str, ...] = ()
    """Gates that hold it in every scenario."""
    score: str = ""
    """Figure it enters beside the money."""


_SHARE = "I by the share of the work: 2, 10, 25, 50 %"

RISKS: dict[str, RiskRule] = {
    "R01": RiskRule(
        work.brand_damage,
        f"brand risk of a package from 5 points; P = points ÷ 10, rounded up; {_SHARE}",
        "bring the work near, ask for native speakers and brand coaching, or limit max_brand_risk",
        (RuleStem.MAX_BRAND_RISK, RuleStem.TOUCH_SOURCING, RuleStem.LANGUAGE_PROFICIENCY),
        score="expected quality (language and culture fit), extra churn",
    ),
    "R02": RiskRule(
        work.key_competency_away,
        "a key competency with a third party's people; P 5, signed for 3; I 5",
        "take it back, or have somebody sign for it in competency_override_by",
        (RuleStem.KEY_COMPETENCY_INHOUSE,),
    ),
    "R03": RiskRule(
        work.unsolved_problem,
        "health ≤ 2 or documentation below the bar at a third party; P 5, mending priced, owned and dated 4, "
        f"already there 3; {_SHARE}",
        "mend it first: remediation_cost, remediation_owner, remediation_on",
        (RuleStem.READY_TO_MOVE,),
        ("remediation",),
        score="expected quality (readiness)",
    ),
    "R04": RiskRule(
        parties.difficult_systems,
        "connections a mover lacks; P 2, from 3 connections 3, from 6 4, from 10 5; " + _SHARE,
        "build the interfaces before the start and list them in provider_systems",
        lines=("system_integration",),
    ),
    "R05": RiskRule(
        work.unclear_work,
        "metric clarity ≤ 3 or codifiability ≤ 2 at a third party's people; P = 5 × (6 − codifiability) × "
        f"(6 − clarity) ÷ 25, rounded up; {_SHARE}",
        "define the measures and write the work down before the contract is signed",
        lines=("contingency",),
    ),
    "R06": RiskRule(
        money.hidden_costs,
        f"own people set free or new third parties; P 5 where a cost of it is not stated, else 2; {_SHARE}",
        "state the blank settings: severance, avoidable cost, selection and advice",
        lines=("social_plan", "selection_and_advice", "engagement", "exit_fee", "stranded"),
    ),
    "R07": RiskRule(
        parties.culture_clash,
        f"cultural match below 70; P 3, below 60 4, below 50 5; {_SHARE}",
        "meet the delivery team, agree ways of working, or choose another partner",
        lines=("governance",),
        score="expected quality (culture)",
    ),
    "R08": RiskRule(
        work.broken_handoffs,
        "cut hand-offs without owner or of criticality 4 or more, or a cut that is not clean; P 2, "
        "manageable 3, redraw 5, one more where somebody is missing; I = highest criticality",
        "name an owner for each, move coupled work together, or redraw the scope",
        (RuleStem.KEEP_TOGETHER,),
        ("handoffs",),
    ),
    "R09": RiskRule(
        work.market_pulse,
        "insight index below the rule's floor (0.60 where none is on), or analytics with a third party; "
        f"P 1, one more below 80, 70, 60 and 50 %; {_SHARE}",
        "agree what comes back each month, keep the analysts, or set min_insight_share",
        (RuleStem.MIN_INSIGHT_SHARE,),
        score="insight index",
    ),
    "R10": RiskRule(
        work.knowledge_to_judge,
        "own FTE below the floor: P 4, I at least 4; a family that own staff leave altogether: P 3; "
        + _SHARE,
        "keep a team in each family, retain experts, have knowledge handed back",
        (RuleStem.RETAINED_KNOWLEDGE, RuleStem.BENCHMARK_SHARE),
        ("knowledge_transfer",),
    ),
    "R11": RiskRule(
        parties.no_motive_to_save,
        f"billed by contact (P 3) or by minute (P 4) without bonus and malus; {_SHARE}",
        "agree a share in contacts avoided, or pay by resolution",
        score="incentive index of the scorecard",
    ),
    "R12": RiskRule(
        parties.data_protection,
        "data class 3 or 4 at a third party: P 5 without a legal basis, 4 for class 4 under SCC, 3 under "
        "SCC or without ISO 27001; I 4, for class 4 5",
        "record the impact assessment, ask for the certificate, or keep the data in the Union",
        (RuleStem.DATA_RESIDENCY,),
        gates=("data_transfer",),
    ),
    "R13": RiskRule(
        parties.slow_scaling,
        "new FTE over ramp × transition months, or rise in one month beyond flexible staff over the ramp, "
        f"above 80 %: P 2, above 100 % 4, above 150 % 5; {_SHARE}",
        "start earlier, split over providers, or buy flexibility",
        gates=("provider_capacity", "provider_ramp"),
    ),
    "R14": RiskRule(
        parties.single_provider,
        "a third party with 80 % or more of the cap: P 3, from 90 % 4, above it 5; " + _SHARE,
        "split the work, or lower max_concentration",
        (RuleStem.MAX_CONCENTRATION, RuleStem.PROVIDER_COUNT),
    ),
    "R15": RiskRule(
        parties.lock_in,
        f"notice and exit fee of 6 months of bill or more, or a term above 36 months; P 3, from 9 months 4, "
        f"from 12 5, one more for the term; {_SHARE}",
        "negotiate notice, a change clause and a volume band",
        (RuleStem.LOCKED_CONTRACT,),
        ("exit_fee", "minimum_commitment"),
    ),
    "R16": RiskRule(
        parties.unmanaged,
        f"a third party without a named owner: P 4, without time for it: P 3; {_SHARE}",
        "name who manages it and set time aside: providers.owner, providers.owner_time_share",
        lines=("governance", "retained_organisation"),
    ),
    "R17": RiskRule(
        parties.eroding_case,
        "attrition from 40 %, indexation from 5 %, wages rising 5 points faster than the price, a foreign "
        f"currency; P = 1 + signs at one party; {_SHARE}",
        "cap the indexation, ask for retention figures, fix the currency",
        lines=("run",),
        score="expected quality (attrition)",
    ),
    "R18": RiskRule(
        parties.location_shock,
        "a provider with one site and 10 % or more of the work; P 2, nearshore 3, offshore 4; I by the "
        "largest such share: 2, 10, 25, 50 %",
        "a second site, a tested continuity plan, or another provider for part of the work",
        (RuleStem.MAX_CONCENTRATION, RuleStem.SHARE_LIMIT),
        score="continuity score",
    ),
    "R19": RiskRule(
        work.conduct_failure,
        "regulated work with a third party that lacks the licence asked for: P 5, I 5; where no licence is "
        "asked for and it states none: P 2, I 4",
        "license the provider, or keep the work",
        (RuleStem.LICENCE,),
        gates=("licence",),
    ),
    "R20": RiskRule(
        money.overestimated_savings,
        "a saving without contingency, without haircut, or with avoidable cost not stated; P = 1 + signs, "
        "one more from 5 open questions; I by the saving's share of today's cost: 2, 10, 25, 50 %",
        "state the avoidable share and count on the reduced saving only",
        lines=("contingency", "stranded"),
        score="savings haircut",
    ),
}
"""Every risk by its id: one small function each, with the rule that weighs it."""


@dataclass(frozen=True)
class RiskRow:
    """One risk of the register under a plan."""

    risk_id: str
    name: str
    family: str
    triggered: bool
    places: tuple[str, ...]
    """Ids of processes, providers or hand-offs."""
    facts: tuple[Fact, ...]
    """Fields that trigger it, with their values."""
    probability: int | None
    impact: int | None
    rule: str
    in_model: str
    """What it does in the model: what blocks it, what it costs, what it scores."""
    remedy: str
    note: str

    @property
    def score(self) -> int:
        """Probability × impact, 0 where it is not triggered."""
        return (self.probability or 0) * (self.impact or 0)

    @property
    def band(self) -> str:
        """Low, medium from 6, high from 12, very high from 20; empty where it is not triggered."""
        return next((word for least, word in sorted(STARS.items(), reverse=True) if self.score >= least), "")


@dataclass(frozen=True)
class RiskRegister:
    """Every risk of a plan, and the figures above them."""

    scenario_id: str
    rows: tuple[RiskRow, ...]
    """All twenty, gravest first; those not triggered last, by id."""
    brand_risk: float
    """Average brand risk in points."""
    brand_risk_today: float
    churn: ExtraChurn
    operational_risk: float
    """Average of bought work, 0.04 … 1; NaN where nothing is bought."""
    insight_index: float
    """Part of what customers say that comes back, 0 … 1."""
    largest_party: str
    largest_share: float
    """Part of the work with the largest third party."""
    concentration_index: float
    """Sum of squared shares of all parties, own staff as one: 1 = one party does everything."""
    continuity: float
    """Average continuity score, 50 … 90."""
    largest_country: str
    largest_country_share: float
    knowledge: tuple[tuple[int, float], ...]
    """Months after the move, and the share of today's own knowledge that is left."""

    @property
    def triggered(self) -> tuple[RiskRow, ...]:
        """Risks the plan runs."""
        return tuple(row for row in self.rows if row.triggered)

    def row(self, risk_id: str) -> RiskRow:
        """The row of one risk.

        Raises
        ------
        KeyError
            If there is no such risk.
        """
        for row in self.rows:
            if row.risk_id == risk_id:
                return row
        raise KeyError(risk_id)


def find_risks(project: Project, result: Result) -> RiskRegister:
    """Ask every risk of a plan.

    Parameters
    ----------
    result
        The plan; `touchmap.evaluate` gives one for today.

    Raises
    ------
    ValueError
        If the result holds no plan.
    """
    case = RiskCase(facts_of(project, result))
    seeded = {row["risk_id"]: row for row in reference_rows("risks")}
    rows = [_row(case, seeded[risk_id], rule) for risk_id, rule in RISKS.items()]
    costing, facts = case.facts.costing, case.facts
    exposure, before = (
        e.average(costing.brand_risk, costing.contacts) for e in (facts.evaluation, facts.today)
    )
    shares = party_shares(case)
    third = {p: s for p, s in shares.items() if p}
    largest = max(sorted(third), key=lambda p: third[p], default="")
    countries = country_shares(case)
    country = max(sorted(countries), key=lambda c: countries[c], default="")
    return RiskRegister(
        scenario_id=result.scenario_id,
        rows=tuple(sorted(rows, key=lambda r: (-r.score, r.risk_id))),
        brand_risk=exposure,
        brand_risk_today=before,
        churn=extra_churn(project.settings, float(np.nan_to_num(exposure)), float(np.nan_to_num(before))),
        operational_risk=operational_risk_of(case),
        insight_index=work.insight_index(case),
        largest_party=largest,
        largest_share=third.get(largest, 0.0),
        concentration_index=sum(s * s for s in shares.values()),
        continuity=continuity_of(case),
        largest_country=country,
        largest_country_share=countries.get(country, 0.0),
        knowledge=tuple((m, knowledge_of(case, m)) for m in KNOWLEDGE_MONTHS),
    )


def _row(case: RiskCase, seeded: Mapping[str, str], rule: RiskRule) -> RiskRow:
    found = rule.check(case)
    return RiskRow(
        seeded["risk_id"],
        seeded["risk"],
        seeded["family"],
        found is not None,
        found.places if found else (),
        found.facts if found else (),
        found.probability if found else None,
        found.impact if found else None,
        rule.rule,
        _in_model(case, rule, seeded["enters_model_as"]),
        rule.remedy,
        found.note if found else "",
    )


def _in_model(case: RiskCase, rule: RiskRule, meant: str) -> str:
    """What a risk does in the model: rules that are on, gates, cost lines with their amount, figures."""
    parts = []
    on = [r.rule.rule_id for stem in rule.stems for r in case.rules_of(stem)]
    if rule.gates:
        parts.append(f"what is impossible is blocked by {', '.join(rule.gates)}")
    if on:
        parts.append(f"held by the rules {', '.join(on)}")
    elif rule.stems:
        parts.append(f"could be held by a rule {' or '.join(s.value for s in rule.stems)}, none is on")
    lines = case.facts.evaluation.lines
    for line in rule.lines:
        label = COST_LINES[line].label if line in COST_LINES else line
        parts.append(f"{label} {lines.get(line, 0.0):,.0f}")
    if rule.score:
        parts.append(f"scored in {rule.score}")
    return "; ".join(parts) or meant


def party_shares(case: RiskCase) -> dict[str, float]:
    """Part of the work of each third party by id; own staff together under an empty id."""
    found: dict[str, float] = {}
    for k in range(len(case.facts.packages)):
        lead = case.facts.lead(k)
        if lead is not None:
            key = "" if lead.is_own else lead.provider_id
            found[key] = found.get(key, 0.0) + case.share([k])
    return found


def country_shares(case: RiskCase) -> dict[str, float]:
    """Part of the work done by people in each country."""
    found: dict[str, float] = {}
    for provider_id, packages in case.of_provider.items():
        country = case.project.provider(provider_id).country or case.project.settings.home_country
        found[country] = found.get(country, 0.0) + case.share(packages)
    return found


def continuity_of(case: RiskCase) -> float:
    """Continuity score of the plan: that of each provider of people, weighted by its work; NaN without."""
    whole = sum(case.share(ks) for ks in case.of_provider.values())
    if whole <= 0:
        return float("nan")
    total = sum(
        case.share(ks) * parties.continuity_score(case.project.provider(i).site_count)
        for i, ks in case.of_provider.items()
    )
    return total / whole


def operational_risk_of(case: RiskCase) -> float:
    """Operational risk of the work third parties' people do, weighted by work; NaN where there is none."""
    packages = case.by_third_people
    weight = sum(case.share([k]) for k in packages)
    if weight <= 0:
        return float("nan")
    total = sum(
        case.share([k]) * operational_risk(case.process(k).codifiability, case.process(k).metric_clarity)
        for k in packages
    )
    return total / weight


def knowledge_of(case: RiskCase, months: float) -> float:
    """Share of today's own knowledge that is left so many months after the move; NaN without own staff today.

    By process: what own staff go on doing against today, and the decay of the rest; weighted by today's
    own FTE.
    """
    experts = case.project.settings.retained_experts_months
    of_process: dict[str, list[int]] = {}
    for k in range(len(case.facts.packages)):
        of_process.setdefault(case.process(k).process_id, []).append(k)
    total, weight = 0.0, 0.0
    for packages in of_process.values():
        before, after = float(case.own_fte_today[packages].sum()), float(case.own_fte[packages].sum())
        if before <= 0:
            continue
        handed_back = [p.skills_transfer for k in packages if (p := case.third(k)) is not None]
        written = documented_share(case.process(packages[0]).codifiability, min(handed_back, default=100.0))
        left = knowledge_left(
            min(1.0, after / before), months, experts_months=experts, documented_share=written
        )
        total, weight = total + before * left, weight + before
    return total / weight if weight > 0 else float("nan")
