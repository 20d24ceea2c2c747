"""The closed vocabularies of the tables, in the field's standard words and fixed order."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """How the customer and the company meet, or how the work arrives."""

    PHONE = "phone"
    OUTBOUND_PHONE = "outbound_phone"
    CHAT = "chat"
    MESSAGING = "messaging"
    EMAIL = "email"
    LETTER = "letter"
    WEBFORM = "webform"
    SOCIAL = "social"
    VIDEO = "video"
    BACK_OFFICE = "back_office"
    ANALYTICS = "analytics"
    PRODUCTION = "production"
    WEB = "web"
    BOT = "bot"


SELF_SERVICE_CHANNELS = frozenset({Channel.WEB, Channel.BOT})
"""Channels served by a platform by nature; a person cannot do this work."""

SPOKEN_CHANNELS = frozenset({Channel.PHONE, Channel.OUTBOUND_PHONE, Channel.VIDEO})
"""Channels on which the customer hears the agent."""

BACKSTAGE_CHANNELS = frozenset({Channel.BACK_OFFICE, Channel.ANALYTICS, Channel.PRODUCTION})
"""Work the customer never sees happening."""


class Direction(StrEnum):
    """Who starts the contact."""

    IN = "in"
    OUT = "out"


class WorkType(StrEnum):
    """How the work of a process behaves over the day."""

    LIVE = "live"
    DEFERRED = "deferred"
    OUTBOUND = "outbound"
    BACK_OFFICE = "back_office"
    ANALYTICS = "analytics"
    PRODUCTION = "production"
    AUTOMATED = "automated"


class Office(StrEnum):
    """In front of the line of visibility or behind it."""

    FRONT = "front"
    BACK = "back"


class TouchClass(StrEnum):
    """Touch need in three classes: 1–2 high tech, 3 mixed, 4–5 high touch."""

    HIGH_TECH = "high_tech"
    MIXED = "mixed"
    HIGH_TOUCH = "high_touch"

    @classmethod
    def of(cls, touch_need: int) -> TouchClass:
        """Class of a touch need on the scale 1 (high tech) to 5 (high touch).

        >>> [TouchClass.of(n).value for n in (1, 2, 3, 4, 5)]
        ['high_tech', 'high_tech', 'mixed', 'high_touch', 'high_touch']
        """
        if touch_need <= 2:
            return cls.HIGH_TECH
        return cls.MIXED if touch_need == 3 else cls.HIGH_TOUCH


class Decision(StrEnum):
    """What a person said of a proposed touch need."""

    CONFIRMED = "confirmed"
    PARKED = "parked"
    DISAGREED = "disagreed"


class ProviderKind(StrEnum):
    """People do work; a platform lets customers serve themselves."""

    PEOPLE = "people"
    PLATFORM = "platform"


class SourcingModel(StrEnum):
    """Who does work and from where, in the fixed order of every table and picture."""

    IN_HOUSE = "in_house"
    INSOURCED = "insourced"
    ONSHORE = "onshore"
    NEARSHORE = "nearshore"
    OFFSHORE = "offshore"
    SELF_SERVICE = "self_service"

    @property
    def letter(self) -> str:
        """One letter that stands beside the colour.

        >>> "".join(m.letter for m in SourcingModel)
        'ISONFP'
        """
        return dict(zip(SourcingModel, "ISONFP", strict=True))[self]

    @property
    def label(self) -> str:
        """The word shown to people.

        >>> SourcingModel.IN_HOUSE.label
        'In-house'
        """
        return self.value.capitalize().replace("_", "-")


class Ownership(StrEnum):
    """Whose staff it is."""

    OWN = "own"
    THIRD_PARTY = "third_party"


class Premises(StrEnum):
    """Where the staff sit."""

    CLIENT = "client"
    PROVIDER = "provider"


class RateBasis(StrEnum):
    """What an hourly rate contains; rates on different bases are never compared as they are."""

    BASIC = "basic"
    ONGOING = "ongoing"
    FULLY_LOADED = "fully_loaded"


class PricingModel(StrEnum):
    """What a provider bills by."""

    PER_CONTACT = "per_contact"
    PER_MINUTE = "per_minute"
    PER_HOUR = "per_hour"
    PER_FTE = "per_fte"
    PER_RESOLUTION = "per_resolution"
    FIXED = "fixed"


class LanguageLevel(StrEnum):
    """Proficiency: the European reference levels, and what a platform's language model gives."""

    NATIVE = "native"
    C2 = "C2"
    C1 = "C1"
    B2 = "B2"
    B1 = "B1"
    A2 = "A2"
    MODEL = "model"
    NOT_APPLICABLE = "not_applicable"

    @property
    def rank(self) -> int:
        """Order of the levels, native highest; a platform's language model counts as C1.

        >>> LanguageLevel.C1.rank > LanguageLevel.B2.rank
        True
        """
        order = {"native": 6, "C2": 5, "C1": 4, "B2": 3, "B1": 2, "A2": 1, "model": 4}
        return order.get(self.value, 6)


