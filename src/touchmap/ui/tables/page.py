"""What the page of tables shows: the choice of a table, what to see of it, the grid, its problems."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from touchmap.files import save
from touchmap.files.columns import entity_of
from touchmap.files.csv_folder import settings_text, table_text
from touchmap.project import Project
from touchmap.project.model import TABLES
from touchmap.ui.desk import Desk
from touchmap.ui.parts.download import download
from touchmap.ui.parts.grid import grid, settings_grid
from touchmap.ui.parts.grid_open import spoken_table
from touchmap.ui.plain import plain
from touchmap.ui.problems.found import problems_of
from touchmap.ui.problems.links import FIELD, ROW, TABLE
from touchmap.ui.problems.panel import show_panel, show_rest
from touchmap.ui.say import say
from touchmap.ui.tables.catalogue import (
    ESSENTIALS,
    FRONT,
    GROUPS,
    SETTINGS,
    WIDTHS,
    columns_of,
    has_widths,
)
from touchmap.ui.tables.search import matching, matching_settings

SEARCH, WIDTH = "q", "columns"
"""Parameters of the address, beside those of a link to a cell."""


def show_tables(here: Desk) -> None:
    """Draw the page."""
    table = chosen_table()
    _choose(here.project, table)
    with st.container(horizontal=True, gap="medium", key="tables-body"):
        with st.container(key="tables-main"):
            st.caption(plain((entity_of(table).__doc__ or "").strip().splitlines()[0]))
            wanted, width = _tools(here.project, table)
            _say_marked(here.project, table)
            _grid(here, table, wanted, width)
        if problems_of(here.project).of(table):
            with st.container(key="tables-problems", width=290):
                show_panel(here, table)
    show_rest(here, table)


def chosen_table() -> str:
    """The table the address names; the first one if it names none."""
    wanted = st.query_params.get(TABLE, FRONT[0])
    return wanted if wanted in TABLES or wanted == SETTINGS else FRONT[0]


def _grid(here: Desk, table: str, wanted: str, width: str) -> None:
    row, field = st.query_params.get(ROW, ""), st.query_params.get(FIELD, "")
    if table == SETTINGS:
        found = matching_settings(here.project, wanted)
        settings_grid(here, lambda _: found, key="tables", view=wanted, mark=field)
        return
    if not here.project.rows(table):
        st.info(say("tables.empty"), icon=":material/table_rows:")
    elif wanted and not any(True for _ in matching(here.project, table, wanted)):
        st.info(say("tables.nothing_found", wanted=plain(wanted, 60)), icon=":material/search_off:")
    grid(
        here,
        table,
        key="tables",
        rows=lambda project: matching(project, table, wanted, always=row),
        names=columns_of(here.project, table, width, field),
        view=(width, wanted, field),
        mark=row,
    )


def _choose(project: Project, table: str) -> None:
    """The few tables in front, and all of them by group."""
    shown = list(FRONT if table in FRONT else (*FRONT, table))
    key = f"table-{table}"  # a table chosen elsewhere is chosen here, too
    with st.container(horizontal=True, vertical_alignment="center", key="tables-choice"):
        st.pills(
            say("tables.table"),
            shown,
            default=table,
            key=key,
            required=True,
            label_visibility="collapsed",
            width="content",
            format_func=lambda name: _with_count(project, name),
            on_change=lambda: open_table(st.session_state[key]),
        )
        with st.popover(say("tables.more"), icon=":material/apps:", width="content"):
            for group, tables in GROUPS.items():
                st.markdown(f"**{say(f'tables.group.{group}')}**")
                with st.container(horizontal=True, gap="xsmall", key=f"tables-group-{group}"):
                    for name in tables:
                        st.button(
                            _with_count(project, name),
                            key=f"open-table-{name}",
                            type="tertiary",
                            on_click=open_table,
                            args=(name,),
                        )


def open_table(table: str) -> None:
    """Show another table, all its rows."""
    st.query_params[TABLE] = table
    for name in (ROW, FIELD, SEARCH):
        st.query_params.pop(name, None)


def _with_count(project: Project, table: str) -> str:
    if table == SETTINGS:
        return spoken_table(table)
    return f"{spoken_table(table)}\u2002{len(project.rows(table))}"


def _tools(project: Project, table: str) -> tuple[str, str]:
    """What to search for, and which columns to show."""
    width = ESSENTIALS
    with st.container(horizontal=True, vertical_alignment="center", key="tables-tools"):
        wanted = st.text_input(
            say("tables.search"),
            value=st.query_params.get(SEARCH, ""),
            key=f"search-{table}",
            placeholder=say("tables.search"),
            label_visibility="collapsed",
            icon=":material/search:",
            on_change=lambda: _keep(SEARCH, st.session_state[f"search-{table}"]),
            width=260,
        )
        if has_widths(table):
            asked = st.query_params.get(WIDTH, ESSENTIALS)
            width = st.segmented_control(
                say("tables.columns"),
                WIDTHS,
                default=asked if asked in WIDTHS else ESSENTIALS,
                key="width",
                required=True,
                label_visibility="collapsed",
                format_func=lambda name: say(f"tables.width.{name}"),
                on_change=lambda: _keep(WIDTH, st.session_state["width"]),
                width="content",
            )
        with st.popover(say("tables.download"), icon=":material/download:", width="content"):
            download(
                say("tables.download_table"), f"{table}.csv", lambda: _csv(project, table), key="this-table"
            )
            download(say("tables.download_all"), "tables.xlsx", lambda: _workbook(project), key="all-tables")
    return wanted.strip(), width or ESSENTIALS


def _keep(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def _csv(project: Project, table: str) -> str:
    return settings_text(project) if table == SETTINGS else table_text(project, table)


def _workbook(project: Project) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.xlsx"
        save(project, path)
        return path.read_bytes()


def _say_marked(project: Project, table: str) -> None:
    """Say which row a link led to, and how to see the others in their order."""
    row = st.query_params.get(ROW, "")
    if not row:
        return
    known = {found.row_key for found in project.rows(table)} if table in TABLES else set()
    shown = plain(row, 80)
    with st.container(horizontal=True, vertical_alignment="center", key="tables-marked"):
        st.caption(say("tables.marked", row=shown) if row in known else say("tables.not_there", row=shown))
        st.button(
            say("tables.unmark"), key="unmark", type="tertiary", icon=":material/close:", on_click=_unmark
        )


def _unmark() -> None:
    for name in (ROW, FIELD):
        st.query_params.pop(name, None)
