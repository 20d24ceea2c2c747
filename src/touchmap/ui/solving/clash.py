"""Why a scenario has no plan, and what would mend it, each repair one click away."""

from __future__ import annotations

import streamlit as st

from touchmap.analysis.clash import Clash, ClashStatus, find_clash
from touchmap.analysis.repairs import ChangeKind, Repair
from touchmap.analysis.variants import copy_scenario
from touchmap.plan import SolveStatus
from touchmap.project import Project
from touchmap.project.edits import difference
from touchmap.report.text.style import gap_percent, money
from touchmap.sourcing.elastic import MemberKind
from touchmap.ui.background import Task
from touchmap.ui.desk import SCENARIO, Desk
from touchmap.ui.parts.answer import answer
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.solving.begin import name_of

FACTS = (ChangeKind.CAPACITY, ChangeKind.POOL)
"""Changes of the facts, which hold in every scenario."""


def show_clash(desk: Desk, scenario_id: str) -> None:
    """Look for the clash in the background, and show it with its repairs."""
    project = desk.project

    def work(task: Task[Clash]) -> Clash:
        def step(sentence: str) -> None:
            task.progress = sentence

        return find_clash(project, scenario_id, on_step=step, stop=lambda: not task.wanted)

    st.subheader(say("solve.clash.title"))
    found = answer(("clash", project.hash, scenario_id), work, doing=say("solve.clash.looking"))
    if found is None:
        return
    if found.status is not ClashStatus.CLASH:
        st.info(say("solve.clash.none" if found.status is ClashStatus.NONE else "solve.clash.undecided"))
        return
    _show_sets(found)
    if found.repairs:
        _show_repairs(desk, scenario_id, found)


def _show_sets(found: Clash) -> None:
    if found.impossible:
        lines = "".join(f"\n- {plain(sentence)}" for sentence in found.impossible)
        st.error(f"{say('solve.impossible')}\n{lines}", icon=":material/link_off:")
    told: set[str] = set()
    for number, one in enumerate(found.sets, 1):
        proof = say("solve.clash.proven" if one.is_minimal else "solve.clash.not_minimal")
        with st.container(border=True, key=f"clash-{number}"):
            st.markdown(f"**{say('solve.clash.set', number=number)}** · {proof}")
            st.markdown(plain(one.sentence, 1200))
            members = [member for member in one.members if member.subject not in told]
            rules = [member for member in members if member.kind is MemberKind.RULE]
            told |= {member.subject for member in rules}
            if rules:
                st.caption(say("solve.clash.why_rules"))
                st.markdown("\n".join(f"- {plain(member.sentence, 500)}" for member in rules))
    if found.sets:
        st.caption(say("solve.clash.every" if found.is_complete else "solve.clash.every_open"))


def _show_repairs(desk: Desk, scenario_id: str, found: Clash) -> None:
    st.subheader(say("solve.clash.repairs"), help=say("solve.clash.repairs_help"))
    for number, repair in enumerate(found.repairs):
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"repair-{number}"):
            st.markdown(plain(_capital(repair.sentence), 600) + "  \n" + _price(found, repair))
            _buttons(desk, scenario_id, repair, number)


def _price(found: Clash, repair: Repair) -> str:
    result = repair.result
    if repair.cost is None or result is None:
        return say("solve.clash.not_priced")
    parts = [f"**{say('solve.clash.price', currency=plain(found.currency), cost=money(repair.cost))}**"]
    if found.today_cost is not None:
        parts.append(say("solve.clash.against", change=f"{repair.cost - found.today_cost:+,.0f}"))
    proof = "gap" if result.status is SolveStatus.OPTIMAL else "so_far"
    parts.append(say(f"solve.clash.{proof}", gap=gap_percent(result.gap)))
    return " · ".join(parts)


def _buttons(desk: Desk, scenario_id: str, repair: Repair, number: int) -> None:
    with st.container(horizontal=True, width="content"):
        st.button(
            say("solve.clash.apply"),
            key=f"apply-{number}",
            type="primary" if number == 0 else "secondary",
            help=say("solve.clash.apply_help"),
            disabled=not desk.may_edit,
            on_click=_apply,
            args=(desk, scenario_id, repair),
        )
        if not any(change.kind in FACTS for change in repair.changes):
            st.button(
                say("solve.clash.copy"),
                key=f"copy-{number}",
                help=say("solve.clash.copy_help"),
                disabled=not desk.may_edit,
                on_click=_apply_to_copy,
                args=(desk, scenario_id, repair),
            )


def _apply(desk: Desk, scenario_id: str, repair: Repair) -> None:
    label = say("solve.clash.label", scenario=name_of(desk, scenario_id), change=repair.sentence)
    desk.commit(lambda project: difference(project, repair.apply(project), label[:200]))


def _apply_to_copy(desk: Desk, scenario_id: str, repair: Repair) -> None:
    name = say("solve.clash.copy_name", scenario=name_of(desk, scenario_id))
    mended, new = _mended_copy(desk.project, scenario_id, repair, name)
    label = say("solve.clash.label", scenario=name, change=repair.sentence)
    if desk.commit(lambda project: difference(project, mended, label[:200])) is not None:
        st.query_params[SCENARIO] = new
        st.session_state.pop("chosen-scenario", None)


def _mended_copy(project: Project, scenario_id: str, repair: Repair, name: str) -> tuple[Project, str]:
    copied, new = copy_scenario(project, scenario_id, name)
    for change in repair.changes:
        copied = change.apply(copied, new)
    return copied, new


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
