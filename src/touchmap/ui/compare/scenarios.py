"""The table of all scenarios, today first, in the columns every report has."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from touchmap.analysis.compare import compare_scenarios, scenario_table
from touchmap.project import find_scenario, scenario_ids
from touchmap.project.scenario import TODAY
from touchmap.report.columns import Kind
from touchmap.report.comparison_workbook import SCENARIOS, comparison_workbook_bytes
from touchmap.report.text.style import BLANK
from touchmap.ui.compare.looks import looks_of
from touchmap.ui.desk import Desk
from touchmap.ui.parts.download import download
from touchmap.ui.parts.plan import PlanInView, find_plan
from touchmap.ui.say import say
from touchmap.ui.steps import page_file

LEFT_OUT = ("letter", "scenario_id")
GREY = "color: gray; font-style: italic"


@dataclass(frozen=True)
class Row:
    """A scenario of the table."""

    scenario_id: str
    name: str
    view: PlanInView | None

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan to compare."""
        return self.view is not None and self.view.result.plan is not None


def scenario_rows(desk: Desk) -> list[Row]:
    """Every scenario with its latest plan, today first."""
    ids = sorted(scenario_ids(desk.project), key=lambda found: found.lower() != TODAY)
    return [
        Row(found, find_scenario(desk.project, found).row.name or found, find_plan(desk, found))
        for found in ids
    ]


def show_scenarios(desk: Desk, rows: list[Row]) -> None:
    """Draw the table; what is out of date is grey and says so."""
    columns = [c for c in SCENARIOS if c.name not in LEFT_OUT]
    currency = desk.project.settings.currency
    table = pd.concat([_figures(row) for row in rows], ignore_index=True)
    table["age"] = [_age(row) for row in rows]
    names = {c.name: c.title(currency) for c in columns} | {"age": say("compare.age")}
    shown = table[list(names)].rename(columns=names)
    kinds: dict[str, Kind] = {names[c.name]: c.kind for c in columns if c.kind is not Kind.TEXT}
    kinds[names["gap"]] = Kind.VALUE
    table_gap = names["gap"]
    shown[table_gap] = 100 * shown[table_gap].astype(float)
    styled = looks_of(shown.rename(columns={table_gap: f"{table_gap} (%)"}), _renamed(kinds, table_gap))
    stale = {n for n, row in enumerate(rows) if row.view is None or row.view.is_stale or not row.has_plan}
    styled = styled.apply(lambda row: [GREY if row.name in stale else ""] * len(row), axis=1)
    st.dataframe(
        styled,
        hide_index=True,
        key="scenario-table",
        height="content",
        placeholder=BLANK,
        column_config={names["scenario"]: st.column_config.TextColumn(pinned=True)},
    )
    _below(desk, rows)


def _renamed(kinds: dict[str, Kind], gap: str) -> dict[str, Kind]:
    return {(f"{name} (%)" if name == gap else name): kind for name, kind in kinds.items()}


def _figures(row: Row) -> pd.DataFrame:
    """Figures of a scenario on the facts it was solved from; blank if it was never solved."""
    if row.view is None:
        return pd.DataFrame(
            [{"scenario_id": row.scenario_id, "scenario": row.name, "status": say("compare.not_solved")}]
        )
    return scenario_table(row.view.project, [row.view.result]).assign(scenario=row.name)


def _age(row: Row) -> str:
    if row.view is None:
        return ""
    if row.view.at is None:
        return say("compare.now")
    at = row.view.at.astimezone().strftime("%d.%m. %H:%M")
    return f"{at} · {say('compare.stale')}" if row.view.is_stale else at


def _below(desk: Desk, rows: list[Row]) -> None:
    fresh = [row.view for row in rows if row.view is not None and not row.view.is_stale]
    with st.container(horizontal=True, vertical_alignment="center", key="below-scenarios"):
        st.caption(say("compare.today_first"), width="content")
        due = sum(row.view is None or row.view.is_stale for row in rows)
        if due:
            st.caption(say("compare.solve_missing", count=due), width="content")
            st.page_link(page_file("solve"), label=say("compare.to_solve"), query_params=desk.params)
        results = [view.result for view in fresh]
        if results:
            download(
                say("compare.workbook"),
                "comparison.xlsx",
                lambda: comparison_workbook_bytes(compare_scenarios(desk.project, results)),
            )
