"""A page with everything that can be half-done when somebody else edits: fields, a menu, a grid, a dialog."""

import pandas as pd
import streamlit as st

from touchmap.ui.desk import desk, open_desk
from touchmap.ui.people import me
from touchmap.ui.watching import watch

st.session_state["desk"] = open_desk()
here = desk()
assert me() is not None
with st.container(key="header"):
    st.caption("Probe")
    watch(here)
names = {process.process_id: process.name for process in here.project.processes}
st.markdown(f"company: {here.project.settings.name}")
st.text_input("Somewhere else", key="free-field")
st.text_area("Longer", key="free-area")
# The page sets this field whenever the project changes, as an inspector does.
if st.session_state.get("shown") != names["P01"]:
    st.session_state["shown"] = st.session_state["field-P01-name"] = names["P01"]
st.text_input("Name of P01", key="field-P01-name")
st.selectbox("Menu", ["one", "two", "three"], key="menu")
frozen = st.session_state.setdefault("frozen", pd.DataFrame({"a": ["x", "y"], "b": ["1", "2"]}))
st.data_editor(frozen, key="grid", hide_index=True)


@st.dialog("A dialog")
def ask() -> None:
    st.text_input("In the dialog", key="dialog-field")


if st.button("Open it", key="open-dialog"):
    ask()
