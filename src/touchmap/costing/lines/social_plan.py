"""Social plan: severance of own staff whom a move sets free."""

from __future__ import annotations

from touchmap.costing.frame import Frame
from touchmap.costing.lines import staff_transfer
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.project import Settings
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Social plan",
    "displaced FTE × (1 − going over) × (1 − redeployed) × (1 − leaving anyway) × tenure × months per year "
    "× salary × factor",
    "settings.average_tenure_years, settings.gross_salary_per_month, settings.severance_months_per_year, "
    "settings.social_plan_factor, settings.redeploy_share, settings.natural_attrition_per_month, "
    "settings.staff_transfer_share",
    "usual a third to half a month for each year of service, factor 1–2",
)


def leaving_share(settings: Settings) -> float:
    """Share of displaced staff who lose their work: neither redeployed nor leaving anyway.

    ``(1 − redeployed) × (1 − natural attrition) ^ transition months``

    >>> round(leaving_share(Settings(redeploy_share=0.25, natural_attrition_per_month=0.02)), 6)
    0.664382
    """
    s = settings
    return float((1 - s.redeploy_share) * (1 - s.natural_attrition_per_month) ** s.transition_months)


def severance_per_fte(settings: Settings) -> float:
    """Cost of one displaced FTE under the social plan; 0 where salary, tenure or severance is not known.

    ``share who leave × tenure × months per year × factor × salary``

    >>> severance_per_fte(
    ...     Settings(average_tenure_years=6, gross_salary_per_month=3000, severance_months_per_year=0.5)
    ... )
    9000.0
    """
    s = settings
    if (
        s.average_tenure_years is None
        or s.gross_salary_per_month is None
        or s.severance_months_per_year is None
    ):
        return 0.0
    months = s.average_tenure_years * s.severance_months_per_year * s.social_plan_factor
    return float(leaving_share(s) * months * s.gross_salary_per_month)


def by_option(frame: Frame) -> Array:
    """Money once by option; those who go over with their work keep it."""
    return frame.displaced_fte * (1 - staff_transfer.share_of(frame)) * severance_per_fte(frame.settings)


def if_left_undone(frame: Frame) -> Array:
    """Money once if a package is left unassigned, shape (packages,)."""
    return frame.own_fte_today * severance_per_fte(frame.settings)
