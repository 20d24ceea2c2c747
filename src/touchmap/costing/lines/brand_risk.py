"""Brand risk as money: customers lost because contacts are handled abroad. Off by default.

The rate is the least certain figure of all: published values reach from 0.2 to 1.5 points of churn a
year with all contacts abroad (0.5 in retail, 0.8 in telecom, 1.0 in insurance), and they are old. Where
it is off, the break-even of churn stands beside every saving instead.
"""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.project import Settings
from touchmap.project.vocabulary import BACKSTAGE_CHANNELS
from touchmap.quality.churn import lifetime_years
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.packages import all_contacts

FACTS = LineFacts(
    LineKind.RUNNING,
    "Brand risk (extra churn)",
    "customers × margin × lifetime × churn if all were abroad × share of visible contacts × brand risk ÷ 100",
    "settings.brand_risk_counted, settings.churn_at_full_offshore_voice, settings.customers, "
    "settings.annual_margin_per_customer, settings.annual_churn",
    "0.2–1.5 points of churn a year, surveys of 2003–2010",
)


def worth_a_month(settings: Settings) -> float | None:
    """Value lost for each month in which all visible contacts are at full risk; none if not known or off.

    >>> s = Settings(brand_risk_counted=True, customers=12_000, annual_margin_per_customer=50,
    ...              annual_churn=0.5, churn_at_full_offshore_voice=0.01)
    >>> worth_a_month(s)       # 12,000 × 50 × 2 years × 1 % ÷ 12
    1000.0
    """
    s = settings
    if not s.brand_risk_counted or s.churn_at_full_offshore_voice is None:
        return None
    if s.customers is None or s.annual_margin_per_customer is None:
        return None
    lost = s.customers * s.churn_at_full_offshore_voice
    return lost * s.annual_margin_per_customer * lifetime_years(s) / MONTHS


def by_option(frame: Frame) -> Array:
    """Money a month by option, the same in each month, shape (options, 12)."""
    options = frame.options
    out = np.zeros((len(options.options), MONTHS))
    worth = worth_a_month(frame.settings)
    if not worth:
        return out
    contacts = frame.calendar.average(all_contacts(frame.project, options.packages))
    seen = np.array(
        [any(p.stream.channel not in BACKSTAGE_CHANNELS for p in k.pieces) for k in options.packages]
    )
    visible = float((contacts * seen).sum())
    if visible:
        share = (contacts / visible)[options.package]
        out += (worth * share * frame.brand_risk / 100)[:, None]
    return out
