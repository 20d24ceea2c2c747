"""Findings about prices: rates that cannot be compared, money counted on for bad quality."""

from __future__ import annotations

from collections.abc import Iterator

from touchmap.costing.lines import rate_basis
from touchmap.findings.case import Case, some
from touchmap.plan import Finding

NOTICEABLE_SHARE = 0.0005
"""Smaller parts of a plan's cost are not worth a finding."""


def rate_bases_mixed(case: Case) -> Iterator[Finding]:
    """Rates on different bases are compared as they are."""
    settings = case.project.settings
    options = case.costing.options
    quoting = [options.providers[j] for j in sorted(set(options.people.tolist()) - {-1})]
    third = [p for p in quoting if not p.is_own]
    unknown = [p for p in third if rate_basis.uplift(settings, p) is None]
    bases = sorted({p.rate_basis.value.replace("_", " ") for p in third})
    if unknown and len(bases) > 1:
        yield Finding(
            level="amber",
            code="rate_bases_mixed",
            subject="; ".join(p.provider_id for p in unknown),
            message=f"Rates are quoted on different bases ({', '.join(bases)}); those of "
            f"{some(p.name for p in unknown)} are compared as they are, since no uplift is stated.",
        )


def malus_counted(case: Case) -> Iterator[Finding]:
    """The plan is cheaper because its quality is expected to miss its targets."""
    held_back = case.costing.linear["bonus_malus"][case.plan.chosen]
    total = float(-held_back[held_back < 0].sum())
    if total > NOTICEABLE_SHARE * abs(case.plan.cost):
        currency = case.project.settings.currency
        yield Finding(
            level="amber",
            code="malus_counted",
            message=f"{total:,.0f} {currency} of this plan's cost is saved by malus: fees held back because "
            "quality is expected to miss its target.",
        )
