"""Gates of the scorecard: passed or not, package by package, before anything is scored."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from touchmap.costing.costing import Costing
from touchmap.eligibility.gates import GATES, Facts
from touchmap.project import Project, Provider, RuleStem
from touchmap.project.vocabulary import ScopeSide
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.packages import Package
from touchmap.work.scopes import WorkScopes
from touchmap.work.today import today_of


@dataclass(frozen=True)
class GateResult:
    """How a provider stands at one gate, over the work it quotes for."""

    gate: str
    passed_share: float
    """Part of the handle time it quotes for that passes."""
    reason: str = ""
    """Why the first piece of work does not pass."""

    @property
    def passed(self) -> bool:
        """Whether all of it passes."""
        return self.passed_share > 1 - 1e-9


def holds(certificates: tuple[str, ...], wanted: str) -> bool:
    """Whether a certificate is among those held, however it is written.

    >>> holds(("ISO 27001:2022", "PCI-DSS"), "ISO27001"), holds(("ISO 9001",), "ISO27001")
    (True, False)
    """
    return any(_plain(c).startswith(_plain(wanted)) for c in certificates)


def _plain(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper()).replace("ISOIEC", "ISO")


@dataclass(frozen=True)
class GateKeeper:
    """Asks every gate for an option of a package."""

    costing: Costing

    @property
    def _project(self) -> Project:
        return self.costing.project

    @cached_property
    def _facts(self) -> Facts:
        return Facts(self._project)

    @cached_property
    def payment(self) -> frozenset[str]:
        """Packages in which customers pay by card.

        Those a licence rule asks a PCI certificate for, and processes whose regulation, licence or tags
        speak of PCI or of payment.
        """
        packages = self.costing.options.packages
        scopes = WorkScopes(self._project, packages, today_of(self._project, packages))
        found = set()
        for rule in self._project.rules:
            asked = [
                s
                for s in self._project.rule_scopes
                if s.rule_id == rule.rule_id and s.side is ScopeSide.REQUIREMENT and "PCI" in _plain(s.value)
            ]
            if rule.stem is RuleStem.LICENCE and asked:
                found |= {packages[k].package_id for k in scopes.select(self._work_of(rule.rule_id))}
        for package in packages:
            process = package.process
            words = _plain(" ".join((*process.licence_required, *process.regulated, *process.tags)))
            if "PCI" in words or "PAYMENT" in words:
                found.add(package.package_id)
        return frozenset(found)

    def _work_of(self, rule_id: str) -> dict[str, tuple[str, ...]]:
        fields: dict[str, tuple[str, ...]] = {}
        for row in self._project.rule_scopes:
            if row.rule_id == rule_id and row.side is ScopeSide.WORK:
                fields[row.field] = (*fields.get(row.field, ()), row.value)
        return fields

    def _of_eligibility(self, gate: str) -> Callable[[int], str]:
        def ask(i: int) -> str:
            option = self.costing.options.options[i]
            verdict = GATES[gate].ask(self._facts, self.costing.options.packages[option.package], option)
            return verdict[0] if verdict else ""

        return ask

    def _iso(self, i: int) -> str:
        provider = self._provider(i)
        if provider.is_own or provider.on_client_premises or holds(provider.certifications, "ISO27001"):
            return ""
        return f"{provider.name} holds no ISO 27001 certificate (providers.certifications)"

    def _pci(self, i: int) -> str:
        provider, package = self._provider(i), self._package(i)
        if package.package_id not in self.payment or provider.is_own:
            return ""
        if holds(provider.certifications, "PCI"):
            return ""
        return f"{package.package_id} takes card payments and {provider.name} holds no PCI DSS certificate"

    def _capacity(self, i: int) -> str:
        provider, package = self._provider(i), self._package(i)
        need = self.costing.fte[i]
        room = self.capacity(provider, package.language)
        worst = int(np.argmax(np.where(self.costing.calendar.occurs, need - room, -np.inf)))
        if need[worst] <= room[worst] + 1e-9:
            return ""
        return (
            f"{package.package_id} needs {need[worst]:.1f} FTE in month {worst + 1}, {provider.name} can "
            f"give {room[worst]:g} (providers.capacity_fte, provider_languages.capacity_fte)"
        )

    def capacity(self, provider: Provider, language: str) -> Array:
        """Most FTE a provider can give in each calendar month in a language; infinite where not stated."""
        usual = np.inf if provider.capacity_fte is None else provider.capacity_fte
        room = np.full(MONTHS, usual)
        for row in self._project.provider_capacity:
            if row.provider_id == provider.provider_id:
                room[row.month - 1] = row.capacity_fte
        for pool in self._project.provider_languages:
            if pool.capacity_fte is not None and (pool.provider_id, pool.language) == (
                provider.provider_id,
                language,
            ):
                room = np.minimum(room, pool.capacity_fte)
        return room

    def _provider(self, i: int) -> Provider:
        return self.costing.options.providers[int(self.costing.options.people[i])]

    def _package(self, i: int) -> Package:
        return self.costing.options.packages[int(self.costing.options.package[i])]

    @cached_property
    def gates(self) -> dict[str, Callable[[int], str]]:
        """Every gate by name: gives the reason why an option does not pass, or nothing."""
        return {
            "language": self._of_eligibility("language"),
            "hours": self._of_eligibility("hours"),
            "transfer basis": self._of_eligibility("data_transfer"),
            "licence": self._of_eligibility("licence"),
            "ISO 27001": self._iso,
            "PCI DSS": self._pci,
            "capacity": self._capacity,
        }

    def refusals(self, i: int) -> dict[str, str]:
        """Gates an option of people does not pass, with the reason; empty if it passes all."""
        return {name: reason for name, gate in self.gates.items() if (reason := gate(i))}
