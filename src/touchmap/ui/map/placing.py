"""Who does a process, from the map: pin it to a provider or forbid it there, in a scenario."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from touchmap.project import Project, RuleStem
from touchmap.project.edits import Change, forbid, pin, switch_rule
from touchmap.ui.desk import Desk
from touchmap.ui.parts.acts import then_all
from touchmap.ui.parts.placings import placings
from touchmap.ui.parts.scenario import choose_scenario
from touchmap.ui.plain import plain
from touchmap.ui.say import say

Placing = Callable[[Project, str, str, str], Change]


def show_placing(desk: Desk, process: str, *, may_edit: bool) -> None:
    """Show where a process is pinned or forbidden, and let it be, each as one edit."""
    providers = {p.provider_id: p.name for p in desk.project.providers}
    if not providers:
        return
    st.markdown(f"**{say('map.placing')}**", help=say("map.placing_help"))
    scenario = choose_scenario(desk, key="map-scenario")
    if scenario is None or scenario not in {row.scenario_id for row in desk.project.scenarios}:
        st.caption(say("map.placing_unwritten"))
        return
    placed = placings(desk.project, scenario)
    for (of, provider), (stem, rule) in placed.items():
        if of == process:
            words = "map.pinned" if stem is RuleStem.PIN else "map.forbidden"
            _taken_back(desk, scenario, say(words, provider=providers[provider]), rule, may_edit=may_edit)
    free = [provider for provider in providers if (process, provider) not in placed]
    key = f"map-place-{process}"
    chosen = st.selectbox(
        say("map.place_at"),
        free,
        index=None,
        key=key,
        format_func=lambda provider: providers.get(str(provider), str(provider)),
        placeholder=say("map.place_choose"),
        disabled=not may_edit,
    )
    with st.container(horizontal=True, gap="small", key="map-placing"):
        for name, icon, command in (("pin", "push_pin", pin), ("forbid", "block", forbid)):
            st.button(
                say(f"map.place_{name}"),
                key=f"{key}-{name}",
                icon=f":material/{icon}:",
                on_click=then_all(_place),
                args=(desk, command, scenario, process, chosen),
                disabled=not may_edit or chosen is None,
            )


def _taken_back(desk: Desk, scenario: str, words: str, rule: str, *, may_edit: bool) -> None:
    st.button(
        plain(words, 90),
        key=f"map-release-{rule}",
        icon=":material/lock_open:",
        type="tertiary",
        help=say("map.release_help"),
        on_click=then_all(_commit),
        args=(desk, lambda project: switch_rule(project, scenario, rule, on=False)),
        disabled=not may_edit,
    )


def _place(desk: Desk, command: Placing, scenario: str, process: str, provider: str) -> None:
    _commit(desk, lambda project: command(project, scenario, process, provider))


def _commit(desk: Desk, command: Callable[[Project], Change]) -> None:
    desk.commit(command)
