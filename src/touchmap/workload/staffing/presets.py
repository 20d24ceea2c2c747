"""What staffing takes for granted where a project does not say otherwise; shown beside every result."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.project import Project
from touchmap.project.vocabulary import Channel

LIVE_CHANNELS = frozenset({Channel.PHONE, Channel.VIDEO, Channel.CHAT})
"""Channels on which a customer waits for an answer there and then."""
PROMPT_CHANNELS = frozenset({Channel.MESSAGING, Channel.SOCIAL})
"""Channels on which a customer waits only if an answer is promised within minutes."""


@dataclass(frozen=True, slots=True)
class Presets:
    """Assumptions of staffing, each a usual value with its range."""

    service_level_share: float = 0.8
    """Service level of live work that states none; 80/20 is common, not a standard."""
    threshold_seconds: float = 20.0
    patience_seconds: float | None = None
    """Mean patience of live work that states none; none = nobody hangs up. Often 120–180 s."""
    occupancy_cap: float = 0.88
    """Highest occupancy of live staff in an hour; above 0.88–0.90 people burn out."""
    blended_occupancy: float = 0.86
    """Occupancy up to which deferrable work may fill the valleys of live staff; 0.85–0.88 is planned."""
    prompt_seconds: float = 300.0
    """Messages and posts promised within this time are live, others deferrable."""
    deadline_seconds: float = 86_400.0
    """Deadline of deferrable work that states none: a day."""
    minimum_agents: float = 1.0
    """Agents present whenever a group with live work is open."""
    pooling_credit: float = 0.7
    """Part of the ideal gain of pooling that is reached in practice, 0.6–0.8."""
    working_hours_per_day: float = 8.0
    """Turns training days into months of paid hours."""

    def __post_init__(self) -> None:
        """Check the ranges."""
        for name in ("service_level_share", "occupancy_cap", "blended_occupancy", "pooling_credit"):
            value = getattr(self, name)
            if not 0 <= value <= 1:
                raise ValueError(f"`{name}` must be in [0, 1], got {value}")
        for name in ("occupancy_cap", "blended_occupancy", "working_hours_per_day", "deadline_seconds"):
            if getattr(self, name) <= 0:
                raise ValueError(f"`{name}` must be above 0, got {getattr(self, name)}")
        for name in ("threshold_seconds", "prompt_seconds", "minimum_agents"):
            if getattr(self, name) < 0:
                raise ValueError(f"`{name}` must be at least 0, got {getattr(self, name)}")
        if self.patience_seconds is not None and not self.patience_seconds > 0:
            raise ValueError(f"`patience_seconds` must be above 0, got {self.patience_seconds}")
        if self.service_level_share >= 1:
            raise ValueError(f"`service_level_share` must be in [0, 1), got {self.service_level_share}")


USUAL = Presets()
"""The presets as they come."""


def presets_of(project: Project) -> Presets:
    """What a project's settings take for granted; the usual where they say nothing.

    >>> presets_of(Project()) == USUAL
    True
    """
    settings = project.settings
    return Presets(
        service_level_share=settings.usual_service_level_share,
        threshold_seconds=settings.usual_service_level_seconds,
        patience_seconds=settings.usual_patience_seconds,
        occupancy_cap=settings.occupancy_cap,
        blended_occupancy=settings.blended_occupancy,
    )
