"""Brand risk as customers lost: extra churn in percentage points, and what it costs a year."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.project import Settings

KAPPA_LOWEST, KAPPA_HIGHEST = 0.2, 1.5
"""Range of the extra churn at full exposure, percentage points a year (expert estimate)."""
KAPPA_BY_SECTOR = {"tele": 0.8, "isp": 0.8, "insur": 1.0, "retail": 0.5, "commerce": 0.5}
"""Extra churn at full exposure by a word of the sector, percentage points a year (expert estimate)."""
KAPPA_ELSEWHERE = 0.8
LONGEST_LIFETIME = 4.5
"""Years of margin a lost customer stands for at most; also where churn is not known."""


@dataclass(frozen=True)
class ExtraChurn:
    """Customers lost a year more than today: lowest, expected and highest."""

    points: tuple[float, float, float]
    """Percentage points of all customers a year."""
    money: tuple[float, float, float] | None
    """Margin lost by a year's leavers over their lifetime; None where customers or margin are not stated."""
    kappa: float
    """Percentage points at full exposure."""
    source: str
    """Where kappa comes from."""


def lifetime_years(settings: Settings) -> float:
    """Years a customer would have stayed: one over the churn a year, at most 4.5, as where it is not stated.

    >>> lifetime_years(Settings(annual_churn=0.5)), lifetime_years(Settings())
    (2.0, 4.5)
    """
    return min(LONGEST_LIFETIME, 1 / settings.annual_churn) if settings.annual_churn else LONGEST_LIFETIME


def churn_at_full_exposure(settings: Settings) -> tuple[float, str]:
    """κ: extra churn were every contact visible, abroad and as foreign as can be, and where it comes from.

    `settings.churn_at_full_offshore_voice` where stated, else by the sector.

    >>> churn_at_full_exposure(Settings(sector="Online retail"))
    (0.5, 'usual for the sector')
    >>> churn_at_full_exposure(Settings(churn_at_full_offshore_voice=0.012))
    (1.2, 'settings.churn_at_full_offshore_voice')
    """
    if settings.churn_at_full_offshore_voice is not None:
        return 100 * settings.churn_at_full_offshore_voice, "settings.churn_at_full_offshore_voice"
    sector = settings.sector.lower()
    for word, kappa in KAPPA_BY_SECTOR.items():
        if word in sector:
            return kappa, "usual for the sector"
    return KAPPA_ELSEWHERE, "usual where the sector is not known"


def extra_churn(settings: Settings, exposure: float, exposure_today: float = 0.0) -> ExtraChurn:
    """Extra churn of a plan against today.

    ``Δ pp = κ × (exposure − today's) ÷ 100``, with κ from 0.2 to 1.5; ``money a year = customers × Δ × margin
    × lifetime``, the lifetime being one over the churn a year, at most 4.5 years. Less exposure than today
    wins customers: negative.

    Parameters
    ----------
    exposure, exposure_today
        Average brand risk in points, of a plan and of today.

    100,000 customers, 1 pp × 10 ÷ 100 = 0.1 pp = 100 customers at 50 a year for 2 years:

    >>> found = extra_churn(Settings(sector="Insurance", customers=100_000, annual_churn=0.5,
    ...                              annual_margin_per_customer=50), exposure=10)
    >>> [round(p, 3) for p in found.points], [round(m) for m in found.money]
    ([0.02, 0.1, 0.15], [2000, 10000, 15000])
    """
    kappa, source = churn_at_full_exposure(settings)
    rise = (exposure - exposure_today) / 100
    points = (
        min(KAPPA_LOWEST, kappa) * rise,
        kappa * rise,
        max(KAPPA_HIGHEST, kappa) * rise,
    )
    money = None
    if settings.customers is not None and settings.annual_margin_per_customer is not None:
        lifetime = lifetime_years(settings)
        worth = settings.customers * settings.annual_margin_per_customer * lifetime / 100
        money = (points[0] * worth, points[1] * worth, points[2] * worth)
    return ExtraChurn(points, money, kappa, source)
