"""Market stand-ins: generic providers to plan with before any bid exists, seen before they are added."""

from __future__ import annotations

from typing import get_args

import pandas as pd
import streamlit as st

from touchmap.project import Project, Provider
from touchmap.project.edits import difference
from touchmap.project.market import Rate, add_market, proposed_model, stand_in_id
from touchmap.project.reference_data import locations
from touchmap.report.text.languages import language_words
from touchmap.ui.desk import Desk
from touchmap.ui.notices import Kind, tell
from touchmap.ui.plain import plain
from touchmap.ui.say import say


def market_button(here: Desk) -> None:
    """Offer to add stand-ins."""
    if st.button(
        say("providers.market"), icon=":material/add_business:", key="add-market", disabled=not here.may_edit
    ):
        _dialog(here)


def _dialog(here: Desk) -> None:
    @st.dialog(say("providers.market"), width="large")
    def choose() -> None:
        st.caption(say("providers.market_what"))
        countries, rate = _wishes(here.project)
        try:
            after = add_market(here.project, countries, rate=rate)
        except ValueError as error:
            st.error(plain(str(error)))
            return
        _preview(here.project, after)
        if st.button(
            say("providers.market_add", count=len(countries)),
            type="primary",
            key="market-apply",
            on_click=_add,
            args=(here,),
        ):
            st.rerun()

    choose()


def _add(here: Desk) -> None:
    """Add what is chosen at this moment."""
    countries, rate = st.session_state["market-countries"], st.session_state["market-rate"]
    if not countries:
        tell(Kind.REFUSED, say("providers.market_none"))
        return
    after = add_market(here.project, countries, rate=rate)
    label = say("providers.market_label", countries=", ".join(countries), rate=rate)
    here.commit(difference(here.project, after, label))


def _wishes(project: Project) -> tuple[list[str], Rate]:
    known = {p.provider_id for p in project.providers}
    home = project.settings.home_country
    free = {place.country: place for place in locations() if stand_in_id(place.country) not in known}
    countries = st.multiselect(
        say("providers.market_countries"),
        sorted(free, key=lambda code: free[code].name),
        key="market-countries",
        format_func=lambda code: f"{free[code].name} ({proposed_model(free[code], home).label})",
    )
    rate = st.segmented_control(
        say("providers.market_rate"),
        get_args(Rate),
        default="typical",
        required=True,
        key="market-rate",
        format_func=lambda end: say(f"providers.rates.{end}"),
    )
    return countries, rate or "typical"


def _preview(before: Project, after: Project) -> None:
    known = {p.provider_id for p in before.providers}
    rows = [_row(after, p) for p in after.providers if p.provider_id not in known]
    if not rows:
        return
    currency = after.settings.currency
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key="market-preview",
        column_config={
            "name": st.column_config.TextColumn(say("providers.name"), width="medium"),
            "model": say("providers.model"),
            "rate": st.column_config.NumberColumn(
                say("providers.rate_column", currency=currency), format="%.2f"
            ),
            "attrition": st.column_config.NumberColumn(say("providers.attrition"), format="percent"),
            "languages": say("providers.languages"),
            "basis": say("providers.basis"),
        },
    )
    st.caption(say("providers.market_assumed"))


def _row(project: Project, provider: Provider) -> dict[str, object]:
    spoken = [r for r in project.provider_languages if r.provider_id == provider.provider_id]
    return {
        "name": provider.name,
        "model": provider.sourcing_model.label,
        "rate": provider.base_rate,
        "attrition": provider.attrition,
        "languages": ", ".join(f"{language_words(r.language)} {r.level.value}" for r in spoken),
        "basis": provider.transfer_basis.value if provider.transfer_basis else "",
    }
