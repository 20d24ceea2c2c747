"""Cards of the map: what stands on a touchpoint, a process, a department and a system."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from touchmap.journey.graph import NodeType
from touchmap.project.vocabulary import Decision, EvidenceLevel, TouchClass
from touchmap.report.colours import tint
from touchmap.report.map.colouring import Colouring
from touchmap.report.map.fonts import text_width
from touchmap.report.map.labels import chip_width, ink_on
from touchmap.report.map.scene import PAPER, Card, Chip, LegendRow, Share
from touchmap.report.map.sizes import (
    BAR_HEIGHT,
    CARD_WIDTH,
    CHIP_PADDING,
    CHIP_SIZE,
    FACT_SIZE,
    LARGE_SIZE,
    LINE_HEIGHT,
    PADDING,
    SMALL_WIDTH,
    TITLE_SIZE,
)
from touchmap.report.map.text import SPARE, clean, shorten, wrap

TITLE_LINES = 4
FULL_LANGUAGES = 5
"""Languages listed by their codes; more are counted."""

TOUCH_WORDS = {TouchClass.HIGH_TECH: "Tech", TouchClass.MIXED: "Mixed", TouchClass.HIGH_TOUCH: "Touch"}
TOUCH_FILLS = {
    TouchClass.HIGH_TECH: "#DBEAFE",
    TouchClass.MIXED: "#F3F4F6",
    TouchClass.HIGH_TOUCH: "#FDE3C8",
}
MOMENT_DOT, OBSERVED_DOT, DERIVED_DOT = "#111827", "#64748B", "#E2E8F0"
EXPECTED_LINE = "#B45309"
"""Colour of the emotion a plan is expected to bring."""
BRAND_FILL = "#EDE9F7"
MOMENT = Chip("Moment 1", "#111827", "#FFFFFF", bold=True)
KEY = Chip("Key", "#111827", "#FFFFFF", bold=True)
UNFIT = Chip("Unfit 2", "#D55E00", "#FFFFFF", bold=True)
EVIDENCE_LETTERS = {
    None: "–",
    EvidenceLevel.ASSUMED: "A",
    EvidenceLevel.ESTIMATED: "E",
    EvidenceLevel.MEASURED: "M",
}

EMOTION_LEGEND = LegendRow(
    "Emotion",
    (
        Share("moment of truth", MOMENT_DOT, 1),
        Share("as observed", OBSERVED_DOT, 1),
        Share("from satisfaction", DERIVED_DOT, 1),
    ),
)
EXPECTED_LEGEND = LegendRow(
    "Emotion",
    (*EMOTION_LEGEND.marks, Share("dashed: expected under the plan", EXPECTED_LINE, 1, "–")),
)
CARD_LEGEND = LegendRow(
    "On the cards",
    (
        MOMENT,
        Chip("moment of truth, its rank"),
        KEY,
        Chip("key competency"),
        UNFIT,
        Chip("mend before it moves"),
        Chip("Touch 5?", TOUCH_FILLS[TouchClass.HIGH_TOUCH]),
        Chip("touch need, 1 high tech to 5 high touch; ? not confirmed"),
        Chip("Brand 5", BRAND_FILL),
        Chip("brand sensitivity"),
        Chip("A E M", ink="#4B5563"),
        Chip("assumed, estimated, measured"),
        Chip("1,000", ink="#4B5563"),
        Chip("contacts a month"),
    ),
)
PROCESS_LEGEND = LegendRow(CARD_LEGEND.title, CARD_LEGEND.marks[2:])
"""The same where no touchpoint is shown."""

Attributes = Mapping[str, Any]
Shares = tuple[Share, ...]


@dataclass(frozen=True)
class CardStyle:
    """How the cards of a map look."""

    colours: Colouring
    faded: frozenset[str] = frozenset()
    """Cards that stand back because others are what matters."""
    marked: frozenset[str] = frozenset()
    """Cards with a heavy border because they differ."""
    bar_room: bool = False
    """Whether every card has room for a bar, so that all maps of a project are alike."""
    names_only: bool = False
    """Whether the cards show nothing but names, in large type."""


def make_card(node: str, data: Attributes, style: CardStyle) -> Card:
    """Make the card of a node of the map's graph; it has no position yet."""
    kind: NodeType = data["kind"]
    shares = style.colours.shares(kind, data["id"])
    main = max(shares, key=lambda s: s.share, default=None)
    fill = PAPER if main is None else tint(main.colour, 0.82)
    if node in style.faded:
        shares, fill = tuple(replace(s, colour=tint(s.colour, 0.6)) for s in shares), PAPER
    parts = _PARTS[kind](data, shares)
    if style.names_only:
        parts |= _only_name(data, parts["width"] - 2 * PADDING)
    if shares:
        parts["tooltip"] += f"; {style.colours.legend.title.lower()}: {_told(shares)}"
    marked = node in style.marked
    weighty = data.get("moment_of_truth_rank") is not None or data.get("key_competency")
    heavy = marked or (weighty and not style.faded)
    card = Card(
        name=node,
        kind=kind.value,
        bar=shares if len(shares) > 1 or style.names_only else (),
        fill=fill,
        border="#111827" if heavy else "#6B7280",
        border_width=3.0 if marked else 1.8 if heavy else 0.8,
        rounded=kind is NodeType.TOUCHPOINT,
        **parts,
    )
    return _sized(card, style.bar_room)


def _only_name(data: Attributes, room: float) -> dict[str, Any]:
    title = wrap(data["name"], room, LARGE_SIZE, bold=True, max_lines=TITLE_LINES)
    return {"title": title, "title_size": LARGE_SIZE, "fact": "", "tag": None, "chips": (), "side": ""}


