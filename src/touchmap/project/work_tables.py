"""Tables of the work: processes, demand streams, hand-offs, departments, systems, curves."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from touchmap.project.entity import Country as CountryCode
from touchmap.project.entity import Entity, Id, Language, Name, ShareList, Text, WordList, fact, sorted_list
from touchmap.project.vocabulary import (
    Channel,
    CurveKind,
    HandoffMode,
    NodeKind,
    Office,
    Route,
    Skill,
    SplitLayer,
    WorkType,
)


class Process(Entity):
    """The work behind touchpoints: the unit that is sourced."""

    table_name: ClassVar[str] = "processes"
    key: ClassVar[tuple[str, ...]] = ("process_id",)

    process_id: Id = fact(description="Identifier of the process.")
    stage_id: Id | None = fact(None, refers_to="stages", description="Stage it mainly serves.")
    name: Name = fact(description="Name of the process.")
    work_type: WorkType = fact(WorkType.LIVE, description="How the work behaves over the day.")
    office: Office = fact(Office.FRONT, description="In front of the line of visibility or behind it.")
    touch_need: int = fact(3, ge=1, le=5, description="1 high tech … 5 high touch.", assumed="mixed")
    brand_sensitivity: int = fact(3, ge=1, le=5, description="How strongly this work colours the brand.")
    complexity: int = fact(3, ge=1, le=5, description="1 simple … 5 expert work.")
    codifiability: int = fact(
        3, ge=1, le=5, description="How fully the work can be written down (5 = fully)."
    )
    metric_clarity: int = fact(
        3, ge=1, le=5, description="How clearly its quality can be measured (5 = fully)."
    )
    automation_potential_share: float = fact(
        1.0, ge=0, le=1, unit="share", description="Largest share of contacts self-service could ever take."
    )
    data_class: int = fact(2, ge=1, le=4, description="1 public … 3 personal, 4 special or payment data.")
    regulated: WordList = fact((), description="Regulation that governs the work, in words.")
    licence_required: WordList = fact((), description="Licences a provider needs by law to do this work.")
    key_competency: bool = fact(False, description="A competency the company lives by.")
    competency_override_by: Text = fact(
        "", description="Who allowed this key competency to be sourced out; printed."
    )
    health: int = fact(5, ge=1, le=5, description="1 broken … 5 sound; 2 or less is fixed before it moves.")
    mandate: int = fact(0, ge=0, le=5, description="Mandate the agent needs: 0 none … 5 settle any amount.")
    value_at_stake: float = fact(
        0, unit="money/contact", ge=0, le=1e9, description="Customer value at stake."
    )
    value_per_success: float | None = fact(
        None,
        unit="money",
        ge=0,
        le=1e9,
        description="Margin of one sale, save or collection; blank = not known.",
    )
    extra_churn_share: float = fact(
        0, ge=0, le=1, unit="share", description="Extra customers lost when a contact goes badly."
    )
    resolution_target_share: float | None = fact(
        None, ge=0, le=1, unit="share", description="Target for first-contact resolution."
    )
    satisfaction_target: float | None = fact(
        None, ge=0, le=100, unit="0–100", description="Target satisfaction."
    )
    training_days: float = fact(0, ge=0, le=1000, unit="days", description="Training a new agent needs.")
    proficiency_weeks: float | None = fact(
        None,
        ge=0,
        le=200,
        unit="weeks",
        description="Until people new to it are as fast as others; blank = 6, 12 or 26 by complexity 1–2, 3, "
        "4–5.",
    )
    process_family: Text = fact("", description="Family of processes that share one body of knowledge.")
    tags: WordList = fact((), description="Words rules can refer to.")
    split_by: Annotated[tuple[SplitLayer, ...], BeforeValidator(sorted_list)] = fact(
        (), description="Layers to split each language further into: channel, hours, base_peak, shares."
    )
    split_shares: ShareList = fact(
        (), unit="share", description="Fixed shares for the layer 'shares', such as '0.3; 0.7'."
    )
    base_level_fte: float | None = fact(
        None, ge=0, le=1e6, unit="FTE", description="Level up to which work is base, above it peak."
    )
    remediation_cost: float | None = fact(
        None,
        ge=0,
        le=1e10,
        unit="money",
        description="Cost of mending the process; blank = not known, not 0.",
    )
    remediation_owner: Text = fact("", description="Who mends it.")
    remediation_on: date | None = fact(None, description="When it will be mended.")
    owner: Text = fact("", description="Accountable client role.")
    note: Text = fact("", description="Anything worth knowing.")


class DemandStream(Entity):
    """Contacts of one process in one channel and language: the smallest measured piece of work."""

    table_name: ClassVar[str] = "demand"
    key: ClassVar[tuple[str, ...]] = ("demand_id",)

    demand_id: Id = fact(description="Identifier of the stream.")
    process_id: Id = fact(refers_to="processes", description="Process that does the work.")
    touchpoint_id: Id | None = fact(
        None, refers_to="touchpoints", description="Touchpoint it serves; blank = back office."
    )
    channel: Channel = fact(Channel.PHONE, description="Channel of the contact.")
    language: Language = fact(
        "xx", description="Language of the contact; xx = language-neutral.", assumed="needs no language"
    )
    market: CountryCode | None = fact(
        None, description="Customer's country; blank = where the language is at home."
    )
    skill: Skill = fact(Skill.SPOKEN, description="How the language is used.")
    contacts_per_month: float = fact(
        ge=0, le=1e10, unit="contacts/month", description="Average monthly volume that reaches people today."
    )
    handle_seconds: float = fact(gt=0, le=1e6, unit="s", description="Talk + hold + after-contact work.")
    concurrency: float = fact(
        1,
        ge=1,
        le=20,
        unit="contacts",
        description="Effective contacts an agent handles at once (nominal 2 → 1.7, 3 → 2.3, 4 → 2.8).",
    )
    service_level_share: float | None = fact(
        None, ge=0, le=1, unit="share", description="Share to be answered in time."
    )
    service_level_seconds: float | None = fact(
        None, ge=0, le=1e8, unit="s", description="… within this time."
    )
    patience_seconds: float | None = fact(
        None, gt=0, le=1e6, unit="s", description="Mean patience of a caller."
    )
    asa_target_seconds: float | None = fact(
        None, gt=0, le=1e8, unit="s", description="Longest mean wait of answered contacts; blank = no target."
    )
    abandoned_target_share: float | None = fact(
        None, gt=0, le=1, unit="share", description="Largest share that may hang up; blank = no target."
    )
    opening_hours: Text = fact("", description="Such as 'Mo-Fr 9-17' or '24x7'; blank = not stated.")
    seasonality_id: Id | None = fact(
        None, refers_to="seasonality", description="Monthly shape; blank = flat."
    )
    curve_id: Id | None = fact(None, refers_to="curves", description="Day and hour shape; blank = flat.")


class Handoff(Entity):
    """Work passed from a process to another process or to a department."""

    table_name: ClassVar[str] = "handoffs"
    key: ClassVar[tuple[str, ...]] = ("handoff_id",)

    handoff_id: Id = fact(description="Identifier of the hand-off.")
    from_process_id: Id = fact(refers_to="processes", description="Process that passes the work on.")
    to_kind: NodeKind = fact(NodeKind.PROCESS, description="Kind of receiver.")
    to_id: Id = fact(description="Process or department that receives it.")
    contacts_per_month: float = fact(
        0, ge=0, le=1e10, unit="contacts/month", description="How often, in an average month."
    )
    mode: HandoffMode = fact(HandoffMode.TICKET, description="How it is passed on.")
    route: Route = fact(Route.DIRECT, description="Straight, or by way of the team leader.")
    data_class: int = fact(2, ge=1, le=4, description="Class of the data passed on.")
    latency_hours: float | None = fact(None, ge=0, le=1e5, unit="h", description="Longest time it may take.")
    criticality: int = fact(3, ge=1, le=5, description="What it matters if it goes wrong.")
    owner: Text = fact("", description="Who answers for it.")
    cut_seconds: float = fact(
        0, ge=0, le=1e5, unit="s", description="Extra handling time each time it crosses between homes."
    )
    cut_rework_share: float = fact(
        0, ge=0, le=1, unit="share", description="Share that must be done again when it crosses homes."
    )
    cut_cost_per_month: float = fact(
        0, ge=0, le=1e9, unit="money/month", description="Flat cost while it crosses homes."
    )
    note: Text = fact("", description="What is passed on.")


class Department(Entity):
    """A part of the client that is not sourced."""

    table_name: ClassVar[str] = "departments"
    key: ClassVar[tuple[str, ...]] = ("department_id",)

    department_id: Id = fact(description="Identifier of the department.")
    name: Name = fact(description="Name of the department.")


class System(Entity):
    """A system the work needs."""

    table_name: ClassVar[str] = "systems"
    key: ClassVar[tuple[str, ...]] = ("system_id",)

    system_id: Id = fact(description="Identifier of the system.")
    name: Name = fact(description="Name of the system.")
    data_class: int = fact(2, ge=1, le=4, description="Class of the data it holds.")
    integration_cost: float | None = fact(
        None, ge=0, le=1e9, unit="money", description="Connecting one more party; blank = not known."
    )
    access_mode: Text = fact("", description="How a party reaches it.")


class ProcessSystem(Entity):
    """A process uses a system."""

    table_name: ClassVar[str] = "process_systems"
    key: ClassVar[tuple[str, ...]] = ("process_id", "system_id")

    process_id: Id = fact(refers_to="processes", description="The process.")
    system_id: Id = fact(refers_to="systems", description="The system it uses.")


class Seasonality(Entity):
    """Twelve monthly indices; 1 is an average month."""

    table_name: ClassVar[str] = "seasonality"
    key: ClassVar[tuple[str, ...]] = ("seasonality_id",)

    seasonality_id: Id = fact(description="Identifier of the shape.")
    name: Text = fact("", description="What it describes.")
    m01: float = fact(1, ge=0, le=1000, unit="index", description="January.")
    m02: float = fact(1, ge=0, le=1000, unit="index", description="February.")
    m03: float = fact(1, ge=0, le=1000, unit="index", description="March.")
    m04: float = fact(1, ge=0, le=1000, unit="index", description="April.")
    m05: float = fact(1, ge=0, le=1000, unit="index", description="May.")
    m06: float = fact(1, ge=0, le=1000, unit="index", description="June.")
    m07: float = fact(1, ge=0, le=1000, unit="index", description="July.")
    m08: float = fact(1, ge=0, le=1000, unit="index", description="August.")
    m09: float = fact(1, ge=0, le=1000, unit="index", description="September.")
    m10: float = fact(1, ge=0, le=1000, unit="index", description="October.")
    m11: float = fact(1, ge=0, le=1000, unit="index", description="November.")
    m12: float = fact(1, ge=0, le=1000, unit="index", description="December.")

    @property
    def months(self) -> tuple[float, ...]:
        """The twelve indices, January first.

        >>> Seasonality(seasonality_id="s", m12=3.5).months[-1]
        3.5
        """
        return tuple(getattr(self, f"m{m:02d}") for m in range(1, 13))


class CurvePoint(Entity):
    """Share of a week's or a day's volume at one position."""

    table_name: ClassVar[str] = "curves"
    key: ClassVar[tuple[str, ...]] = ("curve_id", "kind", "position")

    curve_id: Id = fact(description="Identifier of the curve.")
    kind: CurveKind = fact(description="Day of week (1 = Monday) or hour of day.")
    position: int = fact(ge=0, le=23, description="Day 1..7 or hour 0..23.")
    share: float = fact(ge=0, le=1, unit="share", description="Share of the volume.")
