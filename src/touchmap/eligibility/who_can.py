"""Who can do what: each process against each provider, with the reasons where it is impossible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from touchmap.eligibility.eligibility import Eligibility, find_eligible
from touchmap.eligibility.gates import Refusal
from touchmap.project import Project
from touchmap.work.options import NONE, build_options
from touchmap.work.packages import build_packages


@dataclass(frozen=True)
class Standing:
    """What a provider can do of a process."""

    process_id: str
    provider_id: str
    packages: tuple[str, ...]
    """All packages of the process."""
    possible: tuple[str, ...]
    """Those it can do, by itself or, as a platform, in front of others."""
    today: tuple[str, ...]
    """Those it does today."""
    refusals: tuple[Refusal, ...] = field(default=(), repr=False)
    """Why it cannot do the others, and what would help; each reason of a package once."""

    @property
    def is_possible(self) -> bool:
        """Whether it can do all of the process."""
        return bool(self.packages) and len(self.possible) == len(self.packages)

    @property
    def is_impossible(self) -> bool:
        """Whether it can do nothing of the process."""
        return not self.possible


def who_can(project: Project) -> Mapping[tuple[str, str], Standing]:
    """Standing of each provider in each process that has work, by the ids of process and provider.

    Parameters
    ----------
    project
        Facts without errors.

    >>> import touchmap
    >>> project = touchmap.example("telecom_isp")
    >>> standing = who_can(project)["P16", "PR01"]
    >>> len(standing.packages), standing.is_possible
    (4, True)
    """
    eligibility = find_eligible(project, build_options(project, build_packages(project)))
    return _Reader(eligibility).standings()


class _Reader:
    def __init__(self, eligibility: Eligibility) -> None:
        self.eligibility, self.options = eligibility, eligibility.options
        self.refused: dict[tuple[str, str], list[Refusal]] = {}
        for refusal in (*eligibility.refusals, *eligibility.without_offer):
            for party in (refusal.provider_id, refusal.platform_id):
                if party is not None:
                    self.refused.setdefault((refusal.package_id, party), []).append(refusal)

    def standings(self) -> dict[tuple[str, str], Standing]:
        of_process: dict[str, list[int]] = {}
        for k, package in enumerate(self.options.packages):
            of_process.setdefault(package.process.process_id, []).append(k)
        return {
            (process_id, provider.provider_id): self._standing(process_id, j, packages)
            for process_id, packages in of_process.items()
            for j, provider in enumerate(self.options.providers)
        }

    def _standing(self, process_id: str, j: int, packages: list[int]) -> Standing:
        names = {k: self.options.packages[k].package_id for k in packages}
        possible = [k for k in packages if self._can(k, j)]
        provider_id = self.options.providers[j].provider_id
        missing = [k for k in packages if k not in possible]
        return Standing(
            process_id,
            provider_id,
            tuple(names.values()),
            tuple(names[k] for k in possible),
            tuple(names[k] for k in packages if self._does(k, j)),
            tuple(r for k in missing for r in self._reasons(names[k], provider_id)),
        )

    def _can(self, k: int, j: int) -> bool:
        members = self.options.of_package[k]
        parties = (self.options.people[members] == j) | (self.options.platform[members] == j)
        return bool((parties & self.eligibility.possible[members]).any())

    def _does(self, k: int, j: int) -> bool:
        today = int(self.options.today[k])
        return today != NONE and j in (int(self.options.people[today]), int(self.options.platform[today]))

    def _reasons(self, package_id: str, provider_id: str) -> list[Refusal]:
        """Each reason once; those of the provider by itself go before those with a platform in front."""
        found = self.refused.get((package_id, provider_id), [])
        alone = [r for r in found if r.provider_id is None or r.platform_id is None] or found
        return list({(r.reason, r.remedy): r for r in alone}.values())
