"""A plan found beside the best one, kept as a scenario of its own with that plan as its result."""

from __future__ import annotations

import streamlit as st

from touchmap.analysis.alternatives import Alternatives
from touchmap.analysis.variants import copy_scenario
from touchmap.errors import TouchmapError
from touchmap.plan import Plan
from touchmap.project.edits import difference
from touchmap.solving import evaluate
from touchmap.ui.desk import SCENARIO, Desk
from touchmap.ui.notices import Kind, tell
from touchmap.ui.parts.sought import Sought
from touchmap.ui.say import say
from touchmap.ui.solving.begin import name_of
from touchmap.ui.steps import page_file

_KEPT = "alike-kept"


def show_keeping(desk: Desk, about: Sought, found: Alternatives) -> None:
    """Let one of the plans beside the best be kept under a name."""
    if len(found.plans) < 2 or about.project.hash != desk.project.hash:
        return
    if st.session_state.pop(_KEPT, None):
        st.switch_page(page_file("result"), query_params=desk.params)
    with st.container(horizontal=True, vertical_alignment="bottom", key="alike-keeping"):
        number = st.selectbox(
            say("tradeoffs.plan"), range(1, len(found.plans)), key="alike-number", width=120
        )
        preset = say("tradeoffs.alike_name", scenario=name_of(desk, about.scenario_id), number=number)
        name = st.text_input(
            say("tradeoffs.alike_named"), preset, key=f"alike-name-{number}", max_chars=80, width=320
        )
        st.button(
            say("tradeoffs.alike_keep"),
            key="alike-keep",
            icon=":material/bookmark_add:",
            help=say("tradeoffs.alike_keep_help"),
            disabled=not desk.may_edit or not name.strip(),
            on_click=_keep,
            args=(desk, about.scenario_id, found.plans[number].result.plan, name),
        )


def _keep(desk: Desk, scenario: str, plan: Plan | None, name: str) -> None:
    try:
        kept, scenario_id = copy_scenario(desk.project, scenario, name)
        label = say("tradeoffs.alike_label", name=name.strip())
        if desk.commit(lambda project: difference(project, kept, label)) is None:
            return
        desk.stored.results.save(evaluate(desk.stored.project(), plan, scenario_id), author=desk.person.name)
    except (TouchmapError, ValueError) as error:
        tell(Kind.REFUSED, str(error))
        return
    st.query_params[SCENARIO] = scenario_id
    st.session_state.pop("chosen-scenario", None)
    st.session_state[_KEPT] = True
