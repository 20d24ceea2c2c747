"""Market stand-ins in one step: generic providers to plan with before any bid exists."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from touchmap.project import Project
from touchmap.project.edits import difference
from touchmap.project.market import Rate, add_market, proposed_model, stand_in_id
from touchmap.project.reference_data import Location, locations
from touchmap.report.text.languages import language_words
from touchmap.store import Listing
from touchmap.ui.desk import Desk
from touchmap.ui.notices import Kind, tell
from touchmap.ui.say import say
from touchmap.ui.start.chosen import choose_project
from touchmap.ui.start.opening import go

RATES: tuple[Rate, ...] = ("low", "typical", "high")


def show_stand_ins(listings: list[Listing]) -> None:
    """Choose countries, see what would be added, add it."""
    st.caption(say("start.market_how"))
    desk = choose_project(listings, key="market-project")
    if desk is None:
        return
    places = {place.country: place for place in locations()}
    there = {provider.provider_id for provider in desk.project.providers}
    free = [code for code in places if stand_in_id(code) not in there]
    with st.container(horizontal=True, vertical_alignment="bottom", key="market"):
        chosen = st.multiselect(
            say("start.countries"),
            free,
            format_func=lambda code: _named(desk.project, places[code]),
            key="market-countries",
            placeholder=say("start.choose"),
        )
        rate = st.segmented_control(
            say("start.rate"),
            RATES,
            default="typical",
            required=True,
            format_func=lambda one: say(f"start.rate_{one}"),
            key="market-rate",
            help=say("start.rate_help"),
        )
    if not chosen:
        st.caption(say("start.market_none", count=len(there)))
        return
    try:
        after = add_market(desk.project, chosen, rate=rate)
    except ValueError as error:
        tell(Kind.REFUSED, str(error))
        st.rerun()
    st.dataframe(
        _preview(after, [stand_in_id(code) for code in chosen]),
        hide_index=True,
        key="market-preview",
        column_config={
            "rate": st.column_config.NumberColumn(
                say("start.column.rate", currency=desk.project.settings.currency), format="%.2f"
            ),
            **{name: say(f"start.column.{name}") for name in ("name", "model", "languages", "basis")},
        },
    )
    st.button(
        say("start.add_market", count=len(chosen)),
        key="add-market",
        type="primary",
        icon=":material/add:",
        disabled=not desk.may_edit,
        on_click=_add,
        args=(desk, chosen, rate),
    )
    if st.button(say("start.see_providers"), key="market-to-providers", type="tertiary"):
        go(desk.stored.project_id, "providers")


def _named(project: Project, place: Location) -> str:
    return f"{place.name} – {proposed_model(place, project.settings.home_country).label}"


def _preview(after: Project, ids: list[str]) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for provider in (p for p in after.providers if p.provider_id in ids):
        spoken = [r.language for r in after.provider_languages if r.provider_id == provider.provider_id]
        rows.append(
            {
                "name": provider.name,
                "model": provider.sourcing_model.label,
                "rate": provider.base_rate,
                "languages": ", ".join(map(language_words, spoken)),
                "basis": say("start.assumed"),
            }
        )
    return pd.DataFrame(rows)


def _add(desk: Desk, countries: list[str], rate: Rate) -> None:
    label = say("start.market_label", countries=", ".join(countries))
    desk.commit(lambda project: difference(project, add_market(project, countries, rate=rate), label))
