"""What stands behind and above the cards of a journey map: stages, lanes, visibility, emotion."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING

from touchmap.journey.graph import NodeType, nodes_of
from touchmap.report.map.cards import DERIVED_DOT, EXPECTED_LINE, MOMENT_DOT, OBSERVED_DOT
from touchmap.report.map.fonts import text_width
from touchmap.report.map.journey_frame import EMOTION_HEIGHT, GUTTER, HEADING, TOP, Frame
from touchmap.report.map.scene import QUIET, Area, Dot, Note, Stroke
from touchmap.report.map.text import SPARE, clean, shorten

if TYPE_CHECKING:
    from touchmap.journey.graph import Graph

SMALLEST = 8
"""Size of the ids under the emotion curve and of the words in the margin."""
_LANE_FILLS = ("#F8FAFC", "#F1F5F9")
_STAGE_FILL = "#1F2937"


def backdrop(
    graph: Graph, frame: Frame, titles: Mapping[str, str], seen: Container[str], *, large: bool = False
) -> tuple[list[Area], list[Note], list[Stroke]]:
    """Names of the stages, bands and names of the lanes, and the line of visibility.

    In large type, the contacts of a stage give way to its name.
    """
    stage_size, lane_size = (16, 14) if large else (11, 10)
    areas, notes, strokes = [], [], []
    lanes = dict.fromkeys(frame.grid.rows)
    bands = {name: frame.band(name) for name in lanes}
    if lanes:
        # The outer lanes reach to the curve above and to the edge of the picture below.
        first, last = next(iter(lanes)), list(lanes)[-1]
        bands[first] = (TOP, bands[first][1])
        bands[last] = (bands[last][0], frame.height)
    bands = {"emotion": (float(HEADING), TOP)} | bands
    names = {"emotion": "Emotion", "departments": "Departments", **titles}
    for n, (lane, (top, bottom)) in enumerate(bands.items()):
        areas.append(Area((0, top), frame.width, bottom - top, _LANE_FILLS[n % 2]))
        y = top + (EMOTION_HEIGHT / 2 if lane == "emotion" else 18)
        notes.append(Note(f"lane:{lane}", names[lane], (8, y), size=lane_size, bold=True))
    for stage in dict.fromkeys(frame.grid.columns):
        left, right = frame.span(stage)
        areas.append(Area((left + 2, 0), right - left - 4, HEADING - 6, _STAGE_FILL))
        strokes.append(Stroke(((left, HEADING), (left, frame.height)), "#D1D5DB"))
        name, volume = _stage_words(graph, stage)
        x = (left + right) / 2
        text = shorten(name, right - left - 10, stage_size, bold=True)
        at = (x, 17.0 if large else 12.0)
        notes.append(Note(f"stage:{stage}", text, at, stage_size, bold=True, ink="#FFFFFF", centred=True))
        if volume and not large:
            notes.append(Note(f"volume:{stage}", volume, (x, 26), SMALLEST, ink="#E5E7EB", centred=True))
    backstage = [n for n, lane in enumerate(frame.grid.rows) if lane not in seen]
    if backstage:
        y = frame.lines.corridors[backstage[0]]
        strokes.append(Stroke(((GUTTER - 10, y), (frame.width, y)), "#111827", 1.4, dashed=True))
        notes.append(Note("visibility", "line of visibility", (8, y), SMALLEST, ink=QUIET))
    return areas, notes, strokes


def _stage_words(graph: Graph, stage: str) -> tuple[str, str]:
    node = NodeType.STAGE.node(stage)
    if node not in graph:
        return stage, ""
    volume = graph.nodes[node]["volume"]
    return graph.nodes[node]["name"], "" if volume is None else f"{volume:,.0f} contacts a month"


def emotion_curve(
    graph: Graph, frame: Frame, stage_of: Callable[[str], str], predicted: Mapping[str, float]
) -> tuple[list[Dot], list[Stroke], list[Note]]:
    """The emotion curve: one point for each touchpoint, spread over the width of its stage.

    What a plan is expected to make of it, by touchpoint, is a second, dashed line.
    """
    top, bottom = HEADING + 10, TOP - 16

    def height(emotion: float) -> float:
        return bottom - (emotion + 2) / 4 * (bottom - top)

    strokes = [
        Stroke(((GUTTER, height(v)), (frame.width, height(v))), "#E2E8F0", 0.8) for v in (-2, -1, 1, 2)
    ]
    strokes.append(Stroke(((GUTTER, height(0)), (frame.width, height(0))), "#94A3B8", 1))
    notes = [
        Note("scale:high", "delighted +2", (8, height(2)), SMALLEST, ink=QUIET),
        Note("scale:low", "angry −2", (8, height(-2)), SMALLEST, ink=QUIET),
    ]
    dots, curve, expected = [], [], []
    for stage in dict.fromkeys(frame.grid.columns):
        left, right = frame.span(stage)
        nodes = [n for n in nodes_of(graph, NodeType.TOUCHPOINT) if stage_of(n) == stage]
        room = (right - left) / max(1, len(nodes))
        each = _named_each([graph.nodes[node]["id"] for node in nodes], room)
        for n, node in enumerate(nodes):
            data = graph.nodes[node]
            if data["emotion_shown"] is None:
                continue
            at = (left + (n + 0.5) * room, height(data["emotion_shown"]))
            moment = data["moment_of_truth_rank"] is not None
            derived = " (from satisfaction)" if data["emotion_derived"] else ""
            tooltip = f"{data['id']} {data['name']}: emotion {data['emotion_shown']:+.1f}{derived}"
            if data["id"] in predicted:
                expected.append((at[0], height(predicted[data["id"]])))
                tooltip += f", {predicted[data['id']]:+.1f} expected under the plan"
            fill = MOMENT_DOT if moment else DERIVED_DOT if data["emotion_derived"] else OBSERVED_DOT
            dots.append(Dot(f"emotion:{data['id']}", at, 8 if moment else 6, fill, "#334155", tooltip))
            if n % each == each // 2 and n + (each - 1) // 2 < len(nodes):
                text = shorten(data["id"], each * room, SMALLEST)
                below = (at[0], bottom + 9)
                notes.append(Note(f"emotion-name:{data['id']}", text, below, SMALLEST, centred=True))
            curve.append(at)
    if len(curve) > 1:
        strokes.append(Stroke(tuple(curve), "#334155", 1.6))
    if len(expected) > 1:
        strokes.append(Stroke(tuple(expected), EXPECTED_LINE, 1.8, dashed=True))
    return dots, strokes, notes


def _named_each(ids: Sequence[str], room: float) -> int:
    """Of how many points of the curve one is named, so that its name has the room of them all.

    >>> _named_each(["T1", "T2", "T3"], 20), _named_each(["T1", "T2", "T3"], 6)
    (1, 2)
    """
    widest = max((text_width(clean(i), SMALLEST) for i in ids), default=0.0) * SPARE
    return max(1, min(len(ids), ceil(widest / room)))
