"""What the room says of a touch need, written down as edits."""

from __future__ import annotations

import re

from touchmap.journey.graph import ordered_stages
from touchmap.project import Project, Touchpoint
from touchmap.project.edits import Change, decide_touch, set_field, set_fields
from touchmap.project.vocabulary import Decision


def in_round(project: Project) -> list[Touchpoint]:
    """Every touchpoint in the order of the round: by stage, then as they are written.

    >>> from touchmap.examples import example
    >>> [t.touchpoint_id for t in in_round(example("telecom_isp"))][:3]
    ['T01', 'T02', 'T03']
    """
    order = {stage.stage_id: n for n, stage in enumerate(ordered_stages(project))}
    return sorted(project.touchpoints, key=lambda t: order.get(t.stage_id, len(order)))


def read_votes(typed: str) -> tuple[int, int] | None:
    """Lowest and highest of the votes people called out; none if nobody voted.

    Raises
    ------
    ValueError
        If something is no vote from 1 to 5.

    >>> read_votes("2, 4 5"), read_votes("3345"), read_votes(" ")
    ((2, 5), (3, 5), None)
    """
    left = re.sub(r"[\s,;/+–-]", "", typed)
    if not left:
        return None
    if not re.fullmatch(r"[1-5]+", left, re.ASCII):
        raise ValueError(typed)
    return int(min(left)), int(max(left))


def votes_text(row: Touchpoint) -> str:
    """The votes that were written down, as they are typed.

    >>> votes_text(Touchpoint(touchpoint_id="T", stage_id="S", name="T", touch_lowest=2, touch_highest=5))
    '2 5'
    """
    return " ".join(str(v) for v in (row.touch_lowest, row.touch_highest) if v is not None)


def choose_need(project: Project, touchpoint: str, need: int) -> Change:
    """Enter a touch need; what was decided on another one is open again."""
    row = project.touchpoint(touchpoint)
    if row.touch_confirmed is None or row.touch_need == need:
        return set_field(project, "touchpoints", touchpoint, "touch_need", need)
    change = set_fields(project, "touchpoints", touchpoint, {"touch_need": need, "touch_confirmed": None})
    label = set_field(project, "touchpoints", touchpoint, "touch_need", need).label
    return change.model_copy(update={"label": label})


def decide(
    project: Project, touchpoint: str, decision: Decision, *, by: str, votes: tuple[int, int] | None
) -> Change:
    """Write down a decision on the touch need that is entered."""
    return decide_touch(project, touchpoint, decision, by=by, votes=votes)
