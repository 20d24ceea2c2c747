"""The page of problems: all that is wrong, by gravity and kind, each with its place, value and remedy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import pandas as pd
import streamlit as st

from touchmap.errors import Issue, Where
from touchmap.plan import Finding
from touchmap.project.model import TABLES
from touchmap.ui.desk import Desk
from touchmap.ui.parts.scenario import choose_scenario
from touchmap.ui.plain import plain
from touchmap.ui.problems.found import Found, problems_of
from touchmap.ui.problems.links import cell_params, place_words
from touchmap.ui.problems.panel import wait_for_whole
from touchmap.ui.say import say
from touchmap.ui.steps import page_file

LEVELS = (("red", ":material/error:"), ("amber", ":material/warning:"), ("note", ":material/info:"))
"""Levels of findings with the icon that stands beside the word."""


def show_problems(here: Desk) -> None:
    """Draw the page."""
    found = problems_of(here.project)
    wait_for_whole(here, found)
    if not found.issues and found.is_whole:
        with st.container(border=True, key="empty-state"):
            st.subheader(say("problems.nothing"), anchor=False)
            st.write(say("problems.nothing_more"))
    _issues(here, "errors", ":material/error:", found.errors)
    _issues(here, "warnings", ":material/warning:", found.warnings)
    _findings(here)
    _take_away(found)


def _issues(here: Desk, severity: str, icon: str, issues: Sequence[Issue]) -> None:
    if not issues:
        return
    st.subheader(f"{icon} {say(f'problems.{severity}', count=len(issues))}", anchor=False)
    st.caption(say(f"problems.{severity}_mean"))
    ordered = sorted(issues, key=lambda i: (i.where.table, i.code))
    for number, (_, alike) in enumerate(groupby(ordered, key=lambda i: (i.where.table, i.code))):
        _alike(here, f"{severity}-{number}", list(alike))


def _alike(here: Desk, key: str, issues: list[Issue]) -> None:
    """Problems of one kind in one table: the first tells the kind, each has its place."""
    first = issues[0]
    table = place_words(Where(first.where.table), "")
    title = f"{plain(table, 60)} · {plain(_kind(first), 120)}"
    if len(issues) > 1:
        title += f" ({len(issues)})"
    with st.expander(title, expanded=len(issues) <= 3, key=f"problems-{key}"):
        if first.hint and all(i.hint == first.hint for i in issues):
            st.caption(say("problems.remedy", hint=plain(first.hint, 300)))
        for n, issue in enumerate(issues):
            _one(here, f"{key}-{n}", issue, own_hint=issue.hint != first.hint)


def _one(here: Desk, key: str, issue: Issue, *, own_hint: bool) -> None:
    params = cell_params(issue.where)
    place = plain(place_words(issue.where, here.project.settings.currency), 90)
    with st.container(horizontal=True, vertical_alignment="center", key=f"problem-{key}"):
        if params:
            st.page_link(page_file("tables"), label=place, query_params={**here.params, **params}, width=330)
        else:
            st.markdown(place, width=330)
        hint = f" – {plain(issue.hint, 300)}" if own_hint and issue.hint else ""
        st.markdown(plain(issue.message, 400) + hint)


def _kind(issue: Issue) -> str:
    """The kind of a problem as its message says it, without the row and the value.

    >>> _kind(Issue("x", "touchpoint T1 (Call) – is in no journey – blank"))
    'is in no journey'
    """
    parts = issue.message.split(" – ")
    return parts[1] if len(parts) > 1 else issue.code.replace("_", " ")


def _findings(here: Desk) -> None:
    """What a board should know about the latest plan of a scenario."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", key="findings"
    ):
        st.subheader(say("problems.findings"), anchor=False, width="content")
        scenario = choose_scenario(here)
    latest = here.latest_result(scenario) if scenario else None
    if latest is None:
        st.caption(say("problems.not_solved"))
        return
    stored, result = latest
    if stored.input_hash != here.project.hash:
        st.caption(say("problems.out_of_date"))
    if not result.findings:
        st.caption(say("problems.no_findings"))
    for level, icon in LEVELS:
        found = [f for f in result.findings if f.level == level]
        if not found:
            continue
        st.markdown(f"{icon} **{say(f'problems.level.{level}', count=len(found))}**")
        for n, finding in enumerate(found):
            _finding(here, f"{level}-{n}", finding)


def _finding(here: Desk, key: str, finding: Finding) -> None:
    where = _place_of(here, finding.subject)
    with st.container(horizontal=True, vertical_alignment="center", key=f"finding-{key}"):
        st.markdown(f"- {plain(finding.message, 400)}")
        if where is not None:
            page, label = page_file("tables"), say("problems.to_table")
            st.page_link(page, label=label, query_params={**here.params, **cell_params(where)})


def _place_of(here: Desk, subject: str) -> Where | None:
    """The row a finding is about, if it is about one."""
    process = subject.partition("/")[0]
    for table in ("processes", "providers", "touchpoints", "rules", "contracts"):
        for row in here.project.rows(table):
            if row.row_key in (subject, process):
                return Where(table, row.row_key)
    return None


def _take_away(found: Found) -> None:
    if not found.issues:
        return
    rows = [
        {
            "severity": i.severity.value,
            "table": i.where.table if i.where.table in TABLES else "",
            "row": i.where.row_id,
            "field": i.where.column,
            "value": i.value,
            "problem": i.message,
            "remedy": i.hint,
        }
        for i in found.issues
    ]
    st.download_button(
        say("problems.download"),
        data=lambda: pd.DataFrame(rows).to_csv(index=False),
        file_name="problems.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="download-problems",
    )
