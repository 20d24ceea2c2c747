"""Risks of the parties: their systems, culture, prices, data, capacity, contracts, places and people."""

from __future__ import annotations

import numpy as np

from touchmap.analysis.risks.case import (
    Fact,
    RiskCase,
    Trigger,
    ids,
    impact_of,
    level,
    of_process,
    of_provider,
    of_settings,
    shown,
    unique,
)
from touchmap.analysis.scorecard.gates import holds
from touchmap.analysis.scorecard.incentives import REWARDS_VOLUME
from touchmap.project import Provider, RuleStem
from touchmap.project.vocabulary import PricingModel, SourcingModel, TransferBasis
from touchmap.work.transfer import PERSONAL_DATA, SPECIAL_DATA, transfer_basis

CULTURE_FLOOR = 70.0
NEAR_LIMIT = 0.8
"""Part of a limit from which coming close to it is a risk."""
USUAL_CAP = 0.5
"""Most one third party should do where no rule says."""
LOCKED_FROM, LONG_TERM = 6.0, 36
"""Months of bill it takes to leave, and months of term, from which a contract locks in."""
HIGH_ATTRITION, HIGH_INDEXATION, WAGE_GAP = 0.40, 0.05, 0.05
OWN_FLEX = 0.15
"""Part of own peak staff that is flexible where nobody says; third parties follow the season."""
LARGE_SITE = 0.10
"""Part of the work from which a single site is a risk."""


def difficult_systems(case: RiskCase) -> Trigger | None:
    """R04: work moves to parties that have no access to the systems it needs."""
    connected = {(r.provider_id, r.system_id) for r in case.project.provider_systems}
    needs: dict[str, list[str]] = {}
    for row in case.project.process_systems:
        needs.setdefault(row.process_id, []).append(row.system_id)
    lacking: dict[tuple[str, str], set[int]] = {}
    for k in case.outside:
        third = case.third(k)
        if third is None or not case.moved(k) or third.on_client_premises:
            continue
        for system_id in needs.get(case.process(k).process_id, []):
            if (third.provider_id, system_id) not in connected:
                lacking.setdefault((third.provider_id, system_id), set()).add(k)
    if not lacking:
        return None
    facts = [
        Fact("systems", system_id, "integration_cost", shown(case.project.system(system_id).integration_cost))
        for _, system_id in sorted(lacking)
    ]
    facts += [Fact("provider_systems", f"{p}/{s}", "system_id", "no row") for p, s in sorted(lacking)]
    probability = 2 + sum(len(lacking) >= n for n in (3, 6, 10))
    packages = {k for ks in lacking.values() for k in ks}
    note = f"{len(lacking)} connections to build"
    return Trigger(
        ids(p for p, _ in lacking), unique(facts), probability, impact_of(case.share(packages)), note
    )


def culture_clash(case: RiskCase) -> Trigger | None:
    """R07: a partner whose ways are far from ours."""
    found = [
        (p, ks) for p, ks in case.third_parties if not p.is_platform and p.cultural_match < CULTURE_FLOOR
    ]
    if not found:
        return None
    worst = min(p.cultural_match for p, _ in found)
    probability = 3 + (worst < 60) + (worst < 50)
    packages = [k for _, ks in found for k in ks]
    return Trigger(
        ids(p.provider_id for p, _ in found),
        unique(f for p, _ in found for f in of_provider(p, "cultural_match")),
        probability,
        impact_of(case.share(packages)),
    )


def no_motive_to_save(case: RiskCase) -> Trigger | None:
    """R11: a provider paid by volume has no reason to make contacts fewer or shorter."""
    options = case.facts.costing.options.options
    facts, packages, by_minute = [], [], False
    for k in case.by_third_people:
        for offer in options[int(case.facts.choice[k])].people_offers:
            if offer is None or offer.pricing_model not in REWARDS_VOLUME or offer.bonus_malus_share > 0:
                continue
            packages.append(k)
            by_minute = by_minute or offer.pricing_model is PricingModel.PER_MINUTE
            facts += [
                Fact("offers", offer.offer_id, f, shown(getattr(offer, f)))
                for f in ("pricing_model", "bonus_malus_share")
            ]
    if not packages:
        return None
    thirds = [p for k in packages if (p := case.third(k)) is not None]
    return Trigger(
        ids(p.provider_id for p in thirds),
        unique(facts),
        4 if by_minute else 3,
        impact_of(case.share(packages)),
    )


