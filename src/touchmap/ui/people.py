"""Who sits in front of the app."""

from __future__ import annotations

import getpass
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who edits."""

    name: str
    """What stands in the journal."""
    email: str | None = None
    """As the login gave it; none = the only user of this machine."""


def me() -> Person:
    """The person of this session."""
    return Person(st.session_state.get("author") or _user_name())


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
