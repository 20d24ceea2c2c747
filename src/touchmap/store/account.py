"""Who sits at this machine, for the journal: the same in the app and at the command line."""

from __future__ import annotations

import getpass
import os

AUTHOR_VARIABLE = "TOUCHMAP_AUTHOR"
"""Environment variable with the name for the journal."""


def chosen_author() -> str:
    """Name for the journal that was set for this machine's account; blank if none was."""
    return os.environ.get(AUTHOR_VARIABLE, "").strip()


def account_name() -> str:
    """Name the account has on this machine; blank if nobody knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
