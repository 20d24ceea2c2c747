"""Who does each package today."""

from __future__ import annotations

from dataclasses import dataclass, replace

from touchmap.project import Project
from touchmap.work.packages import Package


@dataclass(frozen=True, slots=True)
class Today:
    """Today's people, platform and contract of one package; all none if it is not recorded."""

    provider_id: str | None = None
    platform_id: str | None = None
    contract_id: str | None = None
    offer_ids: frozenset[str] = frozenset()
    """Offers it is paid by, where recorded."""

    @property
    def parties(self) -> tuple[str | None, str | None]:
        """People and platform."""
        return (self.provider_id, self.platform_id)


def today_of(project: Project, packages: tuple[Package, ...]) -> tuple[Today, ...]:
    """Today's arrangement of each package.

    Recorded by demand stream; where the streams of a package differ, the one with most handle time
    counts. A project that records nothing and has exactly one own provider of people is taken to do
    all its work there.
    """
    rows = {r.demand_id: Today(r.provider_id, r.platform_id, r.contract_id) for r in project.today}
    fallback = Today()
    own = [p for p in project.providers if p.is_own and not p.is_platform]
    if not rows and len(own) == 1:
        fallback = Today(own[0].provider_id)
    paid_by = {r.demand_id: r.offer_id for r in project.today if r.offer_id is not None}
    return tuple(_largest(package, rows, fallback, paid_by) for package in packages)


def is_today_assumed(project: Project) -> bool:
    """Whether today's assignment is not recorded at all and therefore assumed.

    >>> is_today_assumed(Project())
    True
    """
    return not project.today


def _largest(package: Package, rows: dict[str, Today], fallback: Today, paid_by: dict[str, str]) -> Today:
    time: dict[Today, float] = {}
    offers: dict[Today, set[str]] = {}
    for piece in package.pieces:
        demand_id = piece.stream.demand_id
        today = rows.get(demand_id, fallback)
        hours = piece.stream.contacts_per_month * piece.stream.handle_seconds
        time[today] = time.get(today, 0.0) + hours
        if demand_id in paid_by:
            offers.setdefault(today, set()).add(paid_by[demand_id])
    largest = max(time, key=lambda t: (time[t], t.provider_id or ""), default=fallback)
    return replace(largest, offer_ids=frozenset(offers.get(largest, set())))
