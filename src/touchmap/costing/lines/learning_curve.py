"""Learning curve: people new to the work take longer, which the client pays where time is billed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.double_running import WEEKS_A_YEAR
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.project import Process, Provider
from touchmap.project.vocabulary import PricingModel
from touchmap.work.calendar import MONTHS, Array, times

if TYPE_CHECKING:
    from touchmap.costing.book import Bills

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Learning curve",
    "(factor − 1) ÷ 2 × weeks to proficiency × 12 ÷ 52 × bill of a month by time, for work that changes "
    "hands",
    "settings.learning_factor, processes.proficiency_weeks, processes.complexity, providers.people_cmm, "
    "offers.pricing_model",
    "usual 1.4 falling to 1.0; 6, 12 or 26 weeks; × 1.2 at People CMM level 1 to × 0.9 at levels 4 and 5",
)
BY_TIME = (PricingModel.PER_HOUR, PricingModel.PER_FTE, PricingModel.PER_MINUTE)
"""Pricing models that bill time; elsewhere learning is the provider's cost."""
WEEKS_BY_COMPLEXITY = (6.0, 6.0, 12.0, 26.0, 26.0)
"""Weeks until people are as fast as others, for complexity 1 to 5."""
MATURITY_FACTOR = {0: 1.2, 1: 1.2, 2: 1.1, 3: 1.0, 4: 0.9, 5: 0.9}
"""How much longer or shorter learning takes by People CMM level; 1 where it is not known."""


def excess(monthly: Array, factor: float, weeks: Array) -> Array:
    """What is billed too much while handle time falls evenly from the factor to 1.

    On average over 13 weeks handle time is 20 % too long; 13 weeks are 3 months:

    >>> excess(np.array([10_000.0]), 1.4, np.array([13.0])).round(6)
    array([6000.])
    """
    return monthly * (factor - 1) / 2 * weeks * MONTHS / WEEKS_A_YEAR


def weeks_of(process: Process, provider: Provider) -> float:
    """Weeks to proficiency of a process at a provider.

    >>> hard = Process(process_id="P", name="P", complexity=4)
    >>> weeks_of(hard, Provider(provider_id="V", name="V", sourcing_model="offshore", people_cmm=5))
    23.400000000000002
    """
    return usual_weeks(process) * maturity_factor(provider)


def usual_weeks(process: Process) -> float:
    """Weeks to proficiency of a process wherever maturity is usual: as stated, else by complexity."""
    stated = process.proficiency_weeks
    return WEEKS_BY_COMPLEXITY[process.complexity - 1] if stated is None else stated


def maturity_factor(provider: Provider) -> float:
    """How much longer or shorter people of a provider learn."""
    return 1.0 if provider.people_cmm is None else MATURITY_FACTOR[provider.people_cmm]


def by_option(frame: Frame, bills: Bills) -> Array:
    """Money once by option; nothing where the factor is not known."""
    options, lines = frame.options, frame.lines
    factor = frame.settings.learning_factor
    if factor is None:
        return np.zeros(len(options.options))
    by_time = lines.people_offer.under(*BY_TIME)
    monthly = frame.calendar.average(lines.per_option(times(bills.by_line, by_time)))
    usual = np.array([usual_weeks(k.process) for k in options.packages])[options.package]
    mature = np.array([*map(maturity_factor, options.providers), 0.0])[options.people]
    return np.where(options.moves, excess(monthly, factor, usual * mature), 0.0)
