"""From the rows of a plan to one option per package."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from touchmap.costing.costing import Costing
from touchmap.plan import Assignment, Plan, Violation
from touchmap.project import Structural
from touchmap.verifying.check import broken_structure
from touchmap.work.options import NONE

Ints = npt.NDArray[np.int64]


def find_choice(costing: Costing, plan: Plan) -> tuple[Ints, list[Violation]]:
    """Option of each package under a plan, `NONE` where there is none, and what is wrong with the rows.

    Every package must have exactly one row, and each row must name nobody or one of the ways its
    package can be done; what cannot be found is taken as unassigned.
    """
    options = costing.options
    position = {package.package_id: k for k, package in enumerate(options.packages)}
    choice = np.full(len(options.packages), NONE, dtype=np.int64)
    seen: set[int] = set()
    wrong: list[Violation] = []
    for row in plan.assignments:
        k = position.get(row.package_id)
        if k is None:
            wrong.append(_violation(row.package_id, f"Package {row.package_id} does not exist."))
        elif k in seen:
            wrong.append(_violation(row.package_id, f"Package {row.package_id} has more than one row."))
        else:
            seen.add(k)
            choice[k] = _option(costing, k, row)
            if choice[k] == NONE and (row.is_assigned or row.offer_ids):
                wrong.append(_violation(row.package_id, _unknown(row)))
    for package_id, k in position.items():
        if k not in seen:
            wrong.append(_violation(package_id, f"Package {package_id} has no row."))
    return choice, wrong


def unassigned_packages(costing: Costing, plan: Plan) -> frozenset[int]:
    """Packages the plan leaves to nobody on purpose."""
    position = {package.package_id: k for k, package in enumerate(costing.options.packages)}
    left = [row for row in plan.assignments if not row.is_assigned and not row.offer_ids]
    return frozenset(position[row.package_id] for row in left if row.package_id in position)


def _option(costing: Costing, k: int, row: Assignment) -> int:
    identity = (k, row.provider_id, row.platform_id, tuple(sorted(set(row.offer_ids))))
    return costing.options.by_identity.get(identity, NONE)


def _unknown(row: Assignment) -> str:
    parties = " and ".join(p for p in (row.provider_id, row.platform_id) if p is not None) or "nobody"
    offers = ", ".join(row.offer_ids) or "no offer"
    return f"Package {row.package_id} cannot be done by {parties} under {offers}: there is no such option."


def _violation(package_id: str, message: str) -> Violation:
    return broken_structure(Structural.ASSIGN_EACH_PACKAGE, message, subject=package_id)
