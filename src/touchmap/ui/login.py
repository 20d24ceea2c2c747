"""What somebody sees who has not logged in: what this is, and the button."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from touchmap.ui.say import say


def providers() -> tuple[str | None, ...]:
    """Names of the ways to log in; none = the only one, without a name. Empty where none can be read."""
    try:
        section: Mapping[str, object] = st.secrets.get("auth", {})
    except (OSError, UnicodeDecodeError):
        return ()
    named = tuple(name for name, value in section.items() if isinstance(value, Mapping))
    unnamed: tuple[str | None, ...] = (None,) if "client_id" in section else ()
    return unnamed + tuple(n for n in named if n != "client_kwargs")


def show_login() -> None:
    """Ask for the login."""
    with st.container(border=True, key="login"):
        st.title(say("nav.product"))
        st.write(say("start.what"))
        if st.user.get("is_logged_in"):
            st.warning(say("people.no_email"), icon=":material/error:")
            st.button(say("people.logout"), key="logout", on_click=st.logout)
            return
        ways = providers()
        if not ways:
            st.warning(say("people.no_login"), icon=":material/error:")
        for name in ways:
            called = say("people.login_with", provider=name.capitalize()) if name else say("people.login")
            key = f"login-{name or 'default'}"
            st.button(
                called, key=key, type="primary", icon=":material/login:", on_click=st.login, args=(name,)
            )
