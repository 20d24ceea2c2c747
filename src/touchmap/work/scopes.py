"""Which packages and which providers a rule speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from touchmap.project import Project, Provider
from touchmap.project.vocabulary import TouchClass
from touchmap.work.markets import market_of
from touchmap.work.packages import Package
from touchmap.work.today import Today
from touchmap.work.transfer import transfer_basis

if TYPE_CHECKING:
    from collections.abc import Callable

Fields = Mapping[str, tuple[str, ...]]
"""Values by field: values of one field are alternatives, different fields must all hold."""


def _yes(value: bool) -> set[str]:
    return {"yes" if value else "no"}


class WorkScopes:
    """Answers whether a package is in a rule's work scope.

    A package that mixes channels, touchpoints or markets is in scope as soon as one of its pieces
    is; split the process by channel where that is too coarse.
    """

    def __init__(self, project: Project, packages: tuple[Package, ...], today: tuple[Today, ...]) -> None:
        self._touchpoints = {t.touchpoint_id: t for t in project.touchpoints}
        self._values = [self._describe(project, k, t) for k, t in zip(packages, today, strict=True)]

    def _describe(self, project: Project, package: Package, today: Today) -> dict[str, set[str]]:
        process = package.process
        streams = [piece.stream for piece in package.pieces]
        touchpoints = {s.touchpoint_id for s in streams if s.touchpoint_id}
        stages = (
            {process.stage_id} if process.stage_id else {self._touchpoints[t].stage_id for t in touchpoints}
        )
        truth = any(self._touchpoints[t].moment_of_truth_rank is not None for t in touchpoints)
        return {
            "stage": {s for s in stages if s},
            "touchpoint": {t for t in touchpoints if t},
            "process": {process.process_id},
            "process_family": {process.process_family},
            "channel": {s.channel.value for s in streams},
            "language": {package.language},
            "market": {market_of(s, project.settings.home_country) for s in streams},
            "touch": {TouchClass.of(process.touch_need).value},
            "work_type": {process.work_type.value},
            "office": {process.office.value},
            "data_class": {str(process.data_class)},
            "tag": set(process.tags),
            "regulated": _yes(bool(process.regulated)),
            "key_competency": _yes(process.key_competency),
            "moment_of_truth": _yes(truth),
            "contract": {today.contract_id} if today.contract_id else set(),
        }

    def select(self, scope: Fields) -> list[int]:
        """Packages in a scope; an empty scope holds all."""
        return [
            k
            for k, described in enumerate(self._values)
            if all(described.get(field, set()) & set(values) for field, values in scope.items())
        ]


_PROVIDER_FIELDS: dict[str, Callable[[Project, Provider], set[str]]] = {
    "provider": lambda project, p: {p.provider_id},
    "sourcing_model": lambda project, p: {p.sourcing_model.value},
    "ownership": lambda project, p: {"own" if p.is_own else "third_party"},
    "country": lambda project, p: {p.country or project.settings.home_country},
    "kind": lambda project, p: {p.kind.value},
    "certification": lambda project, p: set(p.certifications),
    "licence": lambda project, p: set(p.licences),
    "transfer_basis": lambda project, p: {transfer_basis(project, p).value},
}


def provider_in_scope(project: Project, provider: Provider, scope: Fields, *, is_today: bool = False) -> bool:
    """Whether a provider is in a rule's provider scope; an empty scope holds all.

    Parameters
    ----------
    is_today
        Whether this provider does the package in question today, for the field ``today``.

    >>> p = Provider(provider_id="A", name="A", sourcing_model="offshore")
    >>> provider_in_scope(Project(), p, {"sourcing_model": ("nearshore", "offshore")})
    True
    """
    for field, values in scope.items():
        found = _yes(is_today) if field == "today" else _PROVIDER_FIELDS[field](project, provider)
        if not found & set(values):
            return False
    return True
