"""Bring in a file: as a new project, or as changes to one that is there."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from touchmap.errors import InvalidProjectError, Issue, Severity, TouchmapError
from touchmap.project import TABLES, Project
from touchmap.project.checks import check_project
from touchmap.store import EditConflictError, Listing, Offer, Role, StoredProject, offer
from touchmap.ui.desk import PROJECT, workspace
from touchmap.ui.notices import Kind, tell
from touchmap.ui.people import me
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.start.opening import add, go
from touchmap.ui.start.reading import ENDINGS, Reading, Upload, read_as_change, read_upload

NEW = ""
"""Target that stands for a new project."""
_TURN = "upload-turn"
_DONE = "imported"
MOST_ROWS = 2000


def show_import(listings: list[Listing]) -> None:
    """Take a file, show what is in it, and take it over."""
    st.caption(say("start.import_how"))
    turn = st.session_state.get(_TURN, 0)
    sent = st.file_uploader(say("start.file"), type=list(ENDINGS), key=f"upload-{turn}")
    if sent is None:
        _show_imported()
        return
    upload = Upload(sent.name, sent.getvalue())
    with st.spinner(say("start.reading")):
        reading = read_upload(upload)
    if reading.error:
        st.error(plain(reading.error, 1000), icon=":material/error:")
        return
    target = _choose_target(listings, reading)
    if target == NEW:
        _as_new(upload, reading)
    else:
        _as_change(upload, reading, target)


def _choose_target(listings: list[Listing], reading: Reading) -> str:
    mine = {one.project_id: one.name for one in listings if one.role.allows(Role.EDITOR)}
    options = [NEW, *mine]
    written_from = reading.origin.partition(":")[0]
    index = options.index(written_from) if written_from in mine else 0
    chosen = st.selectbox(
        say("start.target"),
        options,
        index=index,
        format_func=lambda one: mine.get(one) or say("start.target_new"),
        key=f"target-{written_from}",
        width=420,
        help=say("start.target_help"),
    )
    return str(chosen)


# --- A new project --------------------------------------------------------------------------------------


def _as_new(upload: Upload, reading: Reading) -> None:
    project = reading.project
    if reading.issues:
        warnings = len(reading.issues) - reading.errors
        st.markdown(say("start.problems", errors=f"{reading.errors:,}", warnings=f"{warnings:,}"))
        show_issues(reading.issues, key="import-issues")
    else:
        st.success(say("start.no_problems"), icon=":material/check_circle:")
    if project is None:
        st.caption(say("start.not_legal"))
        return
    rows = sum(len(project.rows(table)) for table in TABLES)
    if not rows:
        st.caption(say("start.nothing_in_it"))
        return
    if reading.errors:
        st.caption(say("start.unfinished"))
    st.button(
        say("start.import_new", rows=f"{rows:,}"),
        key="import-new",
        type="primary",
        icon=":material/upload_file:",
        on_click=_import_new,
        args=(upload.name, project),
    )


def _import_new(name: str, project: Project) -> None:
    try:
        stored = add(project.settings.name or name.rpartition(".")[0] or name, project)
    except ValueError as error:
        tell(Kind.REFUSED, str(error))
        return
    st.session_state[_DONE] = stored.project_id
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.query_params[PROJECT] = stored.project_id


def _show_imported() -> None:
    """After the import: what is still wrong, each with a link to its field."""
    project_id = st.session_state.get(_DONE)
    if not project_id:
        return
    try:
        stored = workspace().open(project_id)
        issues = check_project(stored.project())
    except TouchmapError:
        return
    st.success(say("start.imported", name=plain(stored.name)), icon=":material/check_circle:")
    if issues:
        st.markdown(say("start.still_wrong", count=f"{len(issues):,}"))
        show_issues(issues, key="imported-issues", project_id=project_id)
    if st.button(
        say("start.on_to_map"), key="imported-to-map", type="primary", icon=":material/arrow_forward:"
    ):
        st.session_state.pop(_DONE, None)
        go(project_id)


def show_issues(issues: Iterable[Issue], *, key: str, project_id: str = "") -> None:
    """Every problem with its place, the value seen and what to do; with a project, a link to its field."""
    rows = [
        {
            "kind": say("start.issue_error" if issue.severity is Severity.ERROR else "start.issue_warning"),
            "place": str(issue.where),
            "message": issue.message,
            "value": issue.value,
            "remedy": issue.hint,
            "link": _link(issue, project_id),
        }
        for issue in issues
    ]
    columns = ["kind", "place", "message", "value", "remedy"] + (["link"] if project_id else [])
    st.dataframe(
        pd.DataFrame(rows)[columns],
        hide_index=True,
        key=key,
        height=min(420, 38 + 36 * len(rows)),
        column_config={
            **{name: say(f"start.column.{name}") for name in columns},
            "message": st.column_config.TextColumn(say("start.column.message"), width="large"),
            "remedy": st.column_config.TextColumn(say("start.column.remedy"), width="large"),
            "link": st.column_config.LinkColumn(
                say("start.column.link"), display_text=say("start.to_field"), width="small"
            ),
        },
    )


def _link(issue: Issue, project_id: str) -> str | None:
    where = issue.where
    if not (project_id and where.table):
        return None
    asked = {PROJECT: project_id, "table": where.table, "row": where.row_id, "field": where.column}
    return "tables?" + urlencode({name: value for name, value in asked.items() if value})


# --- Changes to a project that is there -----------------------------------------------------------------


def _as_change(upload: Upload, reading: Reading, project_id: str) -> None:
    try:
        stored = workspace().open(project_id)
        seen = _seen(stored, reading)
        found = offer(
            stored,
            lambda before: read_as_change(upload, before),
            reading.origin,
            seen,
            author=_author(),
        )
    except InvalidProjectError as error:
        st.error(say("start.cells_refused"), icon=":material/error:")
        show_issues(error.issues, key="change-issues", project_id=project_id)
        return
    except TouchmapError as error:
        st.error(plain(error, 1000), icon=":material/error:")
        return
    is_sure = seen is not None or _is_known(stored, reading)
    st.markdown(say("start.beside", number=f"{found.seen:,}", name=plain(stored.name)))
    if found.before:
        listed = ", ".join(map(str, found.before))
        st.caption(say("start.taken_before", count=found.known, edits=listed))
    if found.whole.is_empty:
        st.info(say("start.changes_nothing", name=plain(stored.name)), icon=":material/info:")
        return
    for told in found.told:
        st.warning(say("start.refused_one", what=plain(told, 600)), icon=":material/group:")
    _show_difference(found)
    st.button(
        say("start.take_change", count=len(found.rest.steps)),
        key="take-change",
        type="primary",
        icon=":material/merge:",
        disabled=found.rest.is_empty or not is_sure,
        on_click=_take,
        args=(project_id, found, upload.name),
    )


def _is_known(stored: StoredProject, reading: Reading) -> bool:
    """Whether it is known which state the file was written from."""
    return not stored.revision or stored.number_of(reading.origin) is not None


def _seen(stored: StoredProject, reading: Reading) -> int | None:
    """The state the file was written from, as a person says where the file does not."""
    if _is_known(stored, reading):
        return None
    st.warning(say("start.origin_unknown", name=plain(stored.name)), icon=":material/warning:")
    return st.number_input(
        say("start.origin_number"),
        min_value=0,
        max_value=stored.revision,
        value=None,
        step=1,
        width=260,
        key=f"seen-{stored.project_id}",
        placeholder=say("start.origin_latest", number=stored.revision),
    )


def _show_difference(found: Offer) -> None:
    rows = found.rows()
    table = pd.DataFrame(
        {
            "what": [say(f"start.what_{row.what.partition(' ')[0]}") for row in rows],
            "table": [row.table for row in rows],
            "row": [row.row for row in rows],
            "field": [row.field for row in rows],
            "old": [_shown(row.old) for row in rows],
            "new": [_shown(row.new) for row in rows],
        }
    )
    st.dataframe(
        table.head(MOST_ROWS),
        hide_index=True,
        key="difference",
        height=min(420, 38 + 36 * len(table)),
        column_config={name: say(f"start.column.{name}") for name in table.columns},
    )
    if len(table) > MOST_ROWS:
        st.caption(say("start.more_rows", count=f"{len(table) - MOST_ROWS:,}"))


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{name} {part}" for name, part in value.items() if part not in (None, "", []))
    return str(value)


def _author() -> str:
    person = me()
    return person.name if person else ""


def _take(project_id: str, found: Offer, name: str) -> None:
    try:
        entry = (
            workspace()
            .open(project_id)
            .commit(found.change(name), author=_author(), seen=found.seen, source=found.source)
        )
    except EditConflictError as error:
        tell(Kind.CONFLICT, say("common.conflict"), *str(error).splitlines())
    except InvalidProjectError as error:
        tell(Kind.REFUSED, say("common.refused"), *(str(issue) for issue in error.issues))
    except (TouchmapError, ValueError) as error:
        tell(Kind.REFUSED, str(error))
    else:
        tell(Kind.DONE, entry.label)
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
        st.session_state[_DONE] = project_id
        st.query_params[PROJECT] = project_id
