"""What the page of the exports shows."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from touchmap.plan import Result
from touchmap.project import Project
from touchmap.report.business_case import business_case_bytes
from touchmap.report.map.colouring import ColourBy
from touchmap.report.map.dot import PAPERS
from touchmap.report.map.drawing import View
from touchmap.report.scope_sheets import pack_providers, scope_pack_bytes, scope_sheet_bytes
from touchmap.ui.case.show import case_of
from touchmap.ui.desk import Desk
from touchmap.ui.export.files import (
    Looks,
    assignment_csv,
    assignment_workbook,
    map_data,
    map_picture,
    project_file,
    result_json,
)
from touchmap.ui.parts.download import download
from touchmap.ui.parts.plan import find_plan
from touchmap.ui.say import say

Make = Callable[[], bytes | str]


def show_export(desk: Desk, scenario_id: str | None) -> None:
    """Draw the page below its title."""
    found = None if scenario_id is None else find_plan(desk, scenario_id)
    view = found if found is not None and found.result.plan is not None else None
    first, second = st.columns(2, gap="large")
    with first:
        st.header(say("export.plan"), anchor=False)
        if view is None:
            st.info(say("export.no_plan"), icon=":material/info:")
        else:
            scenario, project, result = view.result.scenario_id, view.project, view.result
            if view.is_stale:
                st.warning(say("parts.stale"), icon=":material/history:")
            _row("workbook", f"plan-{scenario}.xlsx", lambda: assignment_workbook(project, result))
            _row("table", f"plan-{scenario}.csv", lambda: assignment_csv(project, result))
            _row("case", f"case-{scenario}.xlsx", lambda: business_case_bytes(case_of(project, result)))
            _row("result", f"result-{scenario}.json", lambda: result_json(result))
        st.header(say("export.project"), anchor=False)
        st.caption(say("export.project_about"))
        for ending in ("xlsx", "zip", "json"):
            _row(ending, f"{_file_name(desk)}.{ending}", _project(desk, ending))
        _row("minutes", "minutes.md", desk.stored.minutes)
    with second:
        st.header(say("export.map"), anchor=False)
        _pictures(desk, scenario_id, None if view is None else view.result.scenario_name)
        st.caption(say("export.map_data"))
        for ending in ("graphml", "json", "mmd"):
            _row(f"map_{ending}", f"map.{ending}", _map_data(desk, ending))
        if view is not None:
            _scope_sheets(view.project, view.result)


def _project(desk: Desk, ending: str) -> Make:
    origin = f"{desk.stored.project_id}:{desk.revision}"
    return lambda: project_file(desk.project, ending, origin=origin)


def _map_data(desk: Desk, ending: str) -> Make:
    return lambda: map_data(desk.project, ending)


def _scope_sheets(project: Project, result: Result) -> None:
    """One workbook for each provider, and all of them together."""
    st.header(say("export.providers"), anchor=False)
    st.caption(say("export.providers_about"))
    parties = sorted(pack_providers(project, result), key=lambda p: p.is_own)  # third parties first
    names = {p.provider_id: p.name for p in parties}
    if not names:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            say("export.provider"),
            list(names),
            format_func=lambda provider: names[provider],
            key="scope-provider",
            width=320,
        )
        label, every = say("export.scope_sheet"), say("export.all_providers", count=len(names))
        download(label, f"scope-{chosen}.xlsx", lambda: scope_sheet_bytes(project, result, chosen))
        download(every, f"scopes-{result.scenario_id}.zip", lambda: scope_pack_bytes(project, result))


def _row(what: str, name: str, make: Make) -> None:
    """One file: what it is for, and its button."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{say(f'export.{what}')}**  \n{say(f'export.{what}_about')}", width=420)
        download(name.rpartition(".")[2].upper(), name, make)


def _pictures(desk: Desk, scenario_id: str | None, scenario_name: str | None) -> None:
    plans = ["", *([scenario_id] if scenario_name is not None and scenario_id is not None else [])]
    names = {"": say("export.today"), scenario_id: scenario_name or ""}
    with st.container(horizontal=True):
        plan = st.selectbox(
            say("export.which_plan"),
            plans,
            index=len(plans) - 1,
            format_func=lambda p: names[p],
            key="map-plan",
        )
        view = st.selectbox(
            say("export.view"), [v.value for v in View], format_func=lambda v: v.capitalize(), key="map-view"
        )
    with st.container(horizontal=True):
        colours = st.selectbox(
            say("export.colours"),
            [c.value for c in ColourBy],
            format_func=lambda c: c.capitalize(),
            key="map-colours",
        )
        paper = st.selectbox(
            say("export.paper"),
            ["", *PAPERS],
            format_func=lambda size: size or say("export.natural"),
            key="map-paper",
        )
    found = find_plan(desk, plan) if plan else None
    project, result = (desk.project, None) if found is None else (found.project, found.result)
    looks = Looks(View(view), ColourBy(colours), paper or None)
    stem = f"map-{view}-{plan or 'today'}"
    with st.container(horizontal=True):
        for fmt in ("svg", "png", "pdf"):
            download(fmt.upper(), f"{stem}.{fmt}", _picture(project, result, fmt, looks))


def _picture(project: Project, result: Result | None, fmt: str, looks: Looks) -> Make:
    return lambda: map_picture(project, result, fmt, looks)


def _file_name(desk: Desk) -> str:
    """The project's name as a name of a file everywhere."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in desk.stored.name)
    return "-".join(filter(None, kept.split("-")))[:60] or "project"
