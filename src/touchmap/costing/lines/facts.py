"""What a cost line says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LineKind(StrEnum):
    """Whether a line returns every month or is paid once."""

    RUNNING = "running"
    ONE_OFF = "one_off"
    PENALTY = "penalty"


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What a cost line is, for tables, exports and the documentation."""

    kind: LineKind
    label: str
    formula: str
    fields: str
    """Fields the figure comes from."""
    source: str = ""
    """Where the formula or its presets come from, if not from the contract or the books."""
