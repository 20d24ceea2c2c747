"""Which options are possible, and why the others are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from touchmap.costing.start import start_delays
from touchmap.eligibility.gates import GATES, Facts, Refusal
from touchmap.errors import Issue, Where
from touchmap.project import Project
from touchmap.work.grouping import combined
from touchmap.work.options import Ints, Option, Options
from touchmap.work.packages import Package

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Eligibility:
    """The possible options of a project, with every refusal."""

    project: Project
    options: Options
    never_starts: Bools
    """Whether each option cannot begin before the plan ends, shape (options,)."""
    refused_by: Mapping[str, Bools]
    """Whether each gate refuses each option, shape (options,), by the gate's name."""

    @cached_property
    def possible(self) -> Bools:
        """Whether each option is possible, shape (options,)."""
        result: Bools = ~np.any([self.never_starts, *self.refused_by.values()], axis=0)
        return result

    @cached_property
    def refusals(self) -> tuple[Refusal, ...]:
        """Every reason that refuses an option; an option may be refused for several."""
        return tuple(self.refusals_of(np.arange(len(self.options.options))))

    def refusals_of(self, options: Ints) -> Iterator[Refusal]:
        """Every reason that refuses one of some options, with what would help."""
        for i in options[~self.possible[options]].tolist():
            option = self.options.options[i]
            package = self.options.packages[option.package]
            if self.never_starts[i]:
                yield _never_starts(package, option)
            for name, refused in self.refused_by.items():
                if refused[i] and (verdict := GATES[name].ask(self._facts, package, option)) is not None:
                    yield Refusal(package.package_id, option.provider_id, option.platform_id, name, *verdict)

    @cached_property
    def _facts(self) -> Facts:
        return Facts(self.project)

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
        for k, package in enumerate(self.options.packages):
            inside = self.options.of_package[k]
            if self.possible[inside].any():
                continue
            reasons = list(dict.fromkeys(r.reason for r in self.refusals_of(inside)))
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
    """Ask every gate of every option; of options that look alike to a gate, one is asked."""
    facts = Facts(project)
    refused = {}
    for name, gate in GATES.items():
        alike = combined(*gate.looks_at(facts, options))
        _, first, group = np.unique(alike, return_index=True, return_inverse=True)
        asked = [options.options[i] for i in first.tolist()]
        verdicts = [gate.ask(facts, options.packages[o.package], o) is not None for o in asked]
        refused[name] = np.array(verdicts, dtype=bool)[group]
    never = start_delays(project, options) >= project.settings.horizon_months
    return Eligibility(project, options, never, refused)
