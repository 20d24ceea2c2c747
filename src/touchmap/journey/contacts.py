"""Expected contacts along the lifecycle: what is entered, and what the transitions say beside it.

Transitions give shares only; *entered volumes always win*. With ``x`` the contacts a month and ``Q``
the transitions,

- known: ``x_i`` is entered at the touchpoint, or the sum of its demand streams;
- unknown: ``x_U = Q_UUᵀ x_U + Q_KUᵀ x_K``, solved for all unknown touchpoints at once;
- arriving: ``a_i = Σ_j x_j q_ji``; from outside: ``max(0, x_i − a_i)``; more than entered:
  ``max(0, a_i − x_i)``; leaving: ``x_i (1 − Σ_j q_ij)``.

So ``Σ outside − Σ more than entered = Σ leaving``: nobody is lost on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import splu

from touchmap.journey.chain import Bools, Chain, MapProblem, build_chain
from touchmap.journey.graph import touchpoint_volume
from touchmap.project import Project, group
from touchmap.work.calendar import Array

EXCESS_SHARE = 0.01
"""Transitions that bring this much more than was entered are reported; less is rounding."""


class VolumeSource(StrEnum):
    """Where a touchpoint's contacts come from."""

    ENTERED = "entered"
    DEMAND = "demand"
    TRANSITIONS = "transitions"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class TouchpointContacts:
    """Contacts a month of one touchpoint."""

    touchpoint_id: str
    stage_id: str
    source: VolumeSource
    contacts: float | None
    """None where nothing says how many, or where a closed loop makes them endless."""
    arriving: float
    """Through transitions from other touchpoints."""
    outside: float
    """From outside the map: what the transitions do not explain."""
    excess: float
    """What the transitions bring beyond the entered volume."""
    leaving: float
    """Contacts after which the customer leaves the map."""
    further_contacts: float | None
    """Expected further contacts of a customer who is here; none where they never end."""


@dataclass(frozen=True)
class Contacts:
    """Contacts along the lifecycle, and what is wrong with the transitions."""

    chain: Chain
    touchpoints: tuple[TouchpointContacts, ...]
    """Sorted by id, as in `chain`."""
    problems: tuple[MapProblem, ...]

    @property
    def volume(self) -> Array:
        """Contacts a month of each touchpoint, 0 where they are not known, shape (touchpoints,)."""
        return np.array([t.contacts or 0.0 for t in self.touchpoints])

    @property
    def outside(self) -> Array:
        """Contacts a month that come from outside, shape (touchpoints,)."""
        return np.array([t.outside for t in self.touchpoints])

    def of(self, touchpoint_id: str) -> TouchpointContacts:
        """The row of one touchpoint.

        Raises
        ------
        KeyError
            If there is no such touchpoint.
        """
        return self.touchpoints[self.chain.position[touchpoint_id]]

    def visits(self) -> Array:
        """Expected visits to each touchpoint (column) of a customer who is at each (row): ``N``.

        A dense matrix of all touchpoints; infinite nowhere: not a number for a touchpoint in a closed
        loop that the customer may reach.
        """
        n = len(self.touchpoints)
        out = np.array([self.chain.visits(row) for row in np.eye(n)]).reshape(n, n)
        out[np.ix_(self.chain.reaches_closed, self.chain.is_closed)] = np.nan
        return out


