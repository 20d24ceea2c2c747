"""A map is drawn anew after each edit, but Graphviz draws only those parts that it has not drawn before.

On a map whose cards have their places, a card, link or note looks the same whatever else is on it. So each
is known by its statement in the DOT language, and a drawing is put together from pieces.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator

from touchmap.report.map.dot import Statements, as_dot, statements, unseen
from touchmap.report.map.fonts import text_width
from touchmap.report.map.graphviz import render
from touchmap.report.map.scene import Scene
from touchmap.ui.map.pieces import split

KEPT = 10_000
"""Pieces that are remembered; a map of 150 touchpoints has a thousand, of a kilobyte each."""
NOTE_ROOM = 1.06, 6.0, 1.5
"""Most that a note may be wider (factor, then points) and higher (in its size) than it was measured."""


class Redrawing:
    """Pieces of all drawings of this server."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def pieces(self, scene: Scene) -> list[str]:
        """Draw a scene: its head, each link, card and note, and its foot, as `split` gives them.

        Raises
        ------
        DrawingError
            If it cannot be drawn within the limits.
        """
        whole = statements(scene)
        if not is_framed(scene):
            engine = "nop2" if scene.placed else "dot"
            return split(render(whole.text, "svg", engine=engine).decode())
        head, foot = as_dot(*whole.graph, *whole.corners, "head"), as_dot(*whole.graph, "foot")
        order = list(_in_order(whole))
        made = self._find([head, foot, *order])
        missing = {statement for statement in order if statement not in made}
        if missing or head not in made or foot not in made:
            made |= _draw(whole, missing, head, foot)
        self._keep(made)
        return [made[head], *(made[statement] for statement in order), made[foot]]

    def _find(self, wanted: Iterable[str]) -> dict[str, str]:
        with self._lock:
            return {name: self._made[name] for name in wanted if name in self._made}

    def _keep(self, made: dict[str, str]) -> None:
        with self._lock:
            for name, piece in made.items():
                self._made[name] = piece
                self._made.move_to_end(name)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)


def _draw(whole: Statements, wanted: set[str], head: str, foot: str) -> dict[str, str]:
    """Draw some statements; the ends of links need not be seen for that."""
    ends = {name for link, statement in whole.links if statement in wanted for name in (link.tail, link.head)}
    cards = {
        name: statement if statement in wanted else unseen(name)
        for name, statement in whole.cards.items()
        if statement in wanted or name in ends
    }
    marks = [mark for mark in whole.marks if mark in wanted]
    links = [statement for _, statement in whole.links if statement in wanted]
    dot = as_dot(*whole.graph, *cards.values(), *whole.corners, *marks, *links)
    first, *drawn, last = split(render(dot, "svg", engine="nop2").decode())
    order = [statement for statement in _in_order(whole) if statement in wanted]
    return {head: first, foot: last} | dict(zip(order, drawn, strict=True))


def _in_order(whole: Statements) -> Iterator[str]:
    """Statements in the order Graphviz draws them: links by the places of their two cards, cards, notes."""
    place = {name: n for n, name in enumerate(whole.cards)}
    links = sorted(whole.links, key=lambda one: (place[one[0].tail], place[one[0].head]))
    yield from (statement for _, statement in links)
    yield from whole.cards.values()
    yield from whole.marks


def is_framed(scene: Scene) -> bool:
    """Whether nothing reaches beyond the frame, so that it alone says how large the drawing is."""

    def inside(x: float, y: float, width: float = 0.0, height: float = 0.0) -> bool:
        return width / 2 <= x <= scene.width - width / 2 and height / 2 <= y <= scene.height - height / 2

    factor, more, high = NOTE_ROOM
    widths = [text_width(note.text, note.size, bold=note.bold) for note in scene.notes]
    return (
        scene.placed
        and all(inside(*card.at, card.width, card.height) for card in scene.cards if card.at)
        and all(inside(*point) for link in scene.links for point in link.path)
        and all(inside(*dot.at, dot.diameter, dot.diameter) for dot in scene.dots)
        and all(
            inside(
                note.at[0] + (0.0 if note.centred else width / 2),
                note.at[1],
                width * factor + more,
                note.size * high,
            )
            for note, width in zip(scene.notes, widths, strict=True)
        )
    )
