"""Two journey maps beside each other in one picture, with what differs between them marked."""

from __future__ import annotations

from dataclasses import replace

from touchmap.report.map.scene import LegendRow, Note, Point, Scene
from touchmap.report.map.text import shorten

GAP = 60.0
HEAD = 34.0
"""Room for the title of each map above it."""


def side_by_side(left: Scene, right: Scene, *, title: str, subtitle: str = "") -> Scene:
    """Put two placed scenes beside each other; their own titles stand above them.

    Raises
    ------
    ValueError
        If one of them has no positions.
    """
    if not (left.placed and right.placed):
        raise ValueError("`left` and `right` must be placed scenes")
    parts = [_moved(left, "a|", (0.0, HEAD)), _moved(right, "b|", (left.width + GAP, HEAD))]
    return Scene(
        title=title,
        subtitle=subtitle,
        width=left.width + GAP + right.width,
        height=max(left.height, right.height) + HEAD,
        cards=tuple(c for part in parts for c in part.cards),
        links=tuple(k for part in parts for k in part.links),
        notes=tuple(n for part in parts for n in part.notes),
        dots=tuple(d for part in parts for d in part.dots),
        areas=tuple(a for part in parts for a in part.areas),
        strokes=tuple(s for part in parts for s in part.strokes),
        legend=tuple(map(_both, left.legend, right.legend)),
    )


def _both(left: LegendRow, right: LegendRow) -> LegendRow:
    """One row of the legend for two maps: the marks of the longer one, then what only the other has."""
    first, second = sorted((left.marks, right.marks), key=len, reverse=True)
    return replace(left, marks=(*first, *(mark for mark in second if mark not in first)))


def _moved(scene: Scene, prefix: str, by: Point) -> Scene:
    def move(point: Point) -> Point:
        return (point[0] + by[0], point[1] + by[1])

    title = shorten(scene.title, scene.width - 16, 15, bold=True)
    heading = Note(f"{prefix}heading", title, move((8, -HEAD / 2)), size=15, bold=True)
    return replace(
        scene,
        cards=tuple(
            replace(c, name=prefix + c.name, at=None if c.at is None else move(c.at)) for c in scene.cards
        ),
        links=tuple(
            replace(
                k,
                name=prefix + k.name,
                tail=prefix + k.tail,
                head=prefix + k.head,
                path=tuple(move(p) for p in k.path),
            )
            for k in scene.links
        ),
        notes=(heading, *(replace(n, name=prefix + n.name, at=move(n.at)) for n in scene.notes)),
        dots=tuple(replace(d, name=prefix + d.name, at=move(d.at)) for d in scene.dots),
        areas=tuple(replace(a, at=move(a.at)) for a in scene.areas),
        strokes=tuple(replace(s, points=tuple(move(p) for p in s.points)) for s in scene.strokes),
    )
