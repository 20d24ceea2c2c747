"""Every cost of every option, put together from the cost lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines import (
    attrition_cover,
    bonus_malus,
    brand_risk,
    commission,
    contingency,
    double_running,
    engagement,
    exit_fee,
    fixed_price,
    governance,
    hiring,
    irrecoverable_vat,
    knowledge_transfer,
    language_premium,
    learning_curve,
    out_of_hours_premium,
    outplacement,
    platform,
    pool_people,
    project_management,
    rate_basis,
    remediation,
    repeat_contacts,
    retained_experts,
    retained_organisation,
    revenue,
    run,
    selection_and_advice,
    social_plan,
    staff_transfer,
    stranded,
    system_integration,
    training,
    travel,
    vat_once,
)
from touchmap.costing.prices import FLAT
from touchmap.costing.shapes import Charge, Running
from touchmap.work.calendar import MONTHS, Array, added, times
from touchmap.work.options import Ints


@dataclass(frozen=True)
class Bills:
    """What is billed each month for each option, shape (options, 12) unless said otherwise."""

    line_option: Ints
    """Option of each line, shape (lines,)."""
    run_by_line: Array
    """Bill of each line's people at list price, shape (lines, 12)."""
    outside_by_line: Array
    """Premium of each line's people outside office hours, shape (lines, 12)."""
    language_share: Array
    """Premium for the language, share of the run, shape (options,)."""
    run: Array
    out_of_hours_premium: Array
    platform: Array
    commission: Array
    flat: Array
    """Part of each option in its people's fixed prices."""
    platform_flat: Array
    """Part of each option in its platform's fixed prices."""

    @cached_property
    def by_line(self) -> Array:
        """Bill of each line's people, premiums included, shape (lines, 12)."""
        return self._with_premiums(
            self.run_by_line, self.language_share[self.line_option], self.outside_by_line
        )

    @cached_property
    def list_price(self) -> Array:
        """Bill of the people by the unit, premiums included."""
        return self._with_premiums(self.run, self.language_share, self.out_of_hours_premium)

    @staticmethod
    def _with_premiums(run: Array, language_share: Array, outside: Array) -> Array:
        return added(times(run, 1 + language_share), outside)

    @cached_property
    def people(self) -> Array:
        """Bill of the people by the unit, with commission."""
        return added(self.list_price, self.commission)

    @cached_property
    def whole_of_people(self) -> Array:
        """Whole bill of the people, with their part in fixed prices."""
        return added(self.people, self.flat)

    @cached_property
    def whole_of_platform(self) -> Array:
        """Whole bill of the platform, with its part in fixed prices."""
        return added(self.platform, self.platform_flat)


def bills_of(frame: Frame) -> Bills:
    """Bills of every option."""
    options, lines = frame.options, frame.lines
    run_by_line = run.by_line(frame)
    outside = out_of_hours_premium.by_line(frame, run_by_line)
    asked_in_front = language_premium.share_of(frame, options.platform)
    flat, platform_flat = fixed_price.spread(frame)
    return Bills(
        line_option=lines.option,
        run_by_line=run_by_line,
        outside_by_line=outside,
        language_share=language_premium.share_of(frame, options.people),
        run=lines.per_option(run_by_line),
        out_of_hours_premium=lines.per_option(outside),
        platform=times(lines.per_option(platform.by_line(frame)), 1 + asked_in_front),
        commission=lines.per_option(commission.by_line(frame)),
        flat=_each_month(flat),
        platform_flat=_each_month(platform_flat),
    )


def _each_month(amount: Array) -> Array:
    """The same amount in each month, shape (options, 12)."""
    return np.broadcast_to(amount[:, None], (len(amount), MONTHS))


def running_costs(frame: Frame, bills: Bills) -> list[Running]:
    """All monthly costs of the options, before discounting."""
    people, front, lines = frame.options.people, frame.options.platform, frame.lines
    nobody = np.full(len(people), FLAT)
    managed, taxed = governance.shares(frame), irrecoverable_vat.shares(frame.project)
    risk = contingency.share_of(frame)
    at_risk = bonus_malus.by_option(frame, bills)
    repeats = lines.per_option(repeat_contacts.by_line(frame, bills))
    comparable = lines.per_option(rate_basis.by_line(frame, bills.run_by_line))
    with_vat = added(bills.people, at_risk, repeats, comparable)
    return [
        Running("run", bills.run, people),
        Running("language_premium", bills.run, people, bills.language_share),
        Running("out_of_hours_premium", bills.out_of_hours_premium, people),
        Running("bonus_malus", at_risk, people),
        Running("rate_basis", comparable, people),
        Running("platform", bills.platform, front),
        Running("commission", bills.commission, people),
        Running("revenue", lines.per_option(revenue.by_line(frame)), nobody),
        Running("repeat_contacts", repeats, people),
        Running("attrition_cover", frame.monthly_fte, people, attrition_cover.per_fte(frame)),
        Running("governance", bills.people, people, managed[people]),
        Running("governance", bills.platform, front, managed[front]),
        Running("contingency", bills.list_price, people, risk * frame.third[people]),
        Running("contingency", bills.platform, front, risk * frame.third[front]),
        Running("irrecoverable_vat", with_vat, people, taxed[people]),
        Running("irrecoverable_vat", bills.platform, front, taxed[front]),
        Running("brand_risk", brand_risk.by_option(frame), nobody),
    ]


def one_off_costs(frame: Frame, bills: Bills, *, today: Bills | None = None) -> dict[str, Array]:
    """One-off amounts of every option, by cost line, shape (options,).

    Parameters
    ----------
    today
        Bills by which today's side works on, if they are not those of the options.
    """
    before = bills if today is None else today
    average = frame.calendar.average
    own_run = average(bills.run) * frame.own[frame.options.people]
    once = {
        "double_running": double_running.by_option(
            frame, average(added(before.whole_of_people, before.whole_of_platform))
        ),
        "training": training.by_option(frame),
        "learning_curve": learning_curve.by_option(frame, bills),
        "hiring": hiring.by_option(frame),
        "social_plan": social_plan.by_option(frame),
        "staff_transfer": staff_transfer.by_option(frame),
        "outplacement": outplacement.by_option(frame),
        "stranded": stranded.by_option(frame, own_run),
    }
    return once | {"vat_once": vat_once.by_option(frame, once, before)}


def costs_if_left_undone(frame: Frame) -> dict[str, Array]:
    """One-off amounts if a package is left unassigned, by cost line, shape (packages,)."""
    return {
        "social_plan": social_plan.if_left_undone(frame),
        "outplacement": outplacement.if_left_undone(frame),
        "vat_once": vat_once.if_left_undone(frame),
    }


def charges(frame: Frame, bills: Bills) -> Iterator[Charge]:
    """Every charge of the project, with the tax on those that are billed once."""
    owed = list(_before_tax(frame, bills))
    yield from owed
    yield from vat_once.charges(frame, owed)
    yield from pool_people.charges(frame)


def _before_tax(frame: Frame, bills: Bills) -> Iterator[Charge]:
    average = frame.calendar.average
    yield from engagement.charges(frame)
    yield from travel.charges(frame)
    yield from selection_and_advice.charges(frame)
    yield from project_management.charges(frame)
    yield from retained_organisation.charges(frame)
    yield from retained_experts.charges(frame)
    yield from knowledge_transfer.charges(frame)
    yield from system_integration.charges(frame)
    yield from fixed_price.charges(frame)
    yield from remediation.charges(frame)
    yield from exit_fee.charges(frame, average(bills.whole_of_people), average(bills.whole_of_platform))
