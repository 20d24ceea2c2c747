"""The seven rules, every rule of the scenario, and the hand-offs the plan cuts, with who owns them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from touchmap.analysis.seven_rules import Held, seven_rules
from touchmap.journey.cut import Cut, CutHandoff, find_cut
from touchmap.journey.parties import COMPANY
from touchmap.project import Project
from touchmap.report import rule_table
from touchmap.report.listings import RULE_COLUMNS
from touchmap.report.text.style import number, percent
from touchmap.ui.parts.names import with_names
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.parts.table import show_table
from touchmap.ui.plain import plain
from touchmap.ui.say import say

_LOOKS = {
    Held.HELD: ("green", ":material/check_circle:", "held"),
    Held.OPEN: ("orange", ":material/pending:", "open"),
    Held.BROKEN: ("red", ":material/cancel:", "broken"),
    Held.NO_PLAN: ("gray", ":material/help:", "no_plan"),
}


def show_rules(view: PlanInView) -> None:
    """Draw the section."""
    st.subheader(say("result.seven_title"))
    with st.container(key="seven-rules"):
        for row in seven_rules(view.project, view.result):
            colour, icon, name = _LOOKS[row.state]
            badge = f":{colour}-badge[{icon} {say(f'result.state_{name}')}]"
            with st.container(horizontal=True, key=f"seven-rule-{row.number}"):
                st.markdown(f"**{row.number}\u2002{plain(row.title)}**  \n{badge}", width=330)
                st.markdown(plain(with_names(view.project, row.how), 1200))
    st.subheader(say("result.rules_title"))
    show_table(
        RULE_COLUMNS,
        rule_table(view.project, view.result),
        currency=view.project.settings.currency,
        key="rule-activity",
    )
    _cut(view)


def _cut(view: PlanInView) -> None:
    cut = find_cut(view.project, view.result.plan)
    st.subheader(say("result.cut_title"))
    if not cut.handoffs:
        st.success(say("result.cut_none"), icon=":material/check_circle:")
        return
    with st.container(horizontal=True, gap="large", key="cut-figures"):
        complexity = f"{cut.complexity:.0f} · {cut.band.value}"
        st.metric(
            say("result.cut_complexity"), complexity, help=say("result.cut_complexity_help"), width="content"
        )
        st.metric(say("result.cut_count"), str(cut.handoff_count), width="content")
        st.metric(say("result.cut_hours"), number(cut.hours_per_month, 0), width="content")
        st.metric(say("result.cut_unowned"), str(len(cut.unowned)), width="content")
    st.dataframe(
        cut_table(view.project, cut),
        hide_index=True,
        key="cut-table",
        height=320,
        column_config={
            say("result.cut_contacts"): st.column_config.NumberColumn(format="%,.0f"),
            say("result.cut_extra"): st.column_config.NumberColumn(format="%,.1f"),
        },
    )


def cut_table(project: Project, cut: Cut) -> pd.DataFrame:
    """The hand-offs that are cut, with the names of everybody involved."""
    names = {p.provider_id: p.name for p in project.providers} | {COMPANY: say("result.company")}
    ends = {p.process_id: p.name for p in project.processes}
    ends |= {d.department_id: d.name for d in project.departments}

    def row(cut_handoff: CutHandoff) -> tuple[object, ...]:
        handoff = cut_handoff.handoff
        what = f"{ends.get(handoff.from_process_id, '')} → {ends.get(handoff.to_id, handoff.to_id)}"
        return (
            what,
            names.get(cut_handoff.from_party, cut_handoff.from_party),
            names.get(cut_handoff.to_party, cut_handoff.to_party),
            percent(cut_handoff.share),
            cut_handoff.contacts_per_month,
            cut_handoff.hours_per_month,
            cut_handoff.owner or say("result.cut_no_owner"),
        )

    columns = [
        say(f"result.cut_{name}") for name in ("handoff", "from", "to", "share", "contacts", "extra", "owner")
    ]
    return pd.DataFrame([row(found) for found in cut.handoffs], columns=columns)
