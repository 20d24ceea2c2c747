"""`sought`: the facts a question about a scenario is asked of, and its plan if that is of these facts."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from touchmap.plan import Result
from touchmap.project import Project
from touchmap.ui.desk import Desk
from touchmap.ui.parts.plan import find_plan, is_today


@dataclass(frozen=True)
class Sought:
    """A scenario that questions are asked about."""

    project: Project
    scenario_id: str
    known: Result | None
    """Its plan on these facts; none if it was not solved on them."""

    @property
    def key(self) -> tuple[str, str]:
        """What every answer depends on."""
        return self.project.hash, self.scenario_id


def sought(desk: Desk, scenario_id: str | None, *, else_say: str) -> Sought:
    """The scenario with its plan; where it is not sought but priced, say so and draw no more.

    Parameters
    ----------
    else_say
        What is said of today.
    """
    if scenario_id is None or is_today(desk.project, scenario_id):
        st.info(else_say, icon=":material/info:")
        st.stop()
    view = find_plan(desk, scenario_id)
    if view is None or view.is_stale or view.result.plan is None:
        return Sought(desk.project, scenario_id, None)
    return Sought(view.project, scenario_id, view.result)
