"""What should be looked at before a scenario is solved."""

from __future__ import annotations

import streamlit as st

from touchmap.errors import Issue, Severity
from touchmap.ui.desk import Desk
from touchmap.ui.parts.answer import answer
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.steps import page_file
from touchmap.validation import validate

STRUCTURAL = ("nobody_can_do", "demand_above_capacity")
"""Problems that leave no plan but do not stop the search, which proves it."""
SHOWN = 6


def show_checks(desk: Desk) -> bool:
    """Show the problems of the facts.

    Returns
    -------
    bool
        Whether the scenario can be solved.
    """
    project = desk.project
    st.subheader(say("solve.before"))
    issues = answer(("validate", project.hash), lambda _: validate(project), doing=say("solve.looking"))
    if issues is None:
        return False
    errors = [i for i in issues if i.severity is Severity.ERROR and i.code not in STRUCTURAL]
    impossible = [i for i in issues if i.code in STRUCTURAL]
    warnings = [i for i in issues if i.severity is not Severity.ERROR]
    if errors:
        st.error(f"{say('solve.errors', count=len(errors))}\n{_listed(errors)}", icon=":material/block:")
    if impossible:
        st.error(f"{say('solve.impossible')}\n{_listed(impossible)}", icon=":material/link_off:")
    if warnings:
        with st.expander(say("solve.warnings", count=len(warnings)), icon=":material/info:"):
            st.markdown(_listed(warnings))
            st.page_link(page_file("problems"), label=say("solve.to_problems"), query_params=desk.params)
    if not issues:
        st.success(say("solve.all_well"), icon=":material/check_circle:")
    return not errors


def _listed(issues: list[Issue]) -> str:
    lines = [f"\n- {plain(issue.message)}" for issue in issues[:SHOWN]]
    if len(issues) > SHOWN:
        lines.append(f"\n- {say('solve.more', count=len(issues) - SHOWN)}")
    return "".join(lines)
