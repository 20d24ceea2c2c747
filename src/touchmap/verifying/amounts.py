"""Comparing an evaluation's cost lines with what the facts give."""

from __future__ import annotations

from touchmap.project import Structural
from touchmap.verifying.check import Check, agrees, broken_structure
from touchmap.verifying.context import Context


def line_check(context: Context, stem: Structural, expected: dict[str, float]) -> Check:
    """Compare cost lines with their amounts worked out again; each line that differs is a violation."""
    currency = context.project.settings.currency
    wrong = []
    for line, amount in expected.items():
        found = context.evaluation.lines.get(line, 0.0)
        if not agrees(found, amount):
            message = f"Cost line {line} is {found:,.2f} {currency}; the facts give {amount:,.2f} {currency}."
            wrong.append(broken_structure(stem, message, subject=line, amount=abs(found - amount)))
    return Check(tuple(wrong))
