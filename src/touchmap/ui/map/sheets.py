"""Drawings of the map: made off the page's thread, kept, and handed to the browser as a sheet."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from hashlib import blake2b
from time import monotonic
from typing import Any

import streamlit as st

from touchmap.errors import TouchmapError
from touchmap.journey.graph import ordered_journeys, ordered_stages
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.report.map.colouring import ColourBy
from touchmap.report.map.dot import svg_id
from touchmap.report.map.drawing import View, map_scene
from touchmap.report.map.graphviz import keep_ready
from touchmap.ui.map.nodes import KIND_OF, TABLE_OF
from touchmap.ui.map.pieces import changes
from touchmap.ui.map.redrawing import Redrawing
from touchmap.ui.say import say

KEPT = 24
"""Drawings that are remembered; one of 150 touchpoints takes a megabyte."""
AT_ONCE = 2
SOON_SECONDS = 0.5
"""How long everything else on the page waits for a drawing."""
PATIENCE_SECONDS = 15.0
"""How long the page waits for a drawing before it goes on with the one before."""
BLINK_SECONDS = 0.05
"""How often it looks whether the person wants something else meanwhile."""

_KEY = "map-drawing"

Sheet = dict[str, Any]
"""What the browser gets: the drawing, and the names behind it."""


@dataclass(frozen=True)
class Wanted:
    """Which picture of a project."""

    view: View = View.JOURNEY
    colour_by: ColourBy = ColourBy.SOURCING
    names_only: bool = False
    result: Result | None = None
    """Plan to show; none = today."""

    @property
    def key(self) -> Hashable:
        """What tells two pictures of a project apart."""
        plan = (
            None
            if self.result is None
            else (self.result.scenario_id, self.result.input_hash, id(self.result))
        )
        return (self.view, self.colour_by, self.names_only, plan)


class Sheets:
    """Drawings of all sessions of this server."""

    def __init__(self) -> None:
        self._made: OrderedDict[Hashable, Future[Sheet]] = OrderedDict()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(AT_ONCE, "drawing")
        self.redrawing = Redrawing()

    def ask(self, key: Hashable, make: Callable[[], Sheet]) -> Future[Sheet]:
        """Give the drawing asked for before, else begin with it."""
        with self._lock:
            known = self._made.get(key)
            if known is None or (known.done() and known.exception() is not None):
                known = self._made[key] = self._pool.submit(make)
            self._made.move_to_end(key)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)[1].cancel()
            return known


@st.cache_resource(show_spinner=False)
def _sheets() -> Sheets:
    keep_ready()
    return Sheets()


def facts_of(project: Project, wanted: Wanted) -> str:
    """Mark of what a drawing is made from, which tells one that is out of date."""
    return blake2b(repr((project.hash, wanted.key)).encode(), digest_size=12).hexdigest()


def begin(project: Project, wanted: Wanted) -> Future[Sheet]:
    """Begin to draw, unless it is drawn already."""
    sheets = _sheets()
    return sheets.ask((project.hash, wanted.key), lambda: make_sheet(project, wanted, sheets.redrawing))


def make_sheet(project: Project, wanted: Wanted, redrawing: Redrawing | None = None) -> Sheet:
    """Draw the map, with the names of what is on it.

    Parameters
    ----------
    redrawing
        Knows what was drawn before; none = all is drawn anew.

    Raises
    ------
    DrawingError
        If it cannot be drawn within the limits.
    """
    scene = map_scene(
        project,
        wanted.result,
        view=wanted.view,
        colour_by=wanted.colour_by,
        names_only=wanted.names_only,
    )
    pieces, names = (redrawing or Redrawing()).pieces(scene), _names(project)
    key = blake2b("".join((*pieces, repr(sorted(names.items())))).encode(), digest_size=12).hexdigest()
    return {"key": key, "facts": facts_of(project, wanted), "pieces": pieces, "names": names}


def since(before: Sheet, after: Sheet) -> Sheet:
    """Make from a sheet what the browser needs that has another one: only what differs."""
    names = {
        name: _entries_since(before["names"][name], value)
        for name, value in after["names"].items()
        if value != before["names"][name]
    }
    return {
        "key": after["key"],
        "facts": after["facts"],
        "base": before["key"],
        "parts": changes(before["pieces"], after["pieces"]),
        "names": names,
    }


def _entries_since(before: Any, after: Any) -> Any:
    """Entries that are others now, none for those that are gone; anything but a table of entries is whole."""
    if not isinstance(after, dict):
        return after
    return {key: after.get(key) for key in {**before, **after} if before.get(key) != after.get(key)}


def _names(project: Project) -> dict[str, Any]:
    """The names behind the ids of the drawing."""
    cards = {
        svg_id(f"{KIND_OF[table]}:{row.row_key}"): (f"{KIND_OF[table]}:{row.row_key}", getattr(row, "name"))  # noqa: B009
        for table in ("touchpoints", "processes", "departments", "systems")
        for row in project.rows(table)
    }
    links = {
        svg_id(name): name
        for table in ("transitions", "handoffs", "process_systems")
        for row in project.rows(table)
        if (name := f"{KIND_OF[table]}:{row.row_key}") != svg_id(name)
    }
    dots = {
        svg_id(name): name
        for row in project.touchpoints
        if (name := f"emotion:{row.touchpoint_id}") != svg_id(name)
    }
    return {
        "label": project.settings.name or project.settings.company_id,
        "kinds": {kind: say(f"map.kind.{kind}") for kind in TABLE_OF},
        "cards": cards,
        "links": links,
        "dots": dots,
        "stages": {
            svg_id(f"stage:{s.stage_id}"): (f"stage:{s.stage_id}", s.name) for s in ordered_stages(project)
        },
        "journeys": [
            (journey, [f"touchpoint:{row}" for row in points])
            for journey, points in ordered_journeys(project).items()
        ],
    }


def is_there(drawing: Future[Sheet], seconds: float) -> bool:
    """Wait for a drawing, so long at most; this ends with the page once the person wants something else."""
    deadline = monotonic() + seconds
    while not drawing.done() and monotonic() < deadline:
        _ = _KEY in st.session_state  # wherever its state is read, Streamlit may end this drawing of the page
        wait([drawing], BLINK_SECONDS)
    return drawing.done()


def outcome(drawing: Future[Sheet]) -> tuple[Sheet | None, str]:
    """Give a drawing that is there, or what went wrong."""
    try:
        return drawing.result(0), ""
    except (TouchmapError, ValueError) as error:
        return None, str(error)
