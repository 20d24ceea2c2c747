"""Every instance by its name: samples, enterprises, published classes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import enterprise, published
from touchmap.project import Project

DATA = Path(__file__).resolve().parents[2] / "data"
SAMPLES = ("telecom_isp", "insurer", "online_retailer")


@dataclass(frozen=True)
class Instance:
    """A scenario of a project.

    >>> Instance("H", "40x10", 2).name
    'H-40x10-2'
    """

    family: str
    """``light``, ``H`` or ``C``, a published class, or a sample company."""
    size: str
    """Work packages × vendors, agents × tasks, or the scenario of a sample."""
    seed: int = 1

    @property
    def name(self) -> str:
        """Family, size and seed."""
        return f"{self.family}-{self.size}-{self.seed}"

    @property
    def group(self) -> tuple[str, str]:
        """What is measured together: all seeds of a family and size, all scenarios of a sample."""
        return self.family, "" if self.family in SAMPLES else self.size

    def project(self) -> tuple[Project, str]:
        """The project and its scenario."""
        if self.family in SAMPLES:
            import touchmap

            return touchmap.load(DATA / self.family), self.size
        first, second = map(int, self.size.split("x"))
        if self.family in published.RECIPES:
            return published.RECIPES[self.family](first, second, self.seed).project(), "least"
        return enterprise.enterprise(first, second, self.family, self.seed), enterprise.SCENARIO


def sizes_of(family: str) -> list[str]:
    """All sizes of a family; of a sample its scenarios that are solved.

    >>> sizes_of("gap-D")[:2]
    ['5x100', '5x200']
    """
    if family in SAMPLES:
        with (DATA / family / "scenarios.csv").open(encoding="utf-8", newline="") as file:
            return [row["scenario_id"] for row in csv.DictReader(file) if row["objective"] != "today"]
    sizes = published.SIZES.get(family, enterprise.SIZES)
    return [f"{first}x{second}" for first, second in sizes]


FAMILIES = (*SAMPLES, *map(str, enterprise.Family), *published.SIZES)
"""Every family."""


def chosen(families: list[str], sizes: list[str], seeds: list[int]) -> Iterator[Instance]:
    """The instances of some families; of all sizes if none is named. Samples have no seeds."""
    for family in families:
        for size in sizes_of(family):
            if not sizes or family in SAMPLES or size in sizes:
                for seed in [1] if family in SAMPLES else seeds:
                    yield Instance(family, size, seed)
