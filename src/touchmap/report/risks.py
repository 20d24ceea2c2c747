"""The risk register as tables and as a workbook."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from touchmap.analysis.risks import RiskRegister
from touchmap.project import Project
from touchmap.report.columns import Column, Kind, frame
from touchmap.report.output import replace_bytes
from touchmap.report.sheets import Sheets

if TYPE_CHECKING:
    import pandas as pd

RISK_COLUMNS: tuple[Column, ...] = (
    Column("risk_id", "Risk"),
    Column("name", "What could happen"),
    Column("family", "Family"),
    Column("state", "State"),
    Column("probability", "Probability (1–5)", Kind.WHOLE),
    Column("impact", "Impact (1–5)", Kind.WHOLE),
    Column("score", "Score", Kind.WHOLE),
    Column("places", "Where"),
    Column("note", "How much"),
    Column("facts", "Triggered by"),
    Column("rule", "What sets probability (P) and impact (I)"),
    Column("in_model", "In the model"),
    Column("remedy", "Remedy"),
)
"""Columns of the register."""

FACT_COLUMNS: tuple[Column, ...] = (
    Column("risk_id", "Risk"),
    Column("table", "Table"),
    Column("row_id", "Row"),
    Column("field", "Field"),
    Column("value", "Value"),
)
"""Columns of the facts."""

NOT_TRIGGERED = "not triggered"
_NAMED = 8


def risk_table(register: RiskRegister) -> pd.DataFrame:
    """One row for each of the twenty risks, gravest first."""
    rows = (
        (
            r.risk_id,
            r.name,
            r.family,
            r.band or NOT_TRIGGERED,
            r.probability,
            r.impact,
            r.score or None,
            ", ".join(r.places),
            r.note,
            named([str(f) for f in r.facts], _NAMED),
            r.rule,
            r.in_model,
            r.remedy if r.triggered else "",
        )
        for r in register.rows
    )
    return frame(RISK_COLUMNS, rows)


def fact_table(register: RiskRegister) -> pd.DataFrame:
    """Every field that triggers a risk, with its value."""
    rows = ((r.risk_id, f.table, f.row_id, f.field, f.value) for r in register.rows for f in r.facts)
    return frame(FACT_COLUMNS, rows)


def named(words: list[str], most: int) -> str:
    """The first few of many words, and how many more there are.

    >>> named(["a", "b", "c"], 2)
    'a; b; and 1 more'
    """
    more = [f"and {len(words) - most} more"] if len(words) > most else []
    return "; ".join([*words[:most], *more])


def figures_of(project: Project, register: RiskRegister) -> Iterator[tuple[str, str]]:
    """The figures that stand above the risks, in words."""
    churn, currency = register.churn, project.settings.currency
    low, mid, high = churn.points
    known = not math.isnan(register.brand_risk_today)
    before = f"today {register.brand_risk_today:.1f}" if known else "today not known"
    exposure = f"{register.brand_risk:.1f} points on average (0 … about 170), {before}"
    yield ("Brand risk", "no contacts" if math.isnan(register.brand_risk) else exposure)
    yield (
        "Extra churn",
        f"{mid:+.3f} percentage points a year ({low:+.3f} … {high:+.3f}); κ {churn.kappa:g}, {churn.source}",
    )
    if churn.money is None:
        yield (
            "Margin lost",
            "not known: settings.customers or settings.annual_margin_per_customer is not stated",
        )
    else:
        least, expected, most = churn.money
        yield ("Margin lost", f"{currency} {expected:,.0f} a year ({least:,.0f} … {most:,.0f})")
    bought, back = register.operational_risk, register.insight_index
    yield (
        "Operational risk",
        "nothing is bought" if math.isnan(bought) else f"{bought:.2f} on bought work (0.04 … 1)",
    )
    yield (
        "Insight index",
        "no contacts" if math.isnan(back) else f"{100 * back:.0f} % of what customers say comes back",
    )
    if register.largest_party:
        name, share = project.provider(register.largest_party).name, 100 * register.largest_share
        index = f"index {register.concentration_index:.2f} (1 = one party does everything)"
        yield ("Concentration", f"{name} is the largest third party with {share:.0f} % of the work; {index}")
    share, country = 100 * register.largest_country_share, register.largest_country or "no country"
    score = "no people" if math.isnan(register.continuity) else f"{register.continuity:.0f} on average"
    score += " (one site 50, several 75)"
    yield ("Continuity", f"{score}; {share:.0f} % of the work in {country}")
    left = ", ".join(f"{100 * share:.0f} % after {m} months" for m, share in register.knowledge)
    known = not any(math.isnan(share) for _, share in register.knowledge)
    yield ("Knowledge left", left if known else "own staff do none of it today")


def write_risks(project: Project, register: RiskRegister, path: str | os.PathLike[str]) -> None:
    """Write the register as an Excel workbook.

    Raises
    ------
    UnreadableFileError
        If it cannot be written; the old file then stays as it was.
    """
    replace_bytes(path, risks_workbook_bytes(project, register))


def risks_workbook_bytes(project: Project, register: RiskRegister) -> bytes:
    """The register as the bytes of an Excel workbook."""
    import xlsxwriter

    memory = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, {"in_memory": True, **options}) as book:
        footer = f"{project.settings.name} – risks, {register.scenario_id}"
        sheets = Sheets(book, project.settings.currency, footer=footer)
        sheets.pairs("Read-me", _readme(project, register))
        sheets.table("Register", RISK_COLUMNS, risk_table(register))
        sheets.table("Triggered by", FACT_COLUMNS, fact_table(register))
    return memory.getvalue()


def _readme(project: Project, register: RiskRegister) -> Iterator[tuple[str, object, str]]:
    yield ("touchmap risk register", None, "")
    yield ("Company", project.settings.name or project.settings.company_id, "")
    yield ("Scenario", register.scenario_id, "")
    yield ("Triggered", f"{len(register.triggered)} of {len(register.rows)} risks", "")
    yield ("Figures", None, "")
    for label, value in figures_of(project, register):
        yield (label, value, "")
    yield ("How to read it", None, "")
    yield ("Score", "probability × impact; medium from 6, high from 12, very high from 20", "")
    yield ("Triggered by", "fields of the project with the values that trigger a risk; none without one", "")
    yield ("In the model", "rules and gates that hold it, cost lines that carry it, figures it enters", "")
