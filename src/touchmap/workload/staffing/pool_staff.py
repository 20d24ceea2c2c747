"""Opening and slope of each language pool that the costing counts: as stated, else as proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from touchmap.project import Project
from touchmap.workload.staffing.pool_curve import PoolProposal, propose_pools, valley_fte
from touchmap.workload.staffing.presets import presets_of

PoolKey = tuple[str, str]
"""Provider id and language."""


@dataclass(frozen=True, slots=True)
class PoolStaff:
    """What live work of a language at a provider takes: an opening and a slope."""

    opening_fte: float
    fte_per_hour: float
    """FTE for one more handle hour a month of live work."""
    valley_fte: float
    """FTE of work that can wait done by those who keep the pool open."""
    proposal: PoolProposal
    """The line worked out from the work, whether or not it is used."""


def pool_staff(project: Project) -> Mapping[PoolKey, PoolStaff]:
    """Staff of every pool that could hold live work; nothing where `settings.staffing_curve` is off.

    A stated `opening_fte` or `fte_per_hour` of provider_languages wins over the proposal. The same facts
    are worked out once.

    >>> pool_staff(Project())
    {}
    """
    return _worked_out(_Facts(project.hash, project)) if project.settings.staffing_curve else {}


@dataclass(frozen=True)
class _Facts:
    """A project, the same as another if its facts are."""

    hash: str
    project: Project = field(compare=False)


@lru_cache(maxsize=8)
def _worked_out(facts: _Facts) -> Mapping[PoolKey, PoolStaff]:
    project = facts.project
    stated = {(row.provider_id, row.language): row for row in project.provider_languages}
    blended = presets_of(project).blended_occupancy
    out = {}
    for proposal in propose_pools(project):
        key = (proposal.provider_id, proposal.language)
        opening, slope = stated[key].opening_fte, stated[key].fte_per_hour
        opening = proposal.line.opening_fte if opening is None else opening
        out[key] = PoolStaff(
            opening,
            proposal.line.fte_per_hour if slope is None else slope,
            valley_fte(opening, project.provider(proposal.provider_id).occupancy, blended),
            proposal,
        )
    return out
