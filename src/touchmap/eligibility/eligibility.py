"""Which options are possible, and why the others are not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from touchmap.costing.start import start_delays
from touchmap.eligibility.gates import GATES, Facts, Refusal
from touchmap.errors import Issue, Where
from touchmap.project import Project
from touchmap.work.options import Option, Options
from touchmap.work.packages import Package


@dataclass(frozen=True)
class Eligibility:
    """The possible options of a project, with every refusal."""

    project: Project
    options: Options
    possible: npt.NDArray[np.bool_]
    """Whether each option is possible, shape (options,)."""
    refusals: tuple[Refusal, ...]
    """Every reason that refuses an option; an option may be refused for several."""

    @cached_property
    def without_offer(self) -> tuple[Refusal, ...]:
        """Packages and providers of people with no option at all, because no price covers the work."""
        known = {(o.package, o.provider_id) for o in self.options.options}
        return tuple(
            Refusal(
                package.package_id,
                provider.provider_id,
                None,
                "offer",
                f"{provider.name} quotes no price that covers all of {package.package_id}",
                f"add an offer of {provider.provider_id} for process {package.process.process_id}",
            )
            for k, package in enumerate(self.options.packages)
            for provider in self.options.providers
            if not provider.is_platform and (k, provider.provider_id) not in known
        )

    def issues(self) -> list[Issue]:
        """Packages nobody can do, as errors with the reasons nearest to a remedy."""
        found = []
        refused: dict[str, list[Refusal]] = {}
        for refusal in self.refusals:
            refused.setdefault(refusal.package_id, []).append(refusal)
        for k, package in enumerate(self.options.packages):
            if self.possible[self.options.of_package[k]].any():
                continue
            reasons = list(dict.fromkeys(r.reason for r in refused.get(package.package_id, [])))
            why = "; ".join(reasons[:4]) or "no provider quotes a price that covers all its channels"
            found.append(
                Issue(
                    "nobody_can_do",
                    f"nobody can do {package.package_id} ({package.process.name}): {why}",
                    "add an offer that covers it, or remove what refuses it",
                    Where("processes", package.process.process_id),
                    value=package.package_id,
                )
            )
        return found


def _never_starts(package: Package, option: Option) -> Refusal:
    return Refusal(
        package.package_id,
        option.provider_id,
        option.platform_id,
        "start",
        f"{package.package_id} cannot leave today's arrangement before the plan ends",
        "end the contract or mend the process earlier, or look further ahead (horizon_months)",
    )


def find_eligible(project: Project, options: Options) -> Eligibility:
    """Ask every gate of every option."""
    facts = Facts(project)
    possible = np.ones(len(options.options), dtype=bool)
    refusals = []
    never = start_delays(project, options) >= project.settings.horizon_months
    for i, option in enumerate(options.options):
        package = options.packages[option.package]
        if never[i]:
            possible[i] = False
            refusals.append(_never_starts(package, option))
        for name, gate in GATES.items():
            verdict = gate(facts, package, option)
            if verdict is not None:
                possible[i] = False
                refusals.append(
                    Refusal(package.package_id, option.provider_id, option.platform_id, name, *verdict)
                )
    return Eligibility(project, options, possible, tuple(refusals))
