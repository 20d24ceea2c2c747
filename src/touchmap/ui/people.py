"""Who sits in front of the app: the only user of this machine, or whoever has logged in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import streamlit as st

from touchmap.report.map.text import printable
from touchmap.store.access import as_email
from touchmap.store.account import account_name, chosen_author

NAME = "touchmap_name"
"""Cookie that keeps the name of the only user of this machine."""
LOGIN_VARIABLE = "TOUCHMAP_LOGIN"
"""Environment variable that, when set, lets nobody in without a login, whatever becomes of the secrets."""
LONGEST = 80
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who edits."""

    name: str
    """What stands in the journal: the e-mail of whoever has logged in, else the name given."""
    email: str | None = None
    """As the login gave it; none = the only user of this machine."""
    is_named: bool = True
    """Whether the name was given, and is not only that of the account on this machine."""

    @property
    def initials(self) -> str:
        """One or two letters.

        >>> Person("Ann Bee").initials, Person("carl.dean@example.com").initials, Person("Eve").initials
        ('AB', 'CD', 'E')
        """
        return initials(self.name)


def initials(name: str) -> str:
    """First letters of a name or an e-mail."""
    words = [w for w in name.partition("@")[0].replace(".", " ").replace("_", " ").split() if w]
    chosen = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0] for word in chosen).upper() or "?"


def login_is_on() -> bool:
    """Whether people log in: there is a section ``[auth]`` in the secrets, or the server was told so.

    Raises
    ------
    OSError
        If there are secrets that cannot be read: then nobody is let in.
    """
    if os.environ.get(LOGIN_VARIABLE):
        return True
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        if any(Path(place).exists() for place in st.get_option("secrets.files")):
            raise
        return False


def me() -> Person | None:
    """The person of this session; none if nobody has logged in where they have to.

    Where the provider says that an e-mail was not verified, it counts for nobody's.
    """
    if login_is_on():
        return _logged_in()
    given = clean(
        st.session_state.get("author") or unquote(st.context.cookies.get(NAME, "")) or chosen_author()
    )
    return Person(given or account_name() or "somebody", is_named=bool(given))


def _logged_in() -> Person | None:
    if not st.user.get("is_logged_in") or st.user.get("email_verified") in (False, "false"):
        return None
    try:
        email = as_email(str(st.user.get("email") or ""))
    except ValueError:
        return None
    return Person(email, email)


def clean(name: object) -> str:
    r"""A name as the journal takes it: one line of printable text.

    >>> clean(" Ann\n\x1b[1m  Bee ")
    'Ann [1m Bee'
    """
    return " ".join(printable(str(name)).split())[:LONGEST]
