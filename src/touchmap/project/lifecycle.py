"""Tables of the map: stages, touchpoints, transitions and named journeys."""

from __future__ import annotations

from typing import ClassVar

from touchmap.project.entity import Entity, Id, Name, Text, fact
from touchmap.project.vocabulary import Channel, Decision, Direction


class Stage(Entity):
    """A stage of the customer lifecycle: one column of the map."""

    table_name: ClassVar[str] = "stages"
    key: ClassVar[tuple[str, ...]] = ("stage_id",)

    stage_id: Id = fact(description="Identifier of the stage.")
    position: int = fact(0, ge=0, le=10_000, description="Order of the stage in time, from the left.")
    name: Name = fact(description="Name of the stage.")
    goal: Text = fact("", description="What the company wants for the customer here.")
    kpi: Text = fact("", description="The measure this stage is judged by.")
    target: Text = fact("", description="The value of that measure that is wanted.")


class Touchpoint(Entity):
    """A contact the customer sees: stage × need × channel."""

    table_name: ClassVar[str] = "touchpoints"
    key: ClassVar[tuple[str, ...]] = ("touchpoint_id",)

    touchpoint_id: Id = fact(description="Identifier of the touchpoint.")
    stage_id: Id = fact(refers_to="stages", description="Stage it belongs to.")
    name: Name = fact(description="Name of the touchpoint as the customer would say it.")
    channel: Channel = fact(Channel.PHONE, description="Channel of the contact.")
    direction: Direction = fact(Direction.IN, description="Who starts the contact.")
    contacts_per_month: float | None = fact(
        None,
        unit="contacts/month",
        ge=0,
        le=1e10,
        description="Measured volume; blank = the sum of its demand streams, with which it must agree.",
    )
    handle_seconds: float | None = fact(
        None, unit="s", gt=0, le=1e6, description="Measured handle time; blank = that of its demand streams."
    )
    touch_need: int = fact(3, ge=1, le=5, description="1 high tech … 5 high touch.", assumed="mixed")
    touch_confirmed: Decision | None = fact(
        None, description="What the workshop said of the proposed touch need; blank = not yet asked."
    )
    touch_lowest: int | None = fact(
        None, ge=1, le=5, description="Lowest touch need anybody in the workshop voted for."
    )
    touch_highest: int | None = fact(
        None, ge=1, le=5, description="Highest touch need anybody in the workshop voted for."
    )
    touch_decided_by: Text = fact("", description="Who decided on the touch need.")
    person_preference: int | None = fact(
        None,
        ge=1,
        le=5,
        description="How much customers want a person here, 1 not at all … 5 very much; blank = taken from "
        "the channels they use today.",
    )
    emotional_stake: int = fact(
        3, ge=1, le=5, description="How much is at stake for the customer's feelings."
    )
    emotion: float | None = fact(
        None, ge=-2, le=2, description="Emotion −2 … +2 as observed; blank = derived from satisfaction."
    )
    satisfaction: float | None = fact(
        None,
        unit="0–100",
        ge=0,
        le=100,
        description="Customer satisfaction (CSAT) measured today.",
    )
    brand_sensitivity: int = fact(3, ge=1, le=5, description="How strongly this contact colours the brand.")
    value_at_stake: float = fact(
        0, unit="money/contact", ge=0, le=1e9, description="Customer value at stake in one contact."
    )
    moment_of_truth_rank: int | None = fact(
        None, ge=1, le=1000, description="Rank among the moments of truth; blank = not one."
    )
    promise: Text = fact("", description="What the brand promises at this point.")


class Transition(Entity):
    """The customer's next touchpoint, with its probability."""

    table_name: ClassVar[str] = "transitions"
    key: ClassVar[tuple[str, ...]] = ("from_touchpoint_id", "to_touchpoint_id")

    from_touchpoint_id: Id = fact(refers_to="touchpoints", description="Where the customer is.")
    to_touchpoint_id: Id = fact(refers_to="touchpoints", description="Where the customer goes next.")
    probability: float = fact(ge=0, le=1, unit="share", description="Share of contacts that go on to it.")


class JourneyStep(Entity):
    """One step of a named journey."""

    table_name: ClassVar[str] = "journeys"
    key: ClassVar[tuple[str, ...]] = ("journey_id", "position")

    journey_id: Id = fact(description="Name of the journey, such as 'House move'.")
    position: int = fact(ge=1, le=10_000, description="Order of the step in the journey.")
    touchpoint_id: Id = fact(refers_to="touchpoints", description="Touchpoint of this step.")