def _told(shares: Shares) -> str:
    """Colours of a card in words."""
    if len(shares) == 1:
        return shares[0].label
    return ", ".join(f"{share.label} {share.share:.0%}" for share in shares)


def _sized(card: Card, bar_room: bool) -> Card:
    """Give a card the height its rows need."""
    chip = CHIP_SIZE * LINE_HEIGHT + 2 * CHIP_PADDING
    rows = [card.title_size * LINE_HEIGHT * len(card.title)] if card.title else []
    rows += [chip if card.tag else FACT_SIZE * LINE_HEIGHT] if card.fact or card.tag else []
    rows += [chip] if card.chips or card.side else []
    rows += [BAR_HEIGHT] if card.bar or bar_room else []
    return replace(card, height=math.ceil(sum(rows) + len(rows) + 1 + PADDING))


def _touchpoint(data: Attributes, shares: Shares) -> dict[str, Any]:
    rank = data["moment_of_truth_rank"]
    tag = None if rank is None else replace(MOMENT, text=f"Moment {rank}")
    return _work(data, data["channel"].value.replace("_", " "), tag, shares)


def _process(data: Attributes, shares: Shares) -> dict[str, Any]:
    tag = KEY if data["key_competency"] else None
    if data["health"] <= 2:
        tag = replace(UNFIT, text=f"Unfit {data['health']}")
    return _work(data, "", tag, shares)


def _work(data: Attributes, what: str, tag: Chip | None, shares: Shares) -> dict[str, Any]:
    inner = CARD_WIDTH - 2 * PADDING
    room = inner - (chip_width(tag) * SPARE if tag else 0)
    chips = (*_letter(shares), *_chips(data))
    return {
        "width": CARD_WIDTH,
        "height": 0,
        "title": wrap(data["name"], inner, TITLE_SIZE, bold=True, max_lines=TITLE_LINES),
        "fact": _fact(" ".join(word for word in (data["id"], what) if word), data["volume"], room),
        "tag": tag,
        "chips": chips,
        "side": shorten(
            _languages(data["languages"]), inner - sum(chip_width(chip) * SPARE for chip in chips), FACT_SIZE
        ),
        "tooltip": _tooltip(data),
    }


def _fact(what: str, volume: float | None, room: float) -> str:
    """Id and channel, then the volume, for which the former give way."""
    end = "" if volume is None else f" · {volume:,.0f}"
    return shorten(shorten(what, room - text_width(end, FACT_SIZE) * SPARE, FACT_SIZE) + end, room, FACT_SIZE)


def _plain(data: Attributes, shares: Shares) -> dict[str, Any]:
    inner = SMALL_WIDTH - 2 * PADDING
    return {
        "width": SMALL_WIDTH,
        "height": 0,
        "fact": shorten(data["id"], inner, FACT_SIZE),
        "title": wrap(data["name"], inner, TITLE_SIZE, bold=True, max_lines=3),
        "chips": _letter(shares),
        "tooltip": _tooltip(data),
    }


_PARTS = {
    NodeType.TOUCHPOINT: _touchpoint,
    NodeType.PROCESS: _process,
    NodeType.DEPARTMENT: _plain,
    NodeType.SYSTEM: _plain,
}


def _letter(shares: Shares) -> tuple[Chip, ...]:
    """Letter of the colour of a card, unless a bar shows several."""
    if len(shares) != 1:
        return ()
    return (Chip(shares[0].letter, shares[0].colour, ink_on(shares[0].colour), bold=True),)


def _chips(data: Attributes) -> tuple[Chip, ...]:
    touch: TouchClass = data["touch_class"]
    settled = data["kind"] is not NodeType.TOUCHPOINT or data["touch_confirmed"] is Decision.CONFIRMED
    evidence: EvidenceLevel | None = data["evidence"]
    return (
        Chip(f"{TOUCH_WORDS[touch]} {data['touch_need']}{'' if settled else '?'}", TOUCH_FILLS[touch]),
        Chip(f"Brand {data['brand_sensitivity']}", BRAND_FILL),
        Chip(EVIDENCE_LETTERS[evidence], ink="#4B5563"),
    )


def _languages(codes: tuple[str, ...]) -> str:
    spoken = [code for code in codes if code != "xx"]
    return " ".join(spoken) if len(spoken) <= FULL_LANGUAGES else f"{len(spoken)} lang."


def _tooltip(data: Attributes) -> str:
    """Everything that matters, in one line for each fact."""
    kind: NodeType = data["kind"]
    said = [f"{data['id']} {clean(data['name'])}"]
    if kind in (NodeType.TOUCHPOINT, NodeType.PROCESS):
        said += [
            "contacts not known" if data["volume"] is None else f"{data['volume']:,.0f} contacts a month",
            f"{data['work_hours']:,.0f} h of work a month",
            f"touch need {data['touch_need']}, brand sensitivity {data['brand_sensitivity']}",
            f"languages {', '.join(data['languages']) or 'none'}",
            f"evidence {data['evidence'].value if data['evidence'] else 'not stated'}",
        ]
    if data.get("emotion_shown") is not None:
        origin = " (from satisfaction)" if data["emotion_derived"] else ""
        said.append(f"emotion {data['emotion_shown']:+.1f}{origin}")
    if kind is NodeType.PROCESS:
        said.append(f"health {data['health']}, owner {clean(data['owner']) or 'not named'}")
    return "; ".join(said)
