"""Every cost of every option, put together from the cost lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines import (
    commission,
    contingency,
    engagement,
    exit_fee,
    fixed_price,
    governance,
    hiring,
    knowledge_transfer,
    language_premium,
    platform,
    remediation,
    retained_organisation,
    revenue,
    run,
    selection_and_advice,
    social_plan,
    stranded,
    system_integration,
    training,
    travel,
)
from touchmap.costing.prices import FLAT
from touchmap.costing.shapes import Charge, Running
from touchmap.work.calendar import Array


@dataclass(frozen=True)
class Bills:
    """What third parties and own staff bill each month for each option, shape (options, 12) each."""

    run: Array
    language_premium: Array
    platform: Array
    commission: Array

    @property
    def list_price(self) -> Array:
        """Bill of the people at list price, premium included."""
        return self.run + self.language_premium

    @property
    def people(self) -> Array:
        """Whole bill of the people."""
        return self.list_price + self.commission


def bills_of(frame: Frame) -> Bills:
    """Bills of every option."""
    options, lines = frame.options, frame.lines
    list_price = lines.per_option(run.by_line(frame))
    of_platform = lines.per_option(platform.by_line(frame))
    asked = language_premium.share_of(frame, options.platform)
    return Bills(
        run=list_price,
        language_premium=language_premium.premium(
            list_price, language_premium.share_of(frame, options.people)
        ),
        platform=of_platform * (1 + asked)[:, None],
        commission=lines.per_option(commission.by_line(frame)),
    )


def running_costs(frame: Frame, bills: Bills) -> list[Running]:
    """All monthly costs of the options, before discounting."""
    people, front = frame.options.people, frame.options.platform
    nobody = np.full(len(people), FLAT)
    of_people, of_front = governance.share_of(frame, people), governance.share_of(frame, front)
    risk = contingency.share_of(frame)
    return [
        Running("run", bills.run, people),
        Running("language_premium", bills.language_premium, people),
        Running("platform", bills.platform, front),
        Running("commission", bills.commission, people),
        Running("revenue", -frame.lines.per_option(revenue.by_line(frame)), nobody),
        Running("governance", governance.governance(bills.people, of_people), people),
        Running("governance", governance.governance(bills.platform, of_front), front),
        Running("contingency", bills.list_price * (risk * frame.third[people])[:, None], people),
        Running("contingency", bills.platform * (risk * frame.third[front])[:, None], front),
    ]


def one_off_costs(frame: Frame, bills: Bills) -> dict[str, Array]:
    """One-off amounts of every option, by cost line, shape (options,)."""
    own_run = frame.calendar.average(bills.run) * frame.own[frame.options.people]
    return {
        "training": training.by_option(frame),
        "hiring": hiring.by_option(frame),
        "social_plan": social_plan.by_option(frame),
        "stranded": stranded.by_option(frame, own_run),
    }


def costs_if_left_undone(frame: Frame) -> dict[str, Array]:
    """One-off amounts if a package is left unassigned, by cost line, shape (packages,)."""
    return {"social_plan": social_plan.if_left_undone(frame)}


def charges(frame: Frame, bills: Bills) -> Iterator[Charge]:
    """Every charge of the project."""
    people_bill, platform_bill = frame.calendar.average(bills.people), frame.calendar.average(bills.platform)
    yield from engagement.charges(frame)
    yield from travel.charges(frame)
    yield from selection_and_advice.charges(frame)
    yield from retained_organisation.charges(frame)
    yield from knowledge_transfer.charges(frame)
    yield from system_integration.charges(frame)
    yield from fixed_price.charges(frame)
    yield from remediation.charges(frame)
    yield from exit_fee.charges(frame, people_bill, platform_bill)
