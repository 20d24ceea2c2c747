"""Rules that are gates: which options each one refuses. One function per stem.

A must-gate closes options before the program is built; a should-gate leaves them open and prices
every contact done against it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from touchmap.costing.contracts import is_free_to_leave
from touchmap.costing.costing import Costing
from touchmap.costing.readiness import is_unready
from touchmap.costing.start import leaves_party
from touchmap.project import ActiveRule
from touchmap.project.stems import RuleStem
from touchmap.project.vocabulary import LanguageLevel, ScopeSide
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Ints
from touchmap.work.scopes import WorkScopes, provider_in_scope
from touchmap.work.today import Today, today_of

Bools = npt.NDArray[np.bool_]
ROUNDING = 1e-6
"""Points by which a quality may miss a floor and still reach it, relative to a floor above 1."""


class GateFacts:
    """What the gates look up of options, read once for a costing."""

    def __init__(self, costing: Costing) -> None:
        self.costing, self.options, self.project = costing, costing.options, costing.project
        self.today: tuple[Today, ...] = today_of(self.project, self.options.packages)
        self.scopes = WorkScopes(self.project, self.options.packages, self.today)
        self.own = np.array([p.is_own for p in self.options.providers] + [False])

    def in_work_scope(self, rule: ActiveRule) -> Bools:
        """Options of packages in a rule's work scope."""
        inside = np.zeros(len(self.options.packages), dtype=bool)
        inside[self.scopes.select(rule.scope(ScopeSide.WORK))] = True
        return inside[self.options.package]

    def in_provider_scope(self, rule: ActiveRule, party: Ints) -> Bools:
        """Options whose party (given by index, `NONE` = no such party) is in a rule's provider scope.

        The field ``today`` asks whether the option's lead is today's, whichever party is looked at.
        """
        scope = rule.scope(ScopeSide.PROVIDER)
        known: dict[tuple[int, bool], bool] = {}
        out = np.zeros(len(party), dtype=bool)
        for i, (j, moves) in enumerate(zip(party.tolist(), self.options.moves.tolist(), strict=True)):
            if j == NONE:
                continue
            if (j, moves) not in known:
                known[j, moves] = provider_in_scope(
                    self.project, self.options.providers[j], scope, is_today=not moves
                )
            out[i] = known[j, moves]
        return out

    def of_packages(self, holds: Callable[[int], bool]) -> Bools:
        """Options of the packages for which something holds."""
        flags = np.array([holds(k) for k in range(len(self.options.packages))], dtype=bool)
        return flags[self.options.package] if len(flags) else np.zeros(0, dtype=bool)


def min_process_quality(facts: GateFacts, rule: ActiveRule) -> Bools:
    """Changed work below the floor, or with self-service below its own floor."""
    options, quality = facts.options, facts.costing.quality
    floor = facts.project.settings.self_service_quality_floor
    alone = options.people == NONE
    below = _misses(quality.expected, np.where(alone, floor, rule.rule.minimum or 0.0))
    today = np.where(options.is_known, options.platform[options.today[options.package]], NONE)
    new_platform = (options.platform != NONE) & (options.platform != today)
    poor_platform = new_platform & _misses(np.nan_to_num(quality.platform, nan=0.0), floor)
    result: Bools = ~options.is_today & (below | poor_platform)
    return result


def _misses(value: Array, floor: Array | float) -> Bools:
    result: Bools = value < floor - ROUNDING * np.maximum(1.0, np.abs(floor))
    return result


def pin(facts: GateFacts, rule: ActiveRule) -> Bools:
    """Options in which none of the named parties takes part."""
    return ~_any_party(facts, rule)


def forbid(facts: GateFacts, rule: ActiveRule) -> Bools:
    """Options in which one of the named parties takes part."""
    return _any_party(facts, rule)


def _any_party(facts: GateFacts, rule: ActiveRule) -> Bools:
    options = facts.options
    return facts.in_provider_scope(rule, options.people) | facts.in_provider_scope(rule, options.platform)


