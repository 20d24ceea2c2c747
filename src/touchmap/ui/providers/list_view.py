"""Providers as cards, in the order and colours of the sourcing models."""

from __future__ import annotations

import streamlit as st

from touchmap.ui.desk import Desk
from touchmap.ui.plain import plain
from touchmap.ui.problems.links import ROW, TABLE
from touchmap.ui.providers.facts import Card, cards
from touchmap.ui.say import say
from touchmap.ui.steps import page_file


def show_cards(here: Desk) -> None:
    """Draw a card for each provider."""
    found = cards(here.project)
    if not found:
        with st.container(border=True, key="empty-state"):
            st.subheader(say("providers.none"), anchor=False)
            st.write(say("providers.none_how"))
        return
    with st.container(horizontal=True, key="provider-cards"):
        for card in found:
            _show(here, card)


def _show(here: Desk, card: Card) -> None:
    with st.container(border=True, key=f"provider-{card.model.value}-{card.provider_id}", width=392):
        st.markdown(f"**{plain(card.name, 90)}**")
        words = f"**{card.model.letter}** {card.model.label} · {plain(card.where, 60)}"
        if card.is_stand_in:
            words += f" · {say('providers.stand_in')}"
        st.caption(words)
        lines = [f"| {plain(label)} | {plain(text, 160)} |" for label, text in card.lines]
        st.markdown("\n".join(["|  |  |", "|:--|:--|", *lines]))
        st.page_link(
            page_file("tables"),
            label=say("providers.open"),
            icon=":material/edit:",
            query_params={**here.params, TABLE: "providers", ROW: card.provider_id},
        )
