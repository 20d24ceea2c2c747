"""Why a piece of work is where it is: the runner-up, other homes with their price, what stands in the way."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from touchmap.analysis.explain import EXPLAIN_SECONDS, Explanation, Home, Standing, WorkExplained, explain
from touchmap.plan import SolveStatus
from touchmap.project import Project
from touchmap.report.text.explain import span_text
from touchmap.report.text.style import BLANK, money, number
from touchmap.ui.background import Task
from touchmap.ui.desk import Desk
from touchmap.ui.parts.answer import answer
from touchmap.ui.parts.askers import askers
from touchmap.ui.parts.names import package_words, with_names
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.plain import plain
from touchmap.ui.result.what_if import show_what_if
from touchmap.ui.say import say

CLOSER_SECONDS = 20.0
MOST_REASONS = 3
MOST_MOVES = 2
MOST_WORDS = 500
"""Characters of the sentence on what else moves."""


def show_why(desk: Desk, view: PlanInView, package_id: str) -> None:
    """Draw the panel of one package."""
    if view.result.status is SolveStatus.EVALUATED:
        st.info(say("result.why_today"), icon=":material/info:")
        return
    closer = st.session_state.get(f"closer-{package_id}", False)
    seconds = CLOSER_SECONDS if closer else EXPLAIN_SECONDS

    def work(task: Task[Explanation]) -> Explanation:
        with askers().lease(view.project, task) as asker:
            return explain(
                view.project, package_id, view.result.scenario_id, asker, seconds=seconds, known=view.result
            )

    found = answer(("why", *view.key, package_id, seconds), work, doing=say("result.why_working"))
    if found is None:
        return
    if not found.works:
        st.warning(plain(found.message or found.status.value), icon=":material/help:")
        return
    for explained in found.works:
        _show(view, found, explained)
    if not closer and not all(home.proven for w in found.works for home in w.homes if home.price):
        st.button(
            say("result.why_more_time"),
            key="why-closer",
            icon=":material/zoom_in:",
            on_click=lambda: st.session_state.update({f"closer-{package_id}": True}),
        )
    show_what_if(desk, view, found)


def _show(view: PlanInView, found: Explanation, work: WorkExplained) -> None:
    heading = "; ".join(package_words(view.project, package) for package in work.package_ids)
    st.markdown(f"**{plain(heading, 300)}**")
    st.markdown(plain(with_names(view.project, work.sentence), 1500))
    _runner_up(view.project, found, work)
    st.markdown(f"**{say('result.why_homes')}**")
    silent = [h for h in work.homes if {r.gate for r in h.reasons} == {"offer"}]
    rows = [_row(view.project, found, home) for home in work.homes if home not in silent]
    unit = say("result.points") if found.in_points else found.currency
    price, cost = say("result.why_price", unit=unit), say("result.why_own_cost", currency=found.currency)
    columns = [
        say("result.why_provider"),
        say("result.why_standing"),
        price,
        cost,
        say("result.why_quality"),
        say("result.why_reason"),
    ]
    st.dataframe(
        pd.DataFrame(rows, columns=columns),
        hide_index=True,
        key=f"homes-{'-'.join(work.package_ids)}",
        column_config={
            price: st.column_config.TextColumn(help=say("result.why_price_help")),
            say("result.why_reason"): st.column_config.TextColumn(width="large"),
        },
    )
    if silent:
        st.caption(say("result.no_offer", providers=", ".join(plain(h.name) for h in silent)))


def _runner_up(project: Project, found: Explanation, work: WorkExplained) -> None:
    rival = work.runner_up
    if rival is None:
        st.markdown(say("result.why_none"))
        return
    unit = say("result.points") if found.in_points else plain(found.currency)
    price = f"{_price(found, rival)} {unit}"
    words = say("result.why_runner_up", provider=plain(rival.name), price=price)
    if rival.moves:
        words += " " + say("result.why_runner_up_moves", moves=plain(_moves(project, rival), MOST_WORDS))
    st.markdown(words)


def _row(project: Project, found: Explanation, home: Home) -> tuple[str, ...]:
    price = "0" if home.standing is Standing.HERE else _price(found, home)
    standing = say(f"result.standing_{home.standing.value}")
    return (
        home.name,
        standing,
        price,
        money(home.cost),
        number(home.quality),
        _reasons(project, home) or BLANK,
    )


def _price(found: Explanation, home: Home) -> str:
    return span_text(home.price, found.total.high, in_points=found.in_points)


def _reasons(project: Project, home: Home) -> str:
    parts = []
    nearest = [r for r in home.reasons if r.nearest][:MOST_REASONS]
    parts += [say("result.reason_nearest", reason=r.reason, remedy=r.remedy) for r in nearest]
    if len(home.reasons) > len(nearest):
        parts.append(say("result.reason_more", count=len(home.reasons) - len(nearest)))
    if home.closed_by:
        parts.append(say("result.reason_forbidden", rules=", ".join(home.closed_by)))
    if home.possible_without:
        parts.append(say("result.reason_without", rules=" / ".join(home.possible_without)))
    if home.moves:
        parts.append(say("result.reason_moves", moves=_moves(project, home)))
    if home.binding:
        parts.append(say("result.reason_binding", rules=", ".join(home.binding)))
    if home.standing is Standing.OPEN and home.price is not None and not home.proven:
        parts.append(say("result.reason_open"))
    return "; ".join(parts)


def _moves(project: Project, home: Home) -> str:
    shown = ", ".join(
        say(
            "result.to",
            package=package_words(project, m.package_id),
            provider=m.after or say("result.nobody"),
        )
        for m in home.moves[:MOST_MOVES]
    )
    rest = len(home.moves) - MOST_MOVES
    return say("result.reason_moves_more", moves=shown, count=rest) if rest > 0 else shown
