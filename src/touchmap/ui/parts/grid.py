"""`grid`: a table of the project to type into, in which nothing typed is lost.

`st.data_editor` keeps what is typed only as long as the table given to it stays the same. So the table is
frozen, what is typed goes to the project at once and stays on the screen by itself; the table is frozen anew
when something was taken back, when other rows or columns are wanted, and when others have edited it – then
only once nobody types into it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

import pandas as pd
import streamlit as st

from touchmap.files.columns import columns
from touchmap.project import Entity, Project
from touchmap.project.edits import Draft
from touchmap.project.edits.steps import SETTINGS
from touchmap.project.model import TABLES
from touchmap.ui.desk import TAKEN_BACK, Desk, Fitted
from touchmap.ui.idle import when_idle
from touchmap.ui.notices import Kind, tell
from touchmap.ui.parts.grid_cells import is_flag
from touchmap.ui.parts.grid_columns import choices_of, column_configs
from touchmap.ui.parts.grid_edits import VALUE, Refusal, Sheet, Spot, Taken, Typed, take
from touchmap.ui.parts.grid_open import Open, renew, rows_of, spoken_table
from touchmap.ui.parts.grid_settings import settings_configs, settings_frame
from touchmap.ui.parts.grid_told import say_state, say_waiting, show_refused
from touchmap.ui.pasting import NotListed, watch_pasting
from touchmap.ui.say import say

ROW_HEIGHT = 35
HIGHEST = 490
"""Pixels a grid takes at most; longer tables scroll."""
MARK = "_mark"
"""Column that points at the row somebody was sent to."""

Rows = Callable[[Project], Iterable[Entity]]


def grid(
    here: Desk,
    table: str,
    *,
    key: str,
    rows: Rows | None = None,
    names: Sequence[str] | None = None,
    view: Hashable = (),
    mark: str = "",
    given: Mapping[str, object] | None = None,
    highest: int = HIGHEST,
) -> None:
    """Show rows of a table to type into; every cell is written at once.

    Parameters
    ----------
    key
        Names the grid on its page.
    rows
        Gives the rows to show; all of the table if it is not given.
    names
        Columns to show, in order; all if none are given.
    view
        What the choice of rows and columns depends on; another view freezes the table anew.
    mark
        Key of a row that is pointed at, and stands first.
    given
        Cells of new rows that are filled in where nothing is typed.
    highest
        Pixels it takes at most.
    """

    def freeze(before: Open | None, asked: Hashable) -> Open:
        return _freeze(here, table, asked, before, rows=rows, names=names, mark=mark, given=given)

    _show(here, f"grid-{key}-{table}", (view, mark), freeze, highest=highest)


def settings_grid(
    here: Desk, fields: Callable[[Project], Iterable[str]], *, key: str, view: Hashable = (), mark: str = ""
) -> None:
    """Show settings to type into, one in each row, with what each means.

    Parameters
    ----------
    fields
        Gives the settings to show.
    view
        What their choice depends on.
    mark
        A setting that is pointed at, and stands first.
    """

    def freeze(before: Open | None, asked: Hashable) -> Open:
        listed = sorted(fields(here.project), key=lambda name: name != mark)
        sheet = Sheet.of_settings(here.project, listed)
        sheet = sheet.with_refused(before.sheet.refused) if before else sheet
        return Open(
            sheet=sheet,
            project=here.project,
            revision=here.revision,
            view=asked,
            names=(VALUE,),
            frame=settings_frame(sheet, here.project.settings.currency),
            config=settings_configs(),
            generation=before.generation + 1 if before else 0,
            grows=False,
        )

    _show(here, f"grid-{key}-settings", (view, mark), freeze, highest=HIGHEST)


def _show(
    here: Desk, slot: str, view: Hashable, freeze: Callable[[Open | None, Hashable], Open], *, highest: int
) -> None:
    asked = (here.stored.project_id, view, here.may_edit)
    found = st.session_state.get(slot)
    open_ = found if isinstance(found, Open) else None
    if open_ is not None and not _mustrenew(open_, asked, slot):
        waiting = not _adopt(open_, here)
    else:
        waiting = False
        open_ = freeze(open_, asked)
        st.session_state[slot] = open_
    _draw(here, open_, slot, waiting=waiting, highest=highest)


def _mustrenew(open_: Open, asked: Hashable, slot: str) -> bool:
    if open_.stale or open_.view != asked:
        return True
    if open_.drawn and _editor(slot, open_) not in st.session_state:
        return True  # the page was left; what was on the screen is gone
    return bool(st.session_state.get(TAKEN_BACK, 0) > open_.revision)


def _adopt(open_: Open, here: Desk) -> bool:
    """Go on with the latest state, if it is what the grid shows."""
    if here.revision == open_.revision:
        return True
    table = open_.sheet.table
    if rows_of(here.project, table) != rows_of(open_.project, table):
        return False
    open_.project, open_.revision = here.project, here.revision
    return True


def _freeze(
    here: Desk,
    table: str,
    asked: Hashable,
    before: Open | None,
    *,
    rows: Rows | None,
    names: Sequence[str] | None,
    mark: str,
    given: Mapping[str, object] | None,
) -> Open:
    shown = tuple(names or columns(table))
    listed = list(here.project.rows(table) if rows is None else rows(here.project))
    listed.sort(key=lambda row: row.row_key != mark)
    drafts = before.sheet.unfinished if before else ()
    sheet = Sheet.show(table, listed, shown, drafts=drafts, given=given)
    if before:
        sheet = sheet.with_refused(before.sheet.refused)
        sheet = take(sheet, here.project, Typed()).sheet if drafts else sheet
    texts = {name: {str(cells[name]) for cells in sheet.base} for name in shown}
    pinned = tuple(n for n in shown if n in TABLES[table].key)[:2]
    return Open(
        sheet=sheet,
        project=here.project,
        revision=here.revision,
        view=asked,
        names=shown,
        frame=_frame(sheet, shown, mark),
        config=column_configs(here.project, table, texts, pinned=pinned)
        | {MARK: st.column_config.TextColumn("", width=30, pinned=True, disabled=True)},
        generation=before.generation + 1 if before else 0,
    )


def _frame(sheet: Sheet, names: Sequence[str], mark: str) -> pd.DataFrame:
    data: dict[str, pd.Series] = {}
    if mark:
        marks = ["▶" if key == mark else "" for key in sheet.keys]
        data[MARK] = pd.Series(marks, dtype="string")
    for name in names:
        cells = [row[name] for row in sheet.base]
        dtype = "bool" if is_flag(columns(sheet.table)[name]) else "string"
        data[name] = pd.Series(cells, dtype=dtype)
    return pd.DataFrame(data)


def _editor(slot: str, open_: Open) -> str:
    return f"{slot}-{open_.generation}"


def _draw(here: Desk, open_: Open, slot: str, *, waiting: bool, highest: int) -> None:
    wanted = (len(open_.frame) + 1 + here.may_edit) * ROW_HEIGHT + 4
    # Before the grid, so that it listens first.
    watch_pasting(slot, _listed(open_), _say_not_listed, key=f"pasting-{slot}")
    with st.container(key=slot):
        st.data_editor(
            open_.frame,
            key=_editor(slot, open_),
            num_rows="dynamic" if here.may_edit and open_.grows else "fixed",
            disabled=not here.may_edit,
            hide_index=True,
            column_config=open_.config,
            placeholder="",
            height=max(min(wanted, highest), 3 * ROW_HEIGHT),
            row_height=ROW_HEIGHT,
            on_change=_on_change,
            args=(here, slot),
            alt=say("grid.alt", table=spoken_table(open_.sheet.table)),
        )
    open_.drawn = True
    when_idle(slot, waiting=waiting, then=lambda: renew(slot), key=f"idle-{slot}")
    if open_.new_refusals:
        st.toast(say("grid.not_taken", count=open_.new_refusals), icon=":material/error:")
        open_.new_refusals = 0
    if waiting:
        say_waiting(here, open_, slot)
    say_state(open_)
    show_refused(here, open_, slot)


def _listed(open_: Open) -> list[tuple[str, Mapping[str, str] | None]]:
    """Columns in the order of the screen: pinned ones stand first."""
    names = sorted(open_.frame.columns, key=lambda name: not open_.config[name].get("pinned"))
    return [(str(open_.config[name].get("label") or ""), choices_of(open_.config[name])) for name in names]


def _say_not_listed(count: int, cells: Sequence[NotListed]) -> None:
    """Say what the grid has dropped, as it keeps only what may be chosen."""
    lines = [say("grid.not_listed", row=c.row, column=c.column, value=c.value) for c in cells]
    tell(Kind.REFUSED, say("grid.not_listed_count", count=count), *lines)


def _on_change(here: Desk, slot: str) -> None:
    """Take what is new in the grid into the project."""
    open_ = st.session_state[slot]
    typed = Typed.of(st.session_state[_editor(slot, open_)])
    taken = take(open_.sheet, open_.project, typed)
    known = {(r.spot, r.column, r.value) for r in open_.sheet.refused}
    change = taken.change(_label(taken))
    if taken.changes:
        fitted = here.commit_what_fits(change, seen=(open_.revision, open_.project))
        if fitted.done is None:
            return  # it could not be written; it is tried again with the next cell
        _go_on(open_, taken, fitted)
        if fitted.entry is not None:
            open_.last = fitted.entry.label
            if any(len(one.steps) > 1 for one in taken.changes):
                tell(Kind.DONE, fitted.entry.label)  # more went along than was typed
    else:
        open_.sheet = taken.sheet
    open_.new_refusals = sum((r.spot, r.column, r.value) not in known for r in open_.sheet.refused)


def _label(taken: Taken) -> str:
    cells = len(taken.changes)
    return say("grid.batch", count=cells, table=spoken_table(taken.sheet.table))


def _go_on(open_: Open, taken: Taken, fitted: Fitted) -> None:
    """Keep what the grid shows now: what went through, and where somebody else was first."""
    sheet, project = taken.sheet, taken.project
    if fitted.told and fitted.done is not None:
        project = fitted.done.apply(open_.project)
        draft = Draft(project)
        refused = list(sheet.refused)
        for told in fitted.told:
            c = told.conflict
            spot = _spot(sheet, c.field if c.table == SETTINGS else c.row)
            if c.field and spot and c.target is None:
                draft.set(c.table, c.row, c.field, c.found)  # now the person knows
                by = told.by.author if told.by else say("grid.somebody")
                why = say("grid.was_first", by=by, value=c.found)
                remedy = say("grid.was_first_remedy")
                name = VALUE if c.table == SETTINGS else c.field
                refused.append(Refusal(c.row, spot, name, _typed_at(sheet, spot, name), why, remedy))
        project = draft.project()
        open_.sheet = sheet.without_rows_gone(project, refused)
    else:
        open_.sheet = sheet
    open_.project = project
    if fitted.entry is not None and fitted.entry.number == open_.revision + 1:
        open_.revision = fitted.entry.number


def _spot(sheet: Sheet, row: str) -> Spot | None:
    if row in sheet.keys:
        return "base", sheet.keys.index(row)
    return ("new", sheet.added_keys.index(row)) if row in sheet.added_keys else None


def _typed_at(sheet: Sheet, spot: Spot, name: str) -> str:
    kind, n = spot
    cells = sheet.cells_at(n) if kind == "base" else sheet.typed.added[n]
    return str(cells.get(name, ""))
