"""Who a project is shared with: people by e-mail, each with a role."""

from __future__ import annotations

import streamlit as st

from touchmap.errors import TouchmapError
from touchmap.store import Role
from touchmap.ui.desk import workspace
from touchmap.ui.people import me
from touchmap.ui.plain import plain
from touchmap.ui.say import say

_SAID = "share-said"


def share_dialog(project_id: str) -> None:
    """Open the dialog."""
    st.session_state.pop(_SAID, None)
    st.dialog(say("start.share_title"))(_dialog)(project_id)


def _dialog(project_id: str) -> None:
    stored = workspace().open(project_id)
    st.caption(say("start.share_how", name=plain(stored.name)))
    for member in stored.members.all():
        key = f"{project_id}-{member.email}"
        with st.container(horizontal=True, vertical_alignment="center", key=f"member-{key}"):
            st.text(member.email)
            st.selectbox(
                say("start.role_of", email=plain(member.email)),
                list(Role),
                index=list(Role).index(member.role),
                format_func=_role_name,
                key=f"role-{key}",
                label_visibility="collapsed",
                on_change=_change_role,
                args=(project_id, member.email, f"role-{key}"),
            )
            st.button(
                say("start.unshare"),
                key=f"unshare-{key}",
                type="tertiary",
                icon=":material/person_remove:",
                on_click=_unshare,
                args=(project_id, member.email),
            )
    with st.container(horizontal=True, vertical_alignment="bottom", key="share-new"):
        st.text_input(say("start.share_email"), key="share-email", placeholder="ann@example.com")
        st.selectbox(
            say("start.share_role"), list(Role), index=1, format_func=_role_name, key="share-role", width=140
        )
        st.button(say("start.share"), key="share-add", type="primary", on_click=_add, args=(project_id,))
    if said := st.session_state.get(_SAID):
        st.warning(plain(said))


def _role_name(role: Role) -> str:
    return say(f"start.role_{role.value}")


def _add(project_id: str) -> None:
    _share(project_id, st.session_state["share-email"], st.session_state["share-role"])
    if not st.session_state.get(_SAID):
        st.session_state["share-email"] = ""


def _change_role(project_id: str, email: str, key: str) -> None:
    _share(project_id, email, st.session_state[key])


def _share(project_id: str, email: str, role: Role) -> None:
    person = me()
    st.session_state.pop(_SAID, None)
    try:
        workspace().open(project_id).members.set(email, role, by=person.name if person else "")
    except (TouchmapError, ValueError) as error:
        st.session_state[_SAID] = str(error)


def _unshare(project_id: str, email: str) -> None:
    st.session_state.pop(_SAID, None)
    try:
        workspace().open(project_id).members.remove(email)
    except (TouchmapError, ValueError) as error:
        st.session_state[_SAID] = str(error)
