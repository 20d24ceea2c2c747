"""Who else has a project open, as far as this server knows."""

from __future__ import annotations

import threading
from time import monotonic

import streamlit as st

GONE_AFTER_SECONDS = 6.0


class Presence:
    """When each session was last seen, by project."""

    def __init__(self) -> None:
        self._seen: dict[str, dict[str, tuple[str, float]]] = {}
        self._lock = threading.Lock()

    def look_in(self, project_id: str, session: str, name: str, now: float | None = None) -> list[str]:
        """Say that a session is here.

        Parameters
        ----------
        now
            Seconds of a clock; none = that of the machine.

        Returns
        -------
        list of str
            Names of the others who are here, each once.

        >>> here = Presence()
        >>> here.look_in("p", "1", "Ann", now=0), here.look_in("p", "2", "Bob", now=1)
        ([], ['Ann'])
        >>> here.look_in("p", "2", "Bob", now=60)
        []
        """
        at = monotonic() if now is None else now
        with self._lock:
            seen = self._seen.setdefault(project_id, {})
            seen[session] = (name, at)
            for gone in [s for s, (_, last) in seen.items() if at - last > GONE_AFTER_SECONDS]:
                del seen[gone]
            return sorted({n for s, (n, _) in seen.items() if s != session} - {name})


@st.cache_resource
def presence() -> Presence:
    """Who is here, on this server."""
    return Presence()