def expected_contacts(project: Project) -> Contacts:
    """Contacts a month at each touchpoint, entered or expected, and where they come from.

    Contacts are in contacts/month, ≥ 0. Further contacts are ``Σ_j N_ij − 1`` with ``N = (I − Q)⁻¹``.
    Transitions that sum to more than 1, closed loops and volumes that contradict the transitions are
    listed in `problems`.

    A is entered with 1000, half of which go on to B, of which a fifth go back to A:

    >>> from touchmap.project import Touchpoint, Transition
    >>> found = expected_contacts(Project(
    ...     touchpoints=(Touchpoint(touchpoint_id="A", stage_id="S", name="A", contacts_per_month=1000),
    ...                  Touchpoint(touchpoint_id="B", stage_id="S", name="B")),
    ...     transitions=(Transition(from_touchpoint_id="A", to_touchpoint_id="B", probability=0.5),
    ...                  Transition(from_touchpoint_id="B", to_touchpoint_id="A", probability=0.2)),
    ... ))
    >>> [(t.touchpoint_id, t.contacts, t.arriving, t.outside, t.leaving) for t in found.touchpoints]
    [('A', 1000.0, 100.0, 900.0, 500.0), ('B', 500.0, 500.0, 0.0, 400.0)]
    >>> [round(t.further_contacts, 4) for t in found.touchpoints]
    [0.6667, 0.3333]

    A customer at A makes ``0.5 · (1 + m_B)`` further contacts and one at B ``0.2 · (1 + m_A)``, so
    that ``m_A = 0.6 / 0.9 = 2/3``.
    """
    chain = build_chain(project)
    points = {t.touchpoint_id: t for t in project.touchpoints}
    demand = group(project.demand, "touchpoint_id")
    entered = [touchpoint_volume(points[t], demand.get(t, [])) for t in chain.touchpoint_ids]
    known = np.array([v is not None for v in entered], dtype=bool)
    volume = _with_unknown(chain, known, np.array([v or 0.0 for v in entered]))
    endless = np.isnan(volume)
    counted = np.where(endless, 0.0, volume)
    arriving = np.asarray(chain.probability.T @ counted).ravel()
    balance = np.where(known, counted - arriving, 0.0)
    further = chain.expected(np.ones(len(points))) - 1
    rows = []
    for i, touchpoint_id in enumerate(chain.touchpoint_ids):
        row = points[touchpoint_id]
        source = _source(row.contacts_per_month is not None, known[i], endless[i] or counted[i] > 0)
        sure = source is not VolumeSource.UNKNOWN and not endless[i]
        rows.append(
            TouchpointContacts(
                touchpoint_id,
                row.stage_id,
                source,
                float(counted[i]) if sure else None,
                float(arriving[i]),
                max(0.0, float(balance[i])),
                max(0.0, float(-balance[i])),
                float(counted[i] * chain.leaves[i]),
                None if chain.reaches_closed[i] else max(0.0, float(further[i])),
            )
        )
    contradictions = [_contradiction(row) for row in rows if row.excess > _rounding(row)]
    return Contacts(chain, tuple(rows), (*chain.problems, *contradictions))


def _with_unknown(chain: Chain, known: Bools, entered: Array) -> Array:
    """Volumes with the unknown ones solved for; not a number where they are endless."""
    volume = entered.copy()
    unknown = ~known
    if not unknown.any():
        return volume
    inflow = np.asarray(chain.flow[known][:, unknown].T @ entered[known]).ravel()
    system = sparse.eye_array(int(unknown.sum())) - chain.flow[unknown][:, unknown].T
    found = np.maximum(splu(system.tocsc()).solve(inflow), 0.0)
    volume[unknown] = found
    for part in chain.closed:
        if unknown[part].all() and (volume[part] > 0).any():
            volume[part] = np.nan
    return volume


def _source(at_touchpoint: bool, known: bool, reached: bool) -> VolumeSource:
    if at_touchpoint:
        return VolumeSource.ENTERED
    if known:
        return VolumeSource.DEMAND
    return VolumeSource.TRANSITIONS if reached else VolumeSource.UNKNOWN


def _rounding(row: TouchpointContacts) -> float:
    return max(0.5, EXCESS_SHARE * (row.contacts or 0.0))


def _contradiction(row: TouchpointContacts) -> MapProblem:
    return MapProblem(
        "more_than_entered",
        (row.touchpoint_id,),
        f"transitions bring {row.arriving:,.0f} contacts a month to {row.touchpoint_id}, "
        f"{row.excess:,.0f} more than its {row.contacts:,.0f}; lower a transition or correct the volume",
    )