class Skill(StrEnum):
    """How the language is used in a stream of demand."""

    SPOKEN = "spoken"
    WRITTEN = "written"
    READ = "read"
    NONE = "none"


class TransferBasis(StrEnum):
    """Legal basis on which personal data may reach a provider; SCC includes IDTA with TRA."""

    HOME = "home"
    EU = "EU"
    ADEQUATE = "adequate"
    DPF = "DPF"
    SCC = "SCC"
    NONE = "none"


class Adequacy(StrEnum):
    """How the home country's data protection law sees another country."""

    EU = "EU"
    ADEQUATE = "adequate"
    DPF = "DPF"
    NONE = "none"


class NodeKind(StrEnum):
    """What a hand-off leads to."""

    PROCESS = "process"
    DEPARTMENT = "department"


class HandoffMode(StrEnum):
    """How work is passed on."""

    WARM_TRANSFER = "warm_transfer"
    PHONE = "phone"
    TICKET = "ticket"
    WORKFLOW = "workflow"
    BOT_HANDOVER = "bot_handover"
    DATA_FEED = "data_feed"
    REPORT = "report"


class Route(StrEnum):
    """Straight to the colleague, or by way of the team leader."""

    DIRECT = "direct"
    SUPERVISOR = "supervisor"


class CurveKind(StrEnum):
    """What a curve's positions are: day of week 1..7 or hour of day 0..23."""

    DAY_OF_WEEK = "dow"
    HOUR = "hour"


class SplitLayer(StrEnum):
    """Further layers into which a process may be split before it is assigned."""

    CHANNEL = "channel"
    HOURS = "hours"
    BASE_PEAK = "base_peak"
    SHARES = "shares"


class Objective(StrEnum):
    """What a scenario asks for. ``today`` is evaluated, never solved."""

    TODAY = "today"
    COST = "cost"
    QUALITY = "quality"
    WORST_TOUCHPOINT = "worst_touchpoint"
    BLEND = "blend"


class Strength(StrEnum):
    """A must holds or there is no plan; a should may be broken at its penalty."""

    MUST = "must"
    SHOULD = "should"


class Basis(StrEnum):
    """What a share, count or budget is measured in."""

    HANDLE_TIME = "handle_time"
    CONTACTS = "contacts"
    FTE = "fte"
    SPEND = "spend"
    PROCESSES = "processes"
    RUNNING = "running"
    ONE_OFF = "one_off"
    TOTAL = "total"


class ScopeSide(StrEnum):
    """Which part of a rule a scope row narrows."""

    WORK = "work"
    OTHER = "other"
    PROVIDER = "provider"
    REQUIREMENT = "requirement"


class Criterion(StrEnum):
    """What providers are compared by on the scorecard, in its order."""

    PRICE = "price"
    QUALITY = "quality"
    CULTURE = "culture"
    INSIGHT = "insight"
    PEOPLE = "people"
    SKILLS = "skills"
    FLEX = "flex"
    TECH = "tech"
    SEC = "sec"
    FIN = "fin"


class EvidenceLevel(StrEnum):
    """How well a fact is known."""

    ASSUMED = "assumed"
    ESTIMATED = "estimated"
    MEASURED = "measured"


class GovernanceBasis(StrEnum):
    """Managing providers is charged either as a share of their bills or as own staff, never both."""

    SHARE = "share"
    RETAINED_ORGANISATION = "retained_organisation"


class Motive(StrEnum):
    """Why a company looks at sourcing. Every result is held against its motives, in their rank."""

    COST = "cost"
    """Customer contact costs too much."""
    QUALITY = "quality"
    """Customers should be served better."""
    FLEXIBILITY = "flexibility"
    """Peaks and growth should be met without idle people."""
    RESILIENCE = "resilience"
    """No single site, party or country should be able to bring service down."""
    LABOUR = "labour"
    """People or languages cannot be hired where the company is."""
    INNOVATION = "innovation"
    """Others have skills and systems the company lacks."""
