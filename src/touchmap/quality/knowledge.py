"""How long a company still knows work it no longer does."""

from __future__ import annotations

HALF_LIFE_MONTHS = 18.0
"""Months in which half of what nobody practises any more is forgotten or has left (assumption)."""


def knowledge_left(
    own_share: float, months: float, *, experts_months: float = 0.0, documented_share: float = 0.0
) -> float:
    """Share of today's knowledge of some work that is left in the company, 0 … 1.

    ``own + (1 − own) × (documented + (1 − documented) × 0.5 ^ (max(0, months − experts) ÷ 18))``: what own
    staff go on doing is kept, experts keep the rest while they stay, what is written down and handed back
    does not decay, the remainder halves every 18 months.

    Parameters
    ----------
    own_share
        Part of the work own staff still do, 0 … 1.
    months
        Months since the rest went away, ≥ 0.
    experts_months
        How long experts are retained.
    documented_share
        Part that is written down and handed back, 0 … 1.

    Raises
    ------
    ValueError
        If a share is outside 0 … 1 or the months are negative.

    >>> knowledge_left(0.2, 18), knowledge_left(0.2, 18, experts_months=12, documented_share=0.5)
    (0.6000000000000001, 0.9174802103936399)
    """
    if not (0 <= own_share <= 1 and 0 <= documented_share <= 1):
        raise ValueError(f"shares must be in 0 … 1, got {own_share} and {documented_share}")
    if months < 0 or experts_months < 0:
        raise ValueError(f"`months` must be at least 0, got {min(months, experts_months)}")
    remembered: float = 0.5 ** (max(0.0, months - experts_months) / HALF_LIFE_MONTHS)
    return own_share + (1 - own_share) * (documented_share + (1 - documented_share) * remembered)


def documented_share(codifiability: float, skills_transfer: float) -> float:
    """Part of the knowledge of a process that is written down and handed back, 0 … 1.

    ``(codifiability − 1) ÷ 4 × skills transfer ÷ 100``.

    Parameters
    ----------
    codifiability
        Of the process, 1 … 5.
    skills_transfer
        Of who does it, 0 … 100.

    >>> documented_share(5, 80), documented_share(1, 80)
    (0.8, 0.0)
    """
    return (codifiability - 1) / 4 * skills_transfer / 100
