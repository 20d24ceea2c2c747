"""The map: touchpoints with demand, stages with touchpoints, journeys with few moments of truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from touchmap.errors import Issue
from touchmap.project.checks.finding import error, some, warning
from touchmap.project.model import Project, group
from touchmap.project.vocabulary import BACKSTAGE_CHANNELS, Decision

MOMENTS_PER_JOURNEY = 5
"""More moments of truth than this in one journey are none."""

VOLUME_TOLERANCE = 0.01
"""Rounding allowed between a measured touchpoint and the sum of its demand."""

HANDLE_TIME_TOLERANCE = 0.05


def check_for_touchpoint_without_demand(project: Project) -> Iterator[Issue]:
    """A touchpoint that no demand stream serves has no work behind it."""
    served = {d.touchpoint_id for d in project.demand}
    if not project.demand:
        return
    for row in project.touchpoints:
        if row.touchpoint_id not in served:
            hint = "add a demand stream that names it, or take it off the map"
            yield warning(
                "touchpoint_without_demand", row, "touchpoint_id", "is served by no demand stream", hint
            )


def check_for_touchpoint_not_reached(project: Project) -> Iterator[Issue]:
    """A touchpoint outside every transition and journey hangs in the air."""
    if not project.transitions and not project.journeys:
        return
    reached = {j.touchpoint_id for j in project.journeys}
    reached.update(t.from_touchpoint_id for t in project.transitions)
    reached.update(t.to_touchpoint_id for t in project.transitions)
    for row in project.touchpoints:
        if row.touchpoint_id not in reached:
            hint = "add the transition or journey step that leads to it or from it"
            yield warning(
                "touchpoint_not_reached", row, "touchpoint_id", "is in no transition and no journey", hint
            )


def check_for_stage_without_touchpoint(project: Project) -> Iterator[Issue]:
    """A stage where the customer meets nobody is a hole in the map."""
    used = {t.stage_id for t in project.touchpoints}
    for row in project.stages:
        if row.stage_id not in used:
            hint = "add its touchpoints, or delete the stage"
            yield warning("stage_without_touchpoint", row, "stage_id", "has no touchpoint", hint)


def check_for_stage_position_shared(project: Project) -> Iterator[Issue]:
    """Two stages at one position have no order in time."""
    counts = Counter(s.position for s in project.stages)
    if set(counts) == {0}:  # nobody numbered them: they stand in the order of the rows
        return
    for row in project.stages:
        if counts[row.position] > 1:
            hint = "number the stages 1, 2, 3 … from the left"
            yield warning(
                "stage_position_shared", row, "position", "shares its position with another stage", hint
            )


def check_for_too_many_moments_of_truth(project: Project) -> Iterator[Issue]:
    """Where everything is a moment of truth, nothing is."""
    moments = {t.touchpoint_id for t in project.touchpoints if t.moment_of_truth_rank is not None}
    for journey_id, steps in group(project.journeys, "journey_id").items():
        found = sorted({s.touchpoint_id for s in steps} & moments)
        if len(found) > MOMENTS_PER_JOURNEY:
            what = (
                f"belongs to a journey with more than {MOMENTS_PER_JOURNEY} moments of truth ({some(found)})"
            )
            hint = f"in {journey_id!r} keep the {MOMENTS_PER_JOURNEY} that matter most, clear the others"
            yield warning("too_many_moments_of_truth", steps[0], "journey_id", what, hint, value=len(found))


def check_for_volume_mismatch(project: Project) -> Iterator[Issue]:
    """A touchpoint's measured volume must agree with the demand that serves it."""
    demand = group(project.demand, "touchpoint_id")
    for row in project.touchpoints:
        streams, measured = demand.get(row.touchpoint_id), row.contacts_per_month
        if measured is None or not streams:
            continue
        total = sum(s.contacts_per_month for s in streams)
        if abs(total - measured) > max(0.5, VOLUME_TOLERANCE * max(total, measured)):
            value = f"{measured:.12g} at the touchpoint, {total:.12g} in its {len(streams)} stream(s)"
            hint = "correct one of the two, or leave the touchpoint's volume blank"
            what = "has a volume that differs from the sum of its demand"
            yield warning("volume_mismatch", row, "contacts_per_month", what, hint, value=value)


