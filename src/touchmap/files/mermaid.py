"""The stages and touchpoints of a map as a Mermaid ``journey``, a picture that stays editable text.

Written: the company's name as title, stages in the order of time as sections, touchpoints as tasks
with a score of 1 to 5, the customer and the channel as actors. The score is emotion −2 … +2 plus 3,
rounded; where nobody entered an emotion it is derived from satisfaction, and 3 where neither is known.
Comments beside them keep ids, and the emotion where the score does not say it exactly.

Not written: everything else a touchpoint or stage says, and all other tables.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from touchmap.files.atomic import replace_file
from touchmap.files.mermaid_text import escape_mermaid
from touchmap.journey.emotion import shown_emotion
from touchmap.project import Project, Touchpoint

CUSTOMER = "Customer"
"""The actor at every touchpoint."""

NEUTRAL = 3
"""Score of emotion 0, and of a touchpoint of which nothing is known."""


def write_mermaid(project: Project, path: Path) -> None:
    """Write the map as a user journey diagram."""
    data = mermaid_text(project).encode()
    replace_file(path, lambda beside: _put(beside, data))


def mermaid_text(project: Project) -> str:
    """Give the map as a user journey diagram.

    >>> from touchmap.project import Stage
    >>> call = Touchpoint(touchpoint_id="T1", stage_id="S1", name="Order call", channel="phone", emotion=1)
    >>> print(mermaid_text(Project(stages=(Stage(stage_id="S1", name="Join"),), touchpoints=(call,))))
    journey
      %% id S1
      section Join
        %% id T1
        Order call: 4: Customer, phone
    <BLANKLINE>
    """
    return "\n".join(_lines(project)) + "\n"


def score_of(emotion: float | None) -> int:
    """Score 1 to 5 of an emotion −2 … +2.

    >>> [score_of(e) for e in (-2, -0.5, 0.5, 2, None)]
    [1, 3, 4, 5, 3]
    """
    return NEUTRAL if emotion is None else NEUTRAL + math.floor(emotion + 0.5)


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _lines(project: Project) -> Iterator[str]:
    yield "journey"
    if project.settings.name:
        yield f"  title {escape_mermaid(project.settings.name)}"
    names = {s.stage_id: s.name for s in sorted(project.stages, key=lambda s: s.position)}
    names |= {t.stage_id: t.stage_id for t in project.touchpoints if t.stage_id not in names}
    for stage_id, name in names.items():
        yield f"  %% id {stage_id}"
        yield f"  section {escape_mermaid(name)}"
        for touchpoint in project.touchpoints:
            if touchpoint.stage_id == stage_id:
                yield from _task(touchpoint)


def _task(touchpoint: Touchpoint) -> Iterator[str]:
    score = score_of(shown_emotion(touchpoint)[0])
    exact = touchpoint.emotion == score - NEUTRAL
    said = "blank" if touchpoint.emotion is None else repr(float(touchpoint.emotion))
    yield f"    %% id {touchpoint.touchpoint_id}" + ("" if exact else f" | {score} is {said}")
    has_channel = "channel" in touchpoint.model_fields_set
    actors = [CUSTOMER, touchpoint.channel.value] if has_channel else [CUSTOMER]
    yield f"    {escape_mermaid(touchpoint.name)}: {score}: {', '.join(actors)}"
