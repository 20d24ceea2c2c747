"""The tables of providers to type into, of one provider or of all."""

from __future__ import annotations

import streamlit as st

from touchmap.project import Entity, Project
from touchmap.ui.desk import Desk
from touchmap.ui.parts.grid import grid
from touchmap.ui.parts.grid_open import spoken_table
from touchmap.ui.say import say
from touchmap.ui.tables.catalogue import ESSENTIALS, columns_of

TABLES = (
    "providers",
    "offers",
    "provider_languages",
    "provider_capacity",
    "volume_tiers",
    "provider_systems",
    "contracts",
)
"""Tables that hold a provider's id."""
PROVIDER = "provider"
"""Parameter of the address."""


def show_tables_of_providers(here: Desk) -> None:
    """Choose a provider and one of its tables, and type."""
    names = {p.provider_id: p.name for p in here.project.providers}
    asked = st.query_params.get(PROVIDER, "")
    options = ["", *names]
    with st.container(horizontal=True, vertical_alignment="bottom", key="provider-tables"):
        one = st.selectbox(
            say("providers.whose"),
            options,
            index=options.index(asked) if asked in options else 0,
            format_func=lambda key: names.get(key) or say("providers.all_of_them"),
            key="whose",
            on_change=_keep,
            width=320,
        )
        table = st.segmented_control(
            say("providers.table"),
            TABLES,
            default=TABLES[0],
            required=True,
            key="provider-table",
            format_func=spoken_table,
            label_visibility="collapsed",
        )
    chosen = table or TABLES[0]
    grid(
        here,
        chosen,
        key="providers",
        rows=lambda project: _rows_of(project, chosen, one),
        names=columns_of(here.project, chosen, ESSENTIALS),
        view=one,
        given={"provider_id": one} if one and chosen != "providers" else None,
    )


def _rows_of(project: Project, table: str, provider: str) -> list[Entity]:
    return [r for r in project.rows(table) if not provider or getattr(r, "provider_id") == provider]  # noqa: B009


def _keep() -> None:
    if st.session_state["whose"]:
        st.query_params[PROVIDER] = st.session_state["whose"]
    else:
        st.query_params.pop(PROVIDER, None)
