"""What shares are measured in: handle time, contacts, FTE or spend, per option."""

from __future__ import annotations

import numpy as np

from touchmap.costing.costing import Costing
from touchmap.project.vocabulary import Basis
from touchmap.work.calendar import Array
from touchmap.work.options import NONE


def basis_amounts(costing: Costing, basis: Basis) -> tuple[Array, Array]:
    """Amount of each option that counts for its people and for its platform, shapes (options,).

    Contacts and handle time are the stream's own, before a provider's factor and before containment,
    so that no option changes the whole that shares refer to; FTE are the option's; spend is the
    list-price run cost of a year, with a package's part in fixed prices. A customer's time on a
    platform is nobody's handle time.
    """
    options = costing.options
    staffed = options.people != NONE
    zero = np.zeros(len(options.options))
    if basis is Basis.FTE:
        return costing.average_fte, zero
    if basis is Basis.SPEND:
        year = costing.calendar.occurs
        return costing.spend[:, year].sum(axis=1), costing.platform_spend[:, year].sum(axis=1)
    hours, contacts, served = package_amounts(costing)
    if basis is Basis.HANDLE_TIME:
        return np.where(staffed, hours[options.package], 0.0), zero
    if basis is Basis.CONTACTS:
        front = options.platform != NONE
        return np.where(staffed, contacts[options.package], 0.0), np.where(
            front, served[options.package], 0.0
        )
    raise ValueError(f"`basis` must be handle_time, contacts, fte or spend, got {basis.value}")


def package_amounts(costing: Costing) -> tuple[Array, Array, Array]:
    """Average handle hours and contacts of people's work, and contacts of self-service, by package."""
    return costing.package_amounts