def check_for_handle_time_mismatch(project: Project) -> Iterator[Issue]:
    """A touchpoint's measured handle time must agree with its demand's average."""
    demand = group(project.demand, "touchpoint_id")
    for row in project.touchpoints:
        streams = demand.get(row.touchpoint_id, [])
        contacts = sum(s.contacts_per_month for s in streams)
        if row.handle_seconds is None or contacts <= 0:
            continue
        mean = sum(s.contacts_per_month * s.handle_seconds for s in streams) / contacts
        if abs(mean - row.handle_seconds) > HANDLE_TIME_TOLERANCE * row.handle_seconds:
            value = f"{row.handle_seconds:.6g} s at the touchpoint, {mean:.6g} s in its demand"
            hint = "correct one of the two, or leave the touchpoint's handle time blank"
            what = "has a handle time that differs from its demand's average"
            yield warning("handle_time_mismatch", row, "handle_seconds", what, hint, value=value)


def check_for_channel_mismatch(project: Project) -> Iterator[Issue]:
    """A stream the customer sees comes in on the channel of its touchpoint."""
    channels = {t.touchpoint_id: t.channel for t in project.touchpoints}
    for row in project.demand:
        channel = channels.get(row.touchpoint_id or "")
        if channel is None or row.channel is channel or row.channel in BACKSTAGE_CHANNELS:
            continue
        what = f"comes in on another channel than its touchpoint {row.touchpoint_id} ({channel})"
        yield warning(
            "channel_mismatch", row, "channel", what, "correct the channel, or name another touchpoint"
        )


def check_for_touch_spread_reversed(project: Project) -> Iterator[Issue]:
    """The lowest vote on a touch need is not above the highest."""
    for row in project.touchpoints:
        low, high = row.touch_lowest, row.touch_highest
        if low is not None and high is not None and low > high:
            hint = "swap touch_lowest and touch_highest, or correct one of them"
            what = "has a lowest vote above the highest"
            yield error("touch_spread_reversed", row, "touch_lowest", what, hint, value=f"{low} above {high}")


def check_for_touch_outside_spread(project: Project) -> Iterator[Issue]:
    """A touch need lies within the votes it was decided by."""
    for row in project.touchpoints:
        low, high = row.touch_lowest or 1, row.touch_highest or 5
        if low <= high and not low <= row.touch_need <= high:
            hint = "correct the touch need, or the votes"
            what = "has a touch need outside the spread of the votes"
            value = f"{row.touch_need}, votes {low} to {high}"
            yield warning("touch_outside_spread", row, "touch_need", what, hint, value=value)


def check_for_disagreed_without_spread(project: Project) -> Iterator[Issue]:
    """Disagreement is only of use if it says how far apart people are."""
    for row in project.touchpoints:
        if row.touch_confirmed is not Decision.DISAGREED:
            continue
        for column in ("touch_lowest", "touch_highest"):
            if getattr(row, column) is None:
                hint = "write the lowest and the highest touch need anybody voted for"
                what = "is disagreed on without the spread of the votes"
                yield warning("disagreed_without_spread", row, column, what, hint)


def check_for_touch_decision_without_name(project: Project) -> Iterator[Issue]:
    """A decision on a touch need belongs to somebody."""
    for row in project.touchpoints:
        if row.touch_confirmed is not None and not row.touch_decided_by.strip():
            hint = "write who decided, such as 'workshop of 3 March'"
            what = f"is {row.touch_confirmed.value} by nobody"
            yield warning("touch_decision_without_name", row, "touch_decided_by", what, hint)
