"""Gates that depend on the work: quality floor, competency, readiness, licence, language, contract."""

from __future__ import annotations

import numpy as np

from touchmap.project import ActiveRule, Contract, Process, Project
from touchmap.project.vocabulary import LanguageLevel, ScopeSide
from touchmap.verifying.check import Check, exceeds
from touchmap.verifying.context import Context, Row
from touchmap.verifying.gates import gate

UNHEALTHY = 2
"""Health up to which a process is mended before it moves."""


def check_min_process_quality(context: Context, rule: ActiveRule) -> Check:
    """Nothing that changes falls below the quality floor; self-service has its own floor."""
    quality = context.costing.quality
    floor = context.project.settings.self_service_quality_floor

    def reason(row: Row) -> str | None:
        if not context.changed(row):
            return None
        least = floor if row.people is None else rule.rule.minimum
        expected = float(quality.expected[row.option])
        if least is not None and exceeds(least, expected):
            return f"reaches {expected:.1f} points at {row.lead.provider_id}, less than {least:.1f}"
        today = context.known_today[row.k]
        platform = row.platform
        if platform is None or (today is not None and today.platform_id == platform.provider_id):
            return None
        offered = float(np.nan_to_num(quality.platform[row.option]))
        if exceeds(floor, offered):
            return (
                f"has self-service of {offered:.1f} points by {platform.provider_id}, less than {floor:.1f}"
            )
        return None

    return gate(context, rule, reason)


def check_key_competency_inhouse(context: Context, rule: ActiveRule) -> Check:
    """A key competency stays with own staff unless somebody signs for it."""

    def reason(row: Row) -> str | None:
        process = row.package.process
        if not process.key_competency or process.competency_override_by or row.lead.is_own:
            return None
        return f"is a key competency done by {row.lead.provider_id}, and nobody signed for that"

    return gate(context, rule, reason)


def check_ready_to_move(context: Context, rule: ActiveRule) -> Check:
    """Unhealthy or undocumented work does not move to others until mending it is priced, owned and dated."""

    def reason(row: Row) -> str | None:
        process = row.package.process
        if row.lead.is_own or not context.moves(row) or not is_unready(context.project, process):
            return None
        if _mending_is_planned(process):
            return None
        return f"moves to {row.lead.provider_id} before it is mended or written down"

    return gate(context, rule, reason)


def is_unready(project: Project, process: Process) -> bool:
    """Whether a process is unhealthy or documented below the project's bar."""
    return process.health <= UNHEALTHY or process.codifiability < project.settings.documentation_bar


def _mending_is_planned(process: Process) -> bool:
    priced, dated = process.remediation_cost is not None, process.remediation_on is not None
    return priced and dated and bool(process.remediation_owner)


def check_licence(context: Context, rule: ActiveRule) -> Check:
    """Work is only done by third parties that hold the certificate or licence."""
    asked = rule.scope(ScopeSide.REQUIREMENT)
    certificates, licences = asked.get("certification", ()), asked.get("licence", ())

    def reason(row: Row) -> str | None:
        lead = row.lead
        if lead.is_own:
            return None
        lacks = [
            " or ".join(wanted)
            for wanted, held in ((certificates, lead.certifications), (licences, lead.licences))
            if wanted and not set(wanted) & set(held)
        ]
        return f"is done by {lead.provider_id}, which does not hold {' and '.join(lacks)}" if lacks else None

    return gate(context, rule, reason)


def check_language_proficiency(context: Context, rule: ActiveRule) -> Check:
    """Work is only done at this language level or better."""
    asked = rule.scope(ScopeSide.REQUIREMENT).get("language_level", ())
    least = min((LanguageLevel(level) for level in asked), key=lambda level: level.rank, default=None)
    levels = {(r.provider_id, r.language): r.level for r in context.project.provider_languages}
    lists_any = {r.provider_id for r in context.project.provider_languages}

    def reason(row: Row) -> str | None:
        language, provider_id = row.package.language, row.lead.provider_id
        if least is None or language == "xx":
            return None
        level = levels.get((provider_id, language)) if provider_id in lists_any else LanguageLevel.C1
        if level is not None and level.rank >= least.rank:
            return None
        has = "not at all" if level is None else f"at level {level.value}"
        return f"is done by {provider_id}, which speaks {language} {has}, below {least.value}"

    return gate(context, rule, reason)


def check_locked_contract(context: Context, rule: ActiveRule) -> Check:
    """Work under a contract stays with its party until the contract can be left for free."""
    contracts = {c.contract_id: c for c in context.project.contracts}

    def reason(row: Row) -> str | None:
        contract_id = context.today[row.k].contract_id
        if contract_id is None or not context.changed(row):
            return None
        contract = contracts[contract_id]
        if contract.provider_id in [p.provider_id for p in row.parties]:
            return None
        if is_left_free(context.project, contract):
            return None
        return f"moves to {row.lead.provider_id} while contract {contract_id} still runs"

    return gate(context, rule, reason)


def is_left_free(project: Project, contract: Contract) -> bool:
    """Whether a contract's term ends no later than its notice would; unknown dates never do."""
    left = months_of_term(project, contract)
    usual = project.provider(contract.provider_id).notice_months
    notice = usual if contract.notice_months is None else contract.notice_months
    return left is not None and left <= (notice or 0)


def months_of_term(project: Project, contract: Contract) -> int | None:
    """Months of a contract's term that are left when the plan starts; none if its dates are not known."""
    start, end = project.settings.start_on, contract.ends_on
    if start is None or end is None:
        return None
    return max(0, 12 * (end.year - start.year) + end.month - start.month)
