"""Rules and findings of a result as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from touchmap.plan import Result
from touchmap.project import STEM_FACTS, Project, RuleStem, Shape
from touchmap.report.columns import Column, Kind, frame

if TYPE_CHECKING:
    import pandas as pd

RULE_COLUMNS: tuple[Column, ...] = (
    Column("rule_id", "Rule"),
    Column("sentence", "What it says"),
    Column("reason", "Why it is there"),
    Column("strength", "Strength"),
    Column("subject", "About"),
    Column("value", "Value in this plan", Kind.VALUE),
    Column("minimum", "At least", Kind.VALUE),
    Column("maximum", "At most", Kind.VALUE),
    Column("slack", "Slack", Kind.VALUE),
    Column("unit", "Unit"),
    Column("state", "State"),
)
"""Columns of the table of rules."""

FINDING_COLUMNS: tuple[Column, ...] = (
    Column("number", "No.", Kind.WHOLE),
    Column("level", "Level"),
    Column("code", "Kind"),
    Column("message", "Finding"),
    Column("subject", "About"),
)
"""Columns of the table of findings."""

NOT_INCLUDED = "not included"
"""Level of a sentence that says what no figure contains."""


def rule_table(project: Project, result: Result) -> pd.DataFrame:
    """How each rule stands in the plan: value, limits, slack, and whether it binds.

    ``state`` is *broken*, *binding*, *holds*, or *gate*: a gate decides who may do what before anything
    is weighed, so it has no limit and no slack; its value is what is done against it.
    """
    reasons = {r.rule_id: r.reason for r in project.rules}
    rows = []
    for a in result.rule_activity:
        facts = STEM_FACTS[RuleStem(a.stem)] if a.stem in set(RuleStem) else None
        sentence = facts.sentence if facts else a.stem
        gate = (facts is not None and facts.shape is Shape.GATE) or (a.minimum is None and a.maximum is None)
        minimum, maximum = (None, None) if gate else (a.minimum, a.maximum)
        state = "broken" if a.violation > 1e-9 else "gate" if gate else "binding" if a.binding else "holds"
        slack = None if gate else a.slack
        rows.append(
            (
                a.rule_id,
                sentence,
                reasons.get(a.rule_id, ""),
                a.strength.value,
                a.subject,
                a.value,
                minimum,
                maximum,
                slack,
                a.unit,
                state,
            )
        )
    return frame(RULE_COLUMNS, rows)


def findings_table(result: Result) -> pd.DataFrame:
    """Findings, the gravest first, then what no figure of the result contains."""
    rows: list[tuple[str, str, str, str]] = [(f.level, f.code, f.message, f.subject) for f in result.findings]
    rows += [(NOT_INCLUDED, "", sentence, "") for sentence in result.not_included]
    return frame(FINDING_COLUMNS, ((n, *row) for n, row in enumerate(rows, 1)))
