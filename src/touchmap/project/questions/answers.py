"""What the five questions ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from touchmap.project.model import Project
from touchmap.project.vocabulary import Motive


class Question(StrEnum):
    """The five questions, in their order."""

    STANCE = "stance"
    """What is customer contact to the company?"""
    MOTIVES = "motives"
    """Why is sourcing looked at, the most important reason first?"""
    STAYS = "stays"
    """What must stay with own staff?"""
    LANGUAGES = "languages"
    """Which languages do customers speak, and where are they?"""
    SCOPE = "scope"
    """Which part of the lifecycle is looked at?"""


class Stance(StrEnum):
    """What customer contact is to a company."""

    SERVICE = "service"
    """What sets it apart: excellent service to all."""
    BALANCED = "balanced"
    """Good service at a fair cost."""
    COST = "cost"
    """A cost to be kept low, at a decent minimum."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers to the five questions; what is empty proposes nothing."""

    stance: Stance | None = None
    motives: tuple[Motive, ...] = ()
    """The most important first."""
    stays: tuple[str, ...] = ()
    """Ids of stages and processes."""
    languages: tuple[str, ...] = ()
    """ISO 639 codes."""
    markets: tuple[str, ...] = ()
    """ISO 3166 codes, the home country first."""
    scope: tuple[str, ...] = ()
    """Ids of the stages that are looked at; empty = all."""


def work_options(project: Project) -> dict[str, str]:
    """What can be said to stay: stages and, where there are any, processes, as {id: name}.

    >>> from touchmap.project.journey_defaults import blank_project
    >>> list(work_options(blank_project("Acme")).values())[:2]
    ['Target & attract', 'Enquire & decide']
    """
    stages = {stage.stage_id: stage.name for stage in project.stages}
    return stages | {process.process_id: process.name for process in project.processes}
