"""A stress test as an Excel workbook."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO

from touchmap.analysis.draws import Ranges
from touchmap.analysis.outage import Drill
from touchmap.analysis.stress import PERCENTILES, Stress
from touchmap.project import Project
from touchmap.report.columns import Column, Kind
from touchmap.report.output import replace_bytes
from touchmap.report.sheets import Sheets

PLAN_COLUMNS: tuple[Column, ...] = (
    Column("plan", "Plan of"),
    Column("planned_cost", "Planned cost, {currency}", Kind.MONEY),
    Column("mean_cost", "Mean cost", Kind.MONEY),
    *(Column(f"p{n}_cost", f"P{n}", Kind.MONEY) for n in PERCENTILES),
    Column("holds_share", "Holds in", Kind.SHARE),
    Column("regret_draws", "Futures of regret", Kind.WHOLE),
    Column("mean_regret", "Mean regret", Kind.VALUE),
    Column("highest_regret", "Highest regret", Kind.VALUE),
    Column("regret_beyond", "May be higher by", Kind.VALUE),
)
"""Columns of the plans."""

STABILITY_COLUMNS: tuple[Column, ...] = (
    Column("package_id", "Package"),
    Column("provider_id", "In the plan"),
    Column("share", "Stays best in", Kind.SHARE),
    Column("rival_id", "Else mostly"),
    Column("rival_share", "Of the futures", Kind.SHARE),
)
"""Columns of the stability of assignments."""

OUTAGE_COLUMNS: tuple[Column, ...] = (
    Column("provider_id", "Provider id"),
    Column("provider", "Provider"),
    Column("may_move", "May move"),
    Column("packages", "Packages", Kind.WHOLE),
    Column("contacts_per_month", "Contacts a month", Kind.WHOLE),
    Column("fte", "FTE", Kind.NUMBER),
    Column("status", "Outcome"),
    Column("price", "Price", Kind.VALUE),
    Column("price_at_least", "Price at least", Kind.VALUE),
    Column("cost", "Cost, {currency}", Kind.CHANGE),
    Column("uncovered_contacts", "Contacts undone", Kind.WHOLE),
    Column("failed_moments", "Moments of truth that fail"),
    Column("taken_by", "Taken by"),
    Column("moved", "Other packages moved", Kind.WHOLE),
)
"""Columns of the outage drill."""


def write_stress(project: Project, tested: Stress, drill: Drill | None, path: str | os.PathLike[str]) -> None:
    """Write plans, draws, stability and outages as an .xlsx workbook.

    Raises
    ------
    UnreadableFileError
        If it cannot be written; the old file then stays as it was.
    """
    replace_bytes(path, stress_bytes(project, tested, drill))


def stress_bytes(project: Project, tested: Stress, drill: Drill | None) -> bytes:
    """Plans, draws, stability and outages as the bytes of an Excel workbook."""
    import xlsxwriter

    memory = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, {"in_memory": True, **options}) as book:
        sheets = Sheets(book, tested.currency, footer=f"{project.settings.name} – stress")
        sheets.pairs("Read-me", _readme(project, tested))
        sheets.table("Plans", PLAN_COLUMNS, tested.plan_table())
        costs = tested.cost_table()
        draws = (
            Column("draw", "Draw", Kind.WHOLE),
            *(Column(p.name, f"Plan of {p.name}", Kind.MONEY) for p in tested.plans),
        )
        sheets.table("Draws", draws, costs)
        if tested.stability:
            sheets.table("Stability", STABILITY_COLUMNS, tested.stability_table())
        if drill is not None:
            sheets.table("Outages", OUTAGE_COLUMNS, drill.table())
    return memory.getvalue()


def _readme(project: Project, tested: Stress) -> Iterator[tuple[str, object, str]]:
    yield ("touchmap stress", None, "")
    yield ("Company", project.settings.name or project.settings.company_id, "")
    yield ("Scenario", tested.scenario_name or tested.scenario_id, "")
    yield ("Futures", tested.draws, "")
    yield ("Solved anew", tested.reoptimised, "")
    yield ("Seed", tested.seed, "")
    yield ("SHA-256 of all facts", tested.input_hash, "")
    yield ("Ranges", None, "")
    for name in Ranges.__slots__:
        yield (name.replace("_", " ").capitalize(), getattr(tested.ranges, name), "")
