"""The cut: the hand-offs a plan severs, because their two ends are with different parties."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from touchmap.journey.coupling import handoff_weight
from touchmap.journey.parties import COMPANY, Placement, place
from touchmap.plan import Plan
from touchmap.project import Handoff, Project
from touchmap.work.handoff_pairs import COMPANY as DEPARTMENT
from touchmap.work.handoff_pairs import HandoffPair, build_pairs
from touchmap.workload.handoffs import extra_seconds, receiver_hours

CLEAN_BELOW, MANAGEABLE_UP_TO = 15.0, 35.0


class CutBand(StrEnum):
    """What a cut complexity means for those who draw the scope."""

    CLEAN = "clean"
    MANAGEABLE = "manageable"
    REDRAW = "redraw the scope"

    @classmethod
    def of(cls, complexity: float) -> CutBand:
        """Band of a cut complexity of 0 … 100: below 15 clean, up to 35 manageable, above redraw.

        >>> [CutBand.of(c).value for c in (14.9, 15, 35, 35.1)]
        ['clean', 'manageable', 'manageable', 'redraw the scope']
        """
        if complexity < CLEAN_BELOW:
            return cls.CLEAN
        return cls.MANAGEABLE if complexity <= MANAGEABLE_UP_TO else cls.REDRAW


@dataclass(frozen=True)
class CutHandoff:
    """The part of a hand-off that goes from one party to another: a moment of transfer."""

    handoff: Handoff
    from_party: str
    """The company, or a third party's id."""
    to_party: str
    share: float
    """Part of the hand-off's contacts, 0 … 1."""
    contacts_per_month: float
    hours_per_month: float
    """Extra work on both sides: seconds at each crossing, and rework at the receiver."""
    cost_per_month: float
    """Flat cost that falls due while the hand-off is cut, in money; hours are not priced here."""

    @property
    def owner(self) -> str:
        """Who answers for it; empty where nobody does."""
        return self.handoff.owner.strip()

    @property
    def is_owned(self) -> bool:
        """Whether somebody answers for it."""
        return bool(self.owner)

    @property
    def weight(self) -> float:
        """Its part of the hand-off's weight."""
        return self.share * handoff_weight(self.handoff)


@dataclass(frozen=True)
class Cut:
    """All hand-offs a plan cuts."""

    handoffs: tuple[CutHandoff, ...]
    """Heaviest first."""
    complexity: float
    """0 … 100."""
    handoff_count: int
    """Hand-offs that are cut at all, each counted once."""
    unowned: tuple[str, ...]
    """Cut hand-offs nobody answers for, sorted."""
    unplaced: tuple[str, ...]
    """Hand-offs that cannot be said to cross or not, sorted: an end has no demand, or nobody is known to
    do it, or they never happen."""

    @property
    def band(self) -> CutBand:
        """What the complexity means."""
        return CutBand.of(self.complexity)

    @property
    def contacts_per_month(self) -> float:
        """Contacts a month that cross between parties."""
        return sum(h.contacts_per_month for h in self.handoffs)

    @property
    def hours_per_month(self) -> float:
        """Extra hours a month."""
        return sum(h.hours_per_month for h in self.handoffs)


def find_cut(project: Project, plan: Plan | None = None, *, placement: Placement | None = None) -> Cut:
    """The hand-offs a plan cuts, and how complex that is.

    ``complexity = 100 × Σ cut share × weight ÷ Σ weight`` over the hand-offs that can be placed, with
    the weight of `handoff_weight`; 0 without hand-offs. Below 15 the cut is clean, up to 35 manageable,
    above it the scope should be drawn anew. A process that is split over parties is cut in proportion:
    each hand-off is spread over packages as everywhere (`touchmap.work.handoff_pairs`). What comes from or
    goes to work that nobody is known to do neither crosses nor counts.

    ``hours = contacts × extra seconds ÷ 3600 + contacts × rework share × receiver's handle time``; by
    way of the team leader each takes 90 s more.

    Parameters
    ----------
    plan
        None = today.
    placement
        The plan's `place`, if it is at hand.

    P hands 100 contacts a month to Q, of which a third party does 30 % (in French), at 36 s each:

    >>> from touchmap.project import DemandStream, Process, Provider, TodayRow
    >>> cut = find_cut(Project(
    ...     processes=(Process(process_id="P", name="P"), Process(process_id="Q", name="Q")),
    ...     demand=tuple(DemandStream(demand_id=p + l, process_id=p, language=l, contacts_per_month=n,
    ...                               handle_seconds=60)
    ...                  for p in "PQ" for l, n in (("nl", 70), ("fr", 30))),
    ...     handoffs=(Handoff(handoff_id="H", from_process_id="P", to_id="Q", contacts_per_month=100,
    ...                       cut_seconds=36),),
    ...     providers=(Provider(provider_id="OWN", name="Us", sourcing_model="in_house"),
    ...                Provider(provider_id="VEN", name="They", sourcing_model="onshore")),
    ...     today=tuple(TodayRow(demand_id=d, provider_id="VEN" if d == "Qfr" else "OWN")
    ...                 for d in ("Pnl", "Pfr", "Qnl", "Qfr")),
    ... ))
    >>> round(cut.complexity, 6), cut.band.value, [(h.from_party, h.to_party) for h in cut.handoffs]
    (30.0, 'manageable', [('company', 'VEN')])
    >>> round(cut.contacts_per_month, 6), round(cut.hours_per_month, 6), cut.unowned
    (30.0, 0.3, ('H',))
    """
    placement = placement or place(project, plan)
    parts: dict[tuple[str, str, str], list[HandoffPair]] = {}
    placed: dict[str, float] = {}
    for pair in build_pairs(project, placement.packages):
        start = placement.homes[pair.sender]
        end = COMPANY if pair.receiver == DEPARTMENT else placement.homes[pair.receiver]
        if start is None or end is None:
            continue
        placed[pair.handoff.handoff_id] = placed.get(pair.handoff.handoff_id, 0.0) + pair.share
        if start != end:
            parts.setdefault((pair.handoff.handoff_id, start, end), []).append(pair)
    found = [_cut(placement, pairs, start, end) for (_, start, end), pairs in parts.items()]
    ordered = tuple(sorted(found, key=_heaviest_first))
    weights = {h.handoff_id: handoff_weight(h) for h in project.handoffs}
    whole = sum(weights[i] * share for i, share in placed.items())
    cut = sum(h.weight for h in ordered)
    return Cut(
        ordered,
        min(100.0, 100 * cut / whole) if whole > 0 else 0.0,
        len({h.handoff.handoff_id for h in ordered}),
        tuple(sorted({h.handoff.handoff_id for h in ordered if not h.is_owned})),
        tuple(sorted(i for i, weight in weights.items() if i not in placed or weight <= 0)),
    )


def _cut(placement: Placement, pairs: list[HandoffPair], start: str, end: str) -> CutHandoff:
    handoff = pairs[0].handoff
    contacts = [float(pair.contacts.mean()) for pair in pairs]
    rework = sum(
        n * receiver_hours(placement.packages, pair) * handoff.cut_rework_share
        for n, pair in zip(contacts, pairs, strict=True)
    )
    share = sum(pair.share for pair in pairs)
    return CutHandoff(
        handoff,
        start,
        end,
        share,
        sum(contacts),
        sum(contacts) * extra_seconds(handoff) / 3600 + rework,
        handoff.cut_cost_per_month * share,
    )


def _heaviest_first(row: CutHandoff) -> tuple[float, str, str, str]:
    return (-round(row.weight, 9), row.handoff.handoff_id, row.from_party, row.to_party)
