"""Who can do what: processes against providers, why not, and a pin or a ban from a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from touchmap.eligibility import Standing, who_can
from touchmap.project import Project, RuleStem
from touchmap.project.edits import Change, forbid, pin, switch_rule
from touchmap.project.vocabulary import SourcingModel
from touchmap.ui.desk import Desk
from touchmap.ui.parts.placings import Places, placings
from touchmap.ui.parts.scenario import choose_scenario
from touchmap.ui.plain import plain
from touchmap.ui.problems.found import problems_of
from touchmap.ui.say import say

YES, PARTLY, NO, TODAY = "✓", "◐", "–", "●"
PINNED, FORBIDDEN = "pin", "ban"


def show_matrix(here: Desk) -> None:
    """Draw the matrix, and what a chosen cell means."""
    if problems_of(here.project).errors:
        st.info(say("providers.errors_first"), icon=":material/error:")
        return
    scenario = choose_scenario(here)
    st.caption(say("providers.legend"))
    found = standings(here.project.hash, here.project)
    placed = placings(here.project, scenario or "")
    processes = [p for p in here.project.processes if any(key[0] == p.process_id for key in found)]
    order = list(SourcingModel)
    providers = sorted(here.project.providers, key=lambda p: order.index(p.sourcing_model))
    if not processes or not providers:
        st.info(say("providers.nothing_to_match"), icon=":material/grid_off:")
        return
    frame = pd.DataFrame(
        {
            "process": [f"{p.process_id} · {p.name}" for p in processes],
            **{
                q.provider_id: [
                    _mark(found[p.process_id, q.provider_id], placed.get((p.process_id, q.provider_id)))
                    for p in processes
                ]
                for q in providers
            },
        }
    )
    config = {
        q.provider_id: st.column_config.TextColumn(
            f"{q.sourcing_model.letter} {q.name}", help=plain(q.name), width=92, alignment="center"
        )
        for q in providers
    }
    config["process"] = st.column_config.TextColumn(say("providers.process"), pinned=True, width=260)
    chosen = st.dataframe(
        frame,
        hide_index=True,
        column_config=config,
        on_select="rerun",
        selection_mode="single-cell",
        key="who-can",
        height=min(36 * (len(processes) + 1), 560),
    )
    cells = chosen["selection"]["cells"]
    if not cells or cells[0][1] not in {q.provider_id for q in providers}:
        st.caption(say("providers.choose_cell"))
        return
    row, provider_id = cells[0]
    _detail(here, scenario, found[processes[row].process_id, provider_id], placed)


@st.cache_resource(max_entries=16, show_spinner=False)
def standings(key: str, _project: Project) -> Mapping[tuple[str, str], Standing]:  # noqa: ARG001 - the key
    """Who can do what, once for each state of the facts."""
    return who_can(_project)


def _mark(standing: Standing, placed: tuple[RuleStem, str] | None) -> str:
    can = YES if standing.is_possible else NO if standing.is_impossible else PARTLY
    marks = [can, TODAY if standing.today else "", ""]
    if placed:
        marks[2] = PINNED if placed[0] is RuleStem.PIN else FORBIDDEN
    return " ".join(mark for mark in marks if mark)


def _detail(here: Desk, scenario: str | None, standing: Standing, placed: Places) -> None:
    process = here.project.process(standing.process_id)
    provider = here.project.provider(standing.provider_id)
    with st.container(border=True, key="who-can-detail"):
        title = say("providers.cell", process=plain(process.name, 80), provider=plain(provider.name, 80))
        st.markdown(f"**{title}**")
        st.markdown(say("providers.can_do", possible=len(standing.possible), packages=len(standing.packages)))
        _place(here, scenario, standing, placed)
        if standing.refusals:
            st.dataframe(
                pd.DataFrame(
                    [(r.package_id, r.reason, r.remedy) for r in standing.refusals],
                    columns=["package", "reason", "remedy"],
                ),
                hide_index=True,
                key="why-not",
                column_config={
                    "package": st.column_config.TextColumn(say("providers.package"), width="small"),
                    "reason": st.column_config.TextColumn(say("providers.reason"), width="large"),
                    "remedy": st.column_config.TextColumn(say("providers.remedy"), width="large"),
                },
            )


def _place(here: Desk, scenario: str | None, standing: Standing, placed: Places) -> None:
    """Pin, forbid, or take either back."""
    written = {row.scenario_id for row in here.project.scenarios}
    if scenario not in written:
        st.caption(say("providers.no_scenario"))
        return
    process, provider = standing.process_id, standing.provider_id
    now = placed.get((process, provider))
    with st.container(horizontal=True, key="place"):
        if now:
            st.button(
                say("providers.release", rule=plain(now[1], 60)),
                key="release",
                icon=":material/lock_open:",
                on_click=_commit,
                args=(here, lambda project: switch_rule(project, scenario, now[1], on=False)),
                disabled=not here.may_edit,
            )
            return
        st.button(
            say("providers.pin"),
            key="pin",
            icon=":material/push_pin:",
            on_click=_commit,
            args=(here, lambda project: pin(project, scenario, process, provider)),
            disabled=not here.may_edit or standing.is_impossible,
        )
        st.button(
            say("providers.forbid"),
            key="forbid",
            icon=":material/block:",
            on_click=_commit,
            args=(here, lambda project: forbid(project, scenario, process, provider)),
            disabled=not here.may_edit,
        )


def _commit(here: Desk, command: Callable[[Project], Change]) -> None:
    here.commit(command)