def data_protection(case: RiskCase) -> Trigger | None:
    """R12: personal data leaves the law's reach, or goes where security is not certified."""
    facts, packages, probability, worst = [], [], 0, PERSONAL_DATA
    for k in case.outside:
        process, third = case.process(k), case.third(k)
        if third is None or process.data_class < PERSONAL_DATA:
            continue
        likely = _data_risk(case, third, process.data_class)
        if likely:
            packages.append(k)
            probability, worst = max(probability, likely), max(worst, process.data_class)
            facts += of_process(process, "data_class")
            facts += [Fact("providers", third.provider_id, "transfer_basis", _basis(case, third).value)]
            facts += of_provider(third, "certifications")
    if not packages:
        return None
    places = ids(p.provider_id for k in packages if (p := case.third(k)) is not None)
    return Trigger(places, unique(facts), probability, 5 if worst >= SPECIAL_DATA else 4)


def _basis(case: RiskCase, third: Provider) -> TransferBasis:
    return transfer_basis(case.project, third)


def _data_risk(case: RiskCase, third: Provider, data_class: int) -> int:
    """Probability: 5 without any basis, 4 for class 4 under SCC, 3 under SCC or without ISO 27001, else 0."""
    basis = _basis(case, third)
    if basis is TransferBasis.NONE:
        return 5
    if basis is TransferBasis.SCC:
        return 4 if data_class >= SPECIAL_DATA else 3
    certified = third.on_client_premises or holds(third.certifications, "ISO27001")
    return 0 if certified else 3


def slow_scaling(case: RiskCase) -> Trigger | None:
    """R13: more people are needed sooner than the provider hires."""
    months = case.project.settings.transition_months
    need, before = case.facts.evaluation.fte_by_party, case.facts.today.fte_by_party
    found: list[tuple[Provider, float, str]] = []
    for provider_id, _ in sorted(case.of_provider.items()):
        provider = case.project.provider(provider_id)
        ramp = provider.ramp_fte_per_month
        if ramp is None:
            continue
        j = case.facts.costing.options.position[provider_id]
        new = float(need[j].max() - before[j].max())
        usual = OWN_FLEX if provider.is_own else 1.0
        flexible = (usual if provider.flex_share is None else provider.flex_share) * float(need[j].max())
        rise = float(np.max(need[j] - np.roll(need[j], 1))) - flexible
        tests = (
            (new, ramp * months, f"{new:.1f} more FTE at the peak, {ramp * months:g} in {months:g} months"),
            (rise, ramp, f"{rise:.1f} more FTE in one month than flexible staff cover, ramp {ramp:g}"),
        )
        ratio, words = max((_ratio(n, most), w) for n, most, w in tests)
        if ratio > NEAR_LIMIT:
            found.append((provider, ratio, words))
    if not found:
        return None
    worst = max(ratio for _, ratio, _ in found)
    packages = [k for p, _, _ in found for k in case.of_provider[p.provider_id]]
    facts = [f for p, _, _ in found for f in of_provider(p, "ramp_fte_per_month", "flex_share")]
    return Trigger(
        ids(p.provider_id for p, _, _ in found),
        unique([*facts, *of_settings(case.project, "transition_months")]),
        2 if worst <= 1 else 4 if worst <= 1.5 else 5,
        impact_of(case.share(packages)),
        "; ".join(f"{p.name}: {words}" for p, _, words in found),
    )


def _ratio(need: float, most: float) -> float:
    """How much of what is possible is needed; nothing is needed below a tenth of an FTE."""
    if need < 0.1:
        return 0.0
    return need / most if most > 0 else 99.0


def single_provider(case: RiskCase) -> Trigger | None:
    """R14: too much hangs on one third party."""
    rules = [r.rule for r in case.rules_of(RuleStem.MAX_CONCENTRATION) if r.rule.maximum is not None]
    cap = min((r.maximum or 0.0 for r in rules), default=USUAL_CAP)
    found = [(p, case.share(ks)) for p, ks in case.third_parties if case.share(ks) >= NEAR_LIMIT * cap > 0]
    if not found:
        return None
    largest = max(share for _, share in found)
    facts = [Fact("rules", r.rule_id, "maximum", shown(r.maximum)) for r in rules]
    facts += [
        Fact("providers", p.provider_id, "provider_id", f"{100 * s:.0f} % of the work") for p, s in found
    ]
    probability = 5 if largest > cap else 4 if largest >= 0.9 * cap else 3
    note = f"cap {100 * cap:.0f} %"
    return Trigger(ids(p.provider_id for p, _ in found), unique(facts), probability, impact_of(largest), note)


