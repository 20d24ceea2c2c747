"""Language pools of a plan and their staffing curves, applied a second time from the raw fields."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchmap.plan import Violation
from touchmap.project import Project, Provider, ProviderLanguage, Structural
from touchmap.project.vocabulary import PricingModel
from touchmap.verifying import money
from touchmap.verifying.check import agrees, broken_structure
from touchmap.verifying.context import Context, Row

BY_STAFF = (PricingModel.PER_HOUR, PricingModel.PER_FTE)


@dataclass(frozen=True)
class Pool:
    """A language of a provider whose people a plan needs."""

    row: ProviderLanguage
    opening_fte: float
    valley_fte: float
    """FTE of work that can wait done by those who keep it open."""


@dataclass(frozen=True)
class Part:
    """One piece of a package that people are billed for by hour or FTE."""

    hours: tuple[float, ...]
    """Handle hours in each calendar month."""
    is_live: bool
    is_stated: bool
    """Whether its FTE are stated in the offer, whatever the hours."""

    @property
    def on_curve(self) -> bool:
        """Whether its FTE follow a staffing curve."""
        return self.is_live and not self.is_stated and any(self.hours)


def open_pools(context: Context) -> list[Pool]:
    """Languages that are open: used at all or, along staffing curves, for live work billed by staff.

    Work that needs no language opens no pool.
    """
    rows = [row for row in context.rows if row.people is not None and row.package.language != "xx"]
    if context.project.settings.staffing_curve:
        rows = [row for row in rows if any(part.on_curve for part in parts(context, row))]
    used = {(_provider(row).provider_id, row.package.language) for row in rows}
    found = []
    for row in context.project.provider_languages:
        if (row.provider_id, row.language) in used:
            opening, _ = _line(context.project, row)
            found.append(Pool(row, opening, _in_valleys(context.project, row, opening)))
    return found


def _provider(row: Row) -> Provider:
    if row.people is None:
        raise ValueError(f"`row` must have people, got a platform alone for {row.package.package_id}")
    return row.people


def _line(project: Project, row: ProviderLanguage) -> tuple[float, float]:
    """Opening FTE and FTE per live handle hour: as stated, else as proposed; no slope without curves."""
    if not project.settings.staffing_curve:
        return row.opening_fte or 0.0, 0.0
    from touchmap.workload.staffing.pool_staff import pool_staff

    proposed = pool_staff(project)[row.provider_id, row.language].proposal.line
    return (
        proposed.opening_fte if row.opening_fte is None else row.opening_fte,
        proposed.fte_per_hour if row.fte_per_hour is None else row.fte_per_hour,
    )


def _in_valleys(project: Project, row: ProviderLanguage, opening_fte: float) -> float:
    """Those who keep a pool open do other work up to the blended occupancy."""
    if not project.settings.staffing_curve:
        return 0.0
    return opening_fte * project.settings.blended_occupancy / project.provider(row.provider_id).occupancy


def parts(context: Context, row: Row) -> list[Part]:
    """Pieces of a package that are billed by staff, with the hours people spend on them."""
    from touchmap.workload.staffing.groups import is_live

    option, lines = context.costing.options.options[row.option], context.costing.lines
    first = int(np.searchsorted(lines.option, row.option))
    return [
        Part(
            tuple(float(h) for h in lines.hours[first + n]),
            is_live(piece.stream),
            offer.fte_override is not None,
        )
        for n, (piece, offer) in enumerate(zip(row.package.pieces, option.people_offers, strict=True))
        if offer is not None and offer.pricing_model in BY_STAFF
    ]


def waiting_fte(context: Context, row: Row) -> list[float]:
    """FTE of a package's work that can wait and is billed by staff, by calendar month."""
    provider, paid = _provider(row), context.project.settings.paid_hours_per_month
    waiting = [p.hours for p in parts(context, row) if not (p.is_live or p.is_stated)]
    hours = (sum(of_part[t] for of_part in waiting) for t in range(12))
    return [h / provider.occupancy / (1 - provider.shrinkage) / paid for h in hours]


def off_the_curve(context: Context) -> list[Violation]:
    """Packages whose live work is not costed along the line of its pool."""
    project = context.project
    if not project.settings.staffing_curve:
        return []
    listed = {(r.provider_id, r.language): r for r in project.provider_languages if r.language != "xx"}
    wrong = []
    for row in context.rows:
        pool = listed.get((row.people.provider_id, row.package.language)) if row.people else None
        billed = parts(context, row)
        if pool is None or any(p.is_stated for p in billed) or not any(p.on_curve for p in billed):
            continue
        _, slope = _line(project, pool)
        waiting = waiting_fte(context, row)
        for t in money.plan_months(project):
            found = float(context.costing.staff_billed_fte[row.option, t])
            expected = slope * sum(p.hours[t] for p in billed if p.is_live) + waiting[t]
            if not agrees(found, expected):
                name, amount = row.package.package_id, abs(found - expected)
                message = (
                    f"Package {name} is costed at {found:,.2f} FTE; its curve gives {expected:,.2f} FTE."
                )
                wrong.append(broken_structure(Structural.LANGUAGE_POOL, message, subject=name, amount=amount))
                break
    return wrong
