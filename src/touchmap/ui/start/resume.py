"""Go on where you were: the projects of the workspace, the one changed last first, and the bin."""

from __future__ import annotations

import streamlit as st

from touchmap.errors import TouchmapError
from touchmap.store import Listing, Role
from touchmap.ui.desk import PROJECT, workspace
from touchmap.ui.notices import Kind, tell
from touchmap.ui.people import login_is_on, me
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.start.sharing import share_dialog
from touchmap.ui.start.when import ago
from touchmap.ui.steps import page_file

SHOWN = 8


def show_resume(listings: list[Listing]) -> None:
    """Draw the list, its actions, and the bin below it."""
    st.subheader(say("start.resume"), anchor=False)
    shown = listings if st.session_state.get("show-all-projects") else listings[:SHOWN]
    with st.container(key="projects"):
        for one in shown:
            _row(one)
    if len(listings) > len(shown):
        label = say("start.show_all", count=len(listings))
        st.button(label, key="show-all", type="tertiary", on_click=_show_all)
    _bin()


def _show_all() -> None:
    st.session_state["show-all-projects"] = True


def _row(one: Listing) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"project-{one.project_id}"):
        with st.container(key=f"project-link-{one.project_id}", gap=None):
            st.page_link(
                page_file("map"),
                label=f"**{plain(one.name, 80)}**",
                icon=":material/route:",
                query_params={PROJECT: one.project_id},
            )
            said = say(
                "start.changed" if one.edits else "start.made",
                when=ago(one.changed_at),
                who=plain(one.changed_by, 60),
                edits=f"{one.edits:,}",
            )
            st.caption(said)
        if login_is_on():
            st.badge(say(f"start.role_{one.role.value}"), color="gray")
        if one.role is Role.OWNER:
            _actions(one)


def _actions(one: Listing) -> None:
    key = one.project_id
    with st.popover(
        "",
        icon=":material/more_horiz:",
        type="tertiary",
        key=f"more-{key}",
        help=say("start.more", name=plain(one.name, 60)),
    ):
        st.text_input(say("start.new_name"), value=one.name, max_chars=200, key=f"name-{key}")
        st.button(say("start.rename"), key=f"rename-{key}", on_click=_rename, args=(key,), width="stretch")
        if login_is_on() and st.button(
            say("start.share"), key=f"share-{key}", icon=":material/group_add:", width="stretch"
        ):
            share_dialog(key)
        st.button(
            say("start.delete"),
            key=f"delete-{key}",
            icon=":material/delete:",
            on_click=_delete,
            args=(key, one.name),
            width="stretch",
            help=say("start.delete_help"),
        )


def _rename(project_id: str) -> None:
    try:
        workspace().rename(project_id, st.session_state[f"name-{project_id}"])
    except (TouchmapError, ValueError) as error:
        tell(Kind.REFUSED, str(error))


def _delete(project_id: str, name: str) -> None:
    person = me()
    try:
        workspace().delete(project_id, author=person.name if person else "")
    except (TouchmapError, ValueError) as error:
        tell(Kind.REFUSED, str(error))
    else:
        tell(Kind.DONE, say("start.deleted", name=name))


def _bin() -> None:
    gone = workspace().list(deleted=True)
    if not gone:
        return
    with st.expander(say("start.bin", count=len(gone)), icon=":material/delete:", key="bin"):
        for one in gone:
            with st.container(
                horizontal=True,
                vertical_alignment="center",
                horizontal_alignment="distribute",
                key=f"gone-{one.project_id}",
            ):
                when = ago(one.deleted_at) if one.deleted_at else ""
                st.markdown(
                    say(
                        "start.gone", name=plain(one.name, 80), when=when, who=plain(one.deleted_by or "", 60)
                    )
                )
                if one.role is Role.OWNER:
                    st.button(
                        say("start.undelete"),
                        key=f"undelete-{one.project_id}",
                        type="tertiary",
                        icon=":material/restore_from_trash:",
                        on_click=_undelete,
                        args=(one.project_id,),
                    )


def _undelete(project_id: str) -> None:
    try:
        workspace().undelete(project_id)
    except (TouchmapError, ValueError) as error:
        tell(Kind.REFUSED, str(error))