def lock_in(case: RiskCase) -> Trigger | None:
    """R15: leaving takes so long or costs so much that nobody will."""
    found = []
    for provider, ks in case.third_parties:
        leaving = (provider.notice_months or 0) + provider.exit_fee_months
        long = (provider.contract_months or 0) > LONG_TERM
        if leaving >= LOCKED_FROM or long:
            found.append((provider, ks, leaving, long))
    if not found:
        return None
    worst = max(leaving for _, _, leaving, _ in found)
    probability = 2 + (worst >= LOCKED_FROM) + (worst >= 9) + (worst >= 12) + any(x[3] for x in found)
    fields = ("notice_months", "exit_fee_months", "contract_months", "volume_band_share")
    return Trigger(
        ids(p.provider_id for p, *_ in found),
        unique(f for p, *_ in found for f in of_provider(p, *fields)),
        level(probability),
        impact_of(case.share(k for _, ks, _, _ in found for k in ks)),
        f"up to {worst:g} months of bill to leave",
    )


def unmanaged(case: RiskCase) -> Trigger | None:
    """R16: nobody at the client has the task and the time to manage a third party."""
    contracts: dict[str, list[tuple[str, float | None]]] = {}
    for c in case.project.contracts:
        contracts.setdefault(c.provider_id, []).append((c.owner, c.owner_time_share))
    nobody: list[Provider] = []
    no_time: list[Provider] = []
    packages: list[int] = []
    for provider, ks in case.third_parties:
        known = contracts.get(provider.provider_id, [])
        owned = bool(provider.owner) or any(owner for owner, _ in known)
        timed = provider.owner_time_share is not None or any(time is not None for _, time in known)
        if not (owned and timed):
            (no_time if owned else nobody).append(provider)
            packages += ks
    if not packages:
        return None
    facts = [f for p in (*nobody, *no_time) for f in of_provider(p, "owner", "owner_time_share")]
    facts += of_settings(case.project, "retained_organisation_fte")
    return Trigger(
        ids(p.provider_id for p in (*nobody, *no_time)),
        unique(facts),
        4 if nobody else 3,
        impact_of(case.share(packages)),
    )


def eroding_case(case: RiskCase) -> Trigger | None:
    """R17: leavers, rising wages and currencies eat what the rate card promises."""
    currency = case.project.settings.currency
    found, most = [], 0
    facts: list[Fact] = []
    for provider, ks in case.third_parties:
        if provider.is_platform:
            continue
        gap = provider.wage_inflation - provider.indexation
        signs = [
            ("attrition", provider.attrition >= HIGH_ATTRITION),
            ("indexation", provider.indexation >= HIGH_INDEXATION),
            ("wage_inflation", gap >= WAGE_GAP - 1e-9),
            ("currency", provider.currency not in (None, currency)),
        ]
        fields = [field for field, there in signs if there]
        if fields:
            found.append((provider, ks))
            most = max(most, len(fields))
            facts += of_provider(provider, *fields)
    if not found:
        return None
    packages = [k for _, ks in found for k in ks]
    return Trigger(
        ids(p.provider_id for p, _ in found), unique(facts), level(1 + most), impact_of(case.share(packages))
    )


def continuity_score(sites: int, countries: int = 1) -> float:
    """How well work goes on when a site fails: one site 50, several in one country 75, two countries 90.

    >>> continuity_score(1), continuity_score(3), continuity_score(2, countries=2)
    (50.0, 75.0, 90.0)
    """
    if countries > 1:
        return 90.0
    return 75.0 if sites > 1 else 50.0


def location_shock(case: RiskCase) -> Trigger | None:
    """R18: much of the work stands or falls with one building."""
    found = []
    for provider_id, ks in sorted(case.of_provider.items()):
        provider = case.project.provider(provider_id)
        if provider.site_count <= 1 and case.share(ks) >= LARGE_SITE:
            found.append((provider, ks))
    if not found:
        return None
    far = {SourcingModel.NEARSHORE: 3, SourcingModel.OFFSHORE: 4}
    facts = [f for p, _ in found for f in of_provider(p, "site_count", "country")]
    packages = [k for _, ks in found for k in ks]
    return Trigger(
        ids(p.provider_id for p, _ in found),
        unique(facts),
        max(far.get(p.sourcing_model, 2) for p, _ in found),
        impact_of(max(case.share(ks) for _, ks in found)),
        f"{100 * case.share(packages):.0f} % of the work at single sites",
    )
