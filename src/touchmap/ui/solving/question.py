"""What a scenario asks for: its question, what is sought, the rules that are on."""

from __future__ import annotations

import streamlit as st

from touchmap.project import find_scenario
from touchmap.ui.desk import Desk
from touchmap.ui.plain import plain
from touchmap.ui.say import say

NAMED = 12


def show_question(desk: Desk, scenario_id: str) -> None:
    """Say what the scenario seeks under which rules."""
    scenario = find_scenario(desk.project, scenario_id)
    st.subheader(say("solve.question"))
    if scenario.row.note:
        st.markdown(plain(scenario.row.note, 600))
    names = [plain(active.rule.rule_id) for active in scenario.rules]
    more = f" … (+{len(names) - NAMED})" if len(names) > NAMED else ""
    sought = say(f"solve.objective_{scenario.row.objective.value}")
    on = say("solve.rules_on", count=len(names)) if names else say("solve.no_rules")
    help_text = say("solve.rules_on_help", rules=", ".join(names[:NAMED]) + more) if names else None
    st.caption(f"{sought} {on}.", help=help_text)
