"""Who does what, as hand-offs and customers see it: the party of each package of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from touchmap.plan import Assignment, Plan
from touchmap.project import Project
from touchmap.work.packages import Package, build_packages
from touchmap.work.today import today_of

COMPANY = "company"
"""Party of all own sites and departments together."""


@dataclass(frozen=True)
class Placement:
    """The party of each work package under a plan."""

    packages: tuple[Package, ...]
    homes: tuple[str | None, ...]
    """Party that does each package: the company, a third party's id, none for work left unassigned."""
    met: tuple[str | None, ...]
    """Party whose people a customer meets: none too where a platform does the work alone."""

    @cached_property
    def contacts(self) -> tuple[float, ...]:
        """Contacts a month of each package."""
        return tuple(sum(piece.contacts_per_month for piece in package.pieces) for package in self.packages)

    @cached_property
    def shares(self) -> dict[str, dict[str | None, float]]:
        """Share of each party in the contacts of each process; parties sorted, nobody last.

        A process without any contacts is spread evenly over its packages.
        """
        found: dict[str, dict[str | None, float]] = {}
        for package, home, contacts in zip(self.packages, self.homes, self.contacts, strict=True):
            of_process = found.setdefault(package.process.process_id, {})
            of_process[home] = of_process.get(home, 0.0) + contacts
        for package, home in zip(self.packages, self.homes, strict=True):
            of_process = found[package.process.process_id]
            if sum(of_process.values()) <= 0:
                of_process[home] = 1.0
        return {process_id: _normal(parties) for process_id, parties in found.items()}

    def third_party_share(self, process_id: str) -> float:
        """Share of a process that third parties do, platforms among them."""
        return sum(v for p, v in self.shares.get(process_id, {}).items() if p not in (None, COMPANY))


def today_plan(project: Project) -> Plan:
    """Who does what today, as a plan without offers; unassigned where it is not recorded.

    A provider that the project does not have, as in one that is not finished, counts as not recorded.
    Unlike the priced plan of `touchmap.evaluate`, it also says who does work no offer covers.

    >>> from touchmap.project import DemandStream, Process, Provider, TodayRow
    >>> plan = today_plan(Project(
    ...     processes=(Process(process_id="P", name="P"),),
    ...     demand=(DemandStream(demand_id="D", process_id="P", contacts_per_month=1, handle_seconds=1),),
    ...     providers=(Provider(provider_id="V", name="V", sourcing_model="onshore"),),
    ...     today=(TodayRow(demand_id="D", provider_id="V"),),
    ... ))
    >>> [(a.package_id, a.provider_id) for a in plan.assignments]
    [('P/xx/*/*', 'V')]
    """
    packages = build_packages(project)
    known = {p.provider_id: p.provider_id for p in project.providers}
    rows = zip(packages, today_of(project, packages), strict=True)
    return Plan(
        assignments=tuple(
            Assignment(
                package_id=package.package_id,
                provider_id=known.get(today.provider_id or ""),
                platform_id=known.get(today.platform_id or ""),
            )
            for package, today in rows
        )
    )


def place(project: Project, plan: Plan | None = None) -> Placement:
    """Find the party of each package: own sites are one party, each third party is one.

    Parameters
    ----------
    plan
        None = today. A package the plan does not name is left unassigned.

    Raises
    ------
    ValueError
        If the plan names a package or a provider that the project does not have.
    """
    plan = today_plan(project) if plan is None else plan
    packages = build_packages(project)
    rows = {a.package_id: a for a in plan.assignments}
    strange = sorted(rows.keys() - {k.package_id for k in packages})
    if strange:
        raise ValueError(f"`plan` must name packages of the project, got {strange[0]!r}")
    party = {p.provider_id: COMPANY if p.is_own else p.provider_id for p in project.providers}
    found = [rows.get(k.package_id, Assignment(package_id=k.package_id)) for k in packages]
    missing = sorted(
        {i for a in found for i in (a.provider_id, a.platform_id) if i is not None} - party.keys()
    )
    if missing:
        raise ValueError(f"`plan` must name providers of the project, got {missing[0]!r}")
    homes = [party.get(a.provider_id or "", party.get(a.platform_id or "")) for a in found]
    people = {p.provider_id for p in project.providers if not p.is_platform}
    met = (home if a.provider_id in people else None for home, a in zip(homes, found, strict=True))
    return Placement(packages, tuple(homes), tuple(met))


def _normal(parties: dict[str | None, float]) -> dict[str | None, float]:
    whole = sum(parties.values())
    order = sorted(parties, key=lambda p: (p is None, p or ""))
    return {p: parties[p] / whole for p in order if parties[p] > 0}
