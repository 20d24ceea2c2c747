"""Every package has one home, and one that can do it."""

from __future__ import annotations

from touchmap.project import Structural
from touchmap.verifying.check import Check, broken_structure
from touchmap.verifying.context import Context
from touchmap.verifying.possible import Facts, impossibilities


def check_assign_each_package(context: Context) -> Check:
    """Each package has exactly one row, is left undone only if that is allowed, and can be done as said."""
    facts = Facts.of(context.project)
    wrong = list(context.found)
    if not context.scenario.row.allow_unassigned:
        wrong += [
            broken_structure(
                Structural.ASSIGN_EACH_PACKAGE,
                f"Package {context.packages[k].package_id} is left undone "
                f"({context.contacts(k):,.0f} contacts a month), which the scenario does not allow.",
                subject=context.packages[k].package_id,
                amount=context.contacts(k),
            )
            for k in sorted(context.unassigned)
        ]
    for row in context.rows:
        package_id = row.package.package_id
        wrong += [
            broken_structure(
                Structural.ASSIGN_EACH_PACKAGE,
                f"Package {package_id} {reason}.",
                subject=package_id,
                amount=context.contacts(row.k),
            )
            for reason in impossibilities(facts, row)
        ]
    return Check(tuple(wrong))
