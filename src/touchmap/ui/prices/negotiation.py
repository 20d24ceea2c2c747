"""What to negotiate: the rate at which each offer wins or loses the work."""

from __future__ import annotations

import streamlit as st

from touchmap.analysis.break_even import BreakEven, NegotiationList, negotiation_list
from touchmap.report.negotiation import NEGOTIATION_COLUMNS, negotiation_bytes, negotiation_table
from touchmap.ui.background import Task
from touchmap.ui.parts.answer import answer
from touchmap.ui.parts.askers import askers
from touchmap.ui.parts.download import download
from touchmap.ui.parts.names import package_detail
from touchmap.ui.parts.sought import Sought
from touchmap.ui.parts.table import show_table
from touchmap.ui.plain import plain
from touchmap.ui.say import say

SENTENCES = 8
HIDDEN = ("provider_id", "process_id", "packages", "sentence")


def show_negotiation(about: Sought) -> None:
    """Draw the section."""
    providers = {p.provider_id: p.name for p in about.project.providers if not p.is_own}
    with st.container(horizontal=True, vertical_alignment="bottom", key="negotiation-controls"):
        provider = st.selectbox(
            say("prices.provider"),
            [None, *providers],
            format_func=lambda found: providers[found] if found else say("prices.provider_all"),
            key="negotiation-provider",
            width=320,
        )
        single = st.toggle(say("prices.by_package"), key="negotiation-by-package")

    def work(task: Task[NegotiationList]) -> NegotiationList:
        with askers().lease(about.project, task) as asker:
            return negotiation_list(
                about.project, about.scenario_id, provider, asker, by_package=single, known=about.known
            )

    found = answer(
        ("negotiation", *about.key, provider, single),
        work,
        doing=say("prices.negotiate_working"),
        start=say("prices.negotiate_start"),
        about=say("prices.negotiate_about"),
        question=say("prices.negotiate_question"),
        takes=say("prices.negotiate_takes"),
    )
    if found is not None:
        _draw(about, found)


def lot_sentence(row: BreakEven) -> str:
    """The sentence of a row, with what its package is in place of its id."""
    single = len(row.package_ids) == 1
    return row.sentence_with(package_detail(row.package_ids[0]) if single else "")


def _draw(about: Sought, found: NegotiationList) -> None:
    if not found.rows:
        st.info(say("prices.negotiate_none"))
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{say('prices.negotiate_title')}**")
        name = f"negotiation-{found.scenario_id}.xlsx"
        download(say("prices.negotiate_workbook"), name, lambda: negotiation_bytes(about.project, found))
    st.markdown("\n".join(f"- {plain(lot_sentence(row), 500)}" for row in found.rows[:SENTENCES]))
    show_table(
        NEGOTIATION_COLUMNS,
        negotiation_table(found),
        currency=about.project.settings.currency,
        key="negotiation-table",
        hidden=HIDDEN,
    )
    if found.asked < len(found.rows):
        st.caption(say("prices.negotiate_asked", asked=found.asked, all=len(found.rows)))