def lead_outside_scope(facts: GateFacts, rule: ActiveRule) -> Bools:
    """Options whose lead is not among the providers the rule allows."""
    return ~facts.in_provider_scope(rule, facts.options.lead)


def key_competency_inhouse(facts: GateFacts, rule: ActiveRule) -> Bools:
    """Key competencies led by others, unless somebody has signed for it."""

    def is_kept(k: int) -> bool:
        process = facts.options.packages[k].process
        return process.key_competency and not process.competency_override_by

    result: Bools = facts.of_packages(is_kept) & ~facts.own[facts.options.lead]
    return result


def ready_to_move(facts: GateFacts, rule: ActiveRule) -> Bools:
    """Unready work that would move to others before mending it is priced, owned and dated."""

    def is_stuck(k: int) -> bool:
        process = facts.options.packages[k].process
        planned = (
            process.remediation_cost is not None and process.remediation_owner and process.remediation_on
        )
        return is_unready(facts.project, process.process_id) and not planned

    result: Bools = facts.of_packages(is_stuck) & facts.options.moves & ~facts.own[facts.options.lead]
    return result


def licence(facts: GateFacts, rule: ActiveRule) -> Bools:
    """Third parties that lack what the rule requires."""
    required = rule.scope(ScopeSide.REQUIREMENT)

    def holds(j: int) -> bool:
        provider = facts.options.providers[j]
        held = {"certification": set(provider.certifications), "licence": set(provider.licences)}
        return provider.is_own or all(held[f] & set(values) for f, values in required.items() if f in held)

    able = np.array([holds(j) for j in range(len(facts.options.providers))] + [True])
    return ~able[facts.options.lead]


def language_proficiency(facts: GateFacts, rule: ActiveRule) -> Bools:
    """Leads whose level in the package's language is below what the rule requires."""
    levels = [LanguageLevel(v) for v in rule.scope(ScopeSide.REQUIREMENT).get("language_level", ())]
    needed = min((level.rank for level in levels), default=0)
    spoken = {(r.provider_id, r.language): r.level.rank for r in facts.project.provider_languages}
    listing = {r.provider_id for r in facts.project.provider_languages}
    out = np.zeros(len(facts.options.options), dtype=bool)
    for i, j in enumerate(facts.options.lead):
        language = facts.options.packages[facts.options.package[i]].language
        provider_id = facts.options.providers[j].provider_id
        unlisted = 0 if provider_id in listing else LanguageLevel.C1.rank
        out[i] = language != "xx" and spoken.get((provider_id, language), unlisted) < needed
    return out


def locked_contract(facts: GateFacts, rule: ActiveRule) -> Bools:
    """Work that would leave a contract's party before the contract can be left for free."""
    bound = np.full(len(facts.options.packages), NONE)
    for k, today in enumerate(facts.today):
        if today.contract_id is not None and not is_free_to_leave(facts.project, today.contract_id):
            bound[k] = facts.options.position[facts.project.contract(today.contract_id).provider_id]
    return leaves_party(facts.options, bound) & ~facts.options.is_today


GATE_RULES: dict[RuleStem, Callable[[GateFacts, ActiveRule], Bools]] = {
    RuleStem.MIN_PROCESS_QUALITY: min_process_quality,
    RuleStem.PIN: pin,
    RuleStem.FORBID: forbid,
    RuleStem.ALLOWED_SOURCING: lead_outside_scope,
    RuleStem.TOUCH_SOURCING: lead_outside_scope,
    RuleStem.DATA_RESIDENCY: lead_outside_scope,
    RuleStem.KEY_COMPETENCY_INHOUSE: key_competency_inhouse,
    RuleStem.READY_TO_MOVE: ready_to_move,
    RuleStem.LICENCE: licence,
    RuleStem.LANGUAGE_PROFICIENCY: language_proficiency,
    RuleStem.LOCKED_CONTRACT: locked_contract,
}
"""Every gate by stem."""


def refused_by(facts: GateFacts, rule: ActiveRule) -> Bools:
    """Options a gate refuses: those it speaks of, in its work scope."""
    return GATE_RULES[rule.rule.stem](facts, rule) & facts.in_work_scope(rule)
