"""What if this work had to go there, or not: a rule, in this scenario or in a copy, solved at once."""

from __future__ import annotations

import streamlit as st

from touchmap.analysis.explain import Explanation
from touchmap.analysis.variants import copy_scenario
from touchmap.errors import TouchmapError
from touchmap.project import Project
from touchmap.project.edits import Change, difference, forbid, pin
from touchmap.ui.desk import SCENARIO, Desk
from touchmap.ui.notices import Kind, tell
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.solving.begin import begin, name_of
from touchmap.ui.steps import page_file

LONGEST_NAME = 60


def show_what_if(desk: Desk, view: PlanInView, found: Explanation) -> None:
    """Draw the form."""
    homes = {h.provider_id: h.name for work in found.works for h in work.homes if h.cost is not None}
    if not homes or not desk.may_edit:
        return
    st.markdown(f"**{say('result.whatif')}**", help=say("result.whatif_help", process=plain(found.process)))
    rivals = [h.provider_id for work in found.works if (h := work.runner_up) is not None]
    ids = list(homes)
    provider = st.selectbox(
        say("result.whatif_provider"),
        ids,
        index=ids.index(rivals[0]) if rivals and rivals[0] in ids else 0,
        format_func=lambda found_id: homes[found_id],
        key="whatif-provider",
    )
    in_copy = st.radio(
        say("result.whatif_where"),
        [True, False],
        format_func=lambda copy: say("result.whatif_copy" if copy else "result.whatif_here"),
        key="whatif-where",
        horizontal=True,
    )
    with st.container(horizontal=True):
        to_pin = st.button(say("result.whatif_pin"), key="whatif-pin", icon=":material/push_pin:")
        to_forbid = st.button(say("result.whatif_forbid"), key="whatif-forbid", icon=":material/block:")
    if to_pin or to_forbid:
        _try(desk, view, found, provider, is_pin=to_pin, in_copy=bool(in_copy), name=homes[provider])


def _try(
    desk: Desk,
    view: PlanInView,
    found: Explanation,
    provider: str,
    *,
    is_pin: bool,
    in_copy: bool,
    name: str,
) -> None:
    scenario_id = view.result.scenario_id
    text = "result.whatif_name_pin" if is_pin else "result.whatif_name_forbid"
    said = say(text, scenario=name_of(desk, scenario_id), process=found.process, provider=name)[:LONGEST_NAME]
    try:
        change, target = placing(
            desk.project,
            scenario_id,
            found.process_id,
            provider,
            is_pin=is_pin,
            copy_name=said if in_copy else None,
        )
    except (TouchmapError, ValueError) as error:
        tell(Kind.REFUSED, str(error))
        st.rerun()
    if desk.commit(change) is None:
        st.rerun()
    changed = Desk(desk.stored, *desk.stored.state(), desk.person, desk.may_edit)
    begin(changed, [target])
    st.session_state.pop("chosen-scenario", None)
    st.switch_page(page_file("solve"), query_params={**desk.params, SCENARIO: target})


def placing(
    project: Project, scenario_id: str, process: str, provider: str, *, is_pin: bool, copy_name: str | None
) -> tuple[Change, str]:
    """The edit that pins or forbids, and the scenario it is on in.

    Parameters
    ----------
    copy_name
        Name of a copy of the scenario to put the rule in; none = in the scenario itself.
    """
    base, target = project, scenario_id
    if copy_name is not None:
        base, target = copy_scenario(project, scenario_id, copy_name)
    place = pin if is_pin else forbid
    placed = place(base, target, process, provider, say("result.whatif_reason"))
    if copy_name is None:
        return placed, target
    label = say("result.whatif_label", name=copy_name)
    return difference(project, placed.apply(base), label), target
