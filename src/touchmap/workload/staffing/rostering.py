"""From agents at work to people on the payroll: positions → rostered → FTE → with cover for leavers."""

from __future__ import annotations

from touchmap.workload.staffing.arrays import Array, Figures, figures, share_below_one


def rostered_agents(positions: Figures, shrinkage: Figures) -> Array:
    """Agents on the roster so that `positions` are filled: ``positions ÷ (1 − shrinkage)``.

    Shrinkage divides, it is never added: 100 positions at 30 % are 143 people, not 130.

    Parameters
    ----------
    positions
        Agents who must be logged in, ≥ 0.
    shrinkage
        Share of paid time not logged in, in [0, 1).

    Raises
    ------
    ValueError
        If an argument is outside its range.

    >>> rostered_agents([3, 25, 114], 0.3).round(1)
    array([  4.3,  35.7, 162.9])
    """
    result: Array = figures("positions", positions) / (1 - share_below_one("shrinkage", shrinkage))
    return result


def fte_of_hours(staffed_hours: Figures, shrinkage: Figures, paid_hours_per_month: Figures) -> Array:
    """Full-time staff who must be paid to fill some logged hours in a month.

    ``staffed hours ÷ (1 − shrinkage) ÷ paid hours``.

    Parameters
    ----------
    staffed_hours
        Logged hours in the month, ≥ 0.
    shrinkage
        Share of paid time not logged in, in [0, 1).
    paid_hours_per_month
        Paid hours of one FTE, > 0; usually 160.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    >>> float(fte_of_hours(112, 0.3, 160))
    1.0
    """
    hours = rostered_agents(figures("staffed_hours", staffed_hours), shrinkage)
    result: Array = hours / figures("paid_hours_per_month", paid_hours_per_month, above=True)
    return result


def attrition_cover_fte(fte: Figures, attrition: Figures, training_months: Figures) -> Array:
    """FTE in training to replace leavers: ``FTE × attrition ÷ 12 × training months``.

    It is charged for own staff only: a third party's rate pays for its own leavers.

    Parameters
    ----------
    fte
        Productive FTE, ≥ 0.
    attrition
        Share of staff leaving a year, ≥ 0.
    training_months
        Months until somebody new is productive, ≥ 0.

    Raises
    ------
    ValueError
        If an argument is below 0.

    >>> float(attrition_cover_fte(100, 0.36, 1.5))
    4.5
    """
    result: Array = figures("fte", fte) * figures("attrition", attrition) / 12
    return result * figures("training_months", training_months)
