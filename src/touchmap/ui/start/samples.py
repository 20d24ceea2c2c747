"""Begin with a sample company: a copy of your own to change."""

from __future__ import annotations

import streamlit as st

from touchmap.examples import EXAMPLES, example
from touchmap.project import Project
from touchmap.ui.desk import SCENARIO
from touchmap.ui.say import say
from touchmap.ui.start.opening import add, go

FIRST_SCENARIO = "blended"


@st.cache_resource(max_entries=len(EXAMPLES))
def _sample(name: str) -> Project:
    return example(name)


def show_samples() -> None:
    """Draw a card for each sample."""
    st.caption(say("start.samples_how"))
    for column, name in zip(st.columns(len(EXAMPLES)), EXAMPLES, strict=True):
        with column, st.container(border=True, key=f"sample-{name}"):
            st.markdown(f"**{say(f'start.sample.{name}.title')}**")
            st.caption(say(f"start.sample.{name}.size"))
            st.write(say(f"start.sample.{name}.story"))
            first = name == EXAMPLES[0]
            if st.button(
                say("start.open_sample"),
                key=f"open-{name}",
                type="primary" if first else "secondary",
                icon=":material/map:",
                width="stretch",
            ):
                go(_copy(name))
            if st.button(
                say("start.blend_sample"),
                key=f"blend-{name}",
                type="tertiary",
                icon=":material/bolt:",
                width="stretch",
                help=say("start.blend_sample_help"),
            ):
                go(_copy(name), "solve", **{SCENARIO: FIRST_SCENARIO})


def _copy(name: str) -> str:
    project = _sample(name)
    return add(project.settings.name or name, project).project_id
