"""What people call a work package, a touchpoint or a rule; its code only where nothing else is known."""

from __future__ import annotations

import re
from collections.abc import Iterable

from touchmap.errors import UnknownNameError
from touchmap.project import Project, find_scenario
from touchmap.project.stems import Structural
from touchmap.report.rule_words import rule_words
from touchmap.report.text.languages import NEUTRAL, language_words
from touchmap.ui.say import say

_CODE = re.compile(r"[\w-]+(?:/[\w*-]+){3}|[\w-]+")
WHOLE = "*"
"""Stands in a package's id where its process is not split."""


def package_words(project: Project, package_id: str) -> str:
    """A work package by its process, and by what tells it from others of that process.

    >>> from touchmap.examples import example
    >>> package_words(example("insurer"), "P10/pl/*/*"), package_words(Project(), "P1/xx/*/peak")
    ('Policy & cover questions · Polish (pl)', 'P1 · peak')
    """
    process_id, *layers = package_id.split("/")
    name = next((p.name for p in project.processes if p.process_id == process_id), process_id)
    told = [layer for layer in layers if layer not in (WHOLE, NEUTRAL)]
    if layers and told and told[0] == layers[0]:
        told[0] = language_words(told[0])
    return " · ".join([name, *(layer.replace("_", " ") for layer in told)])


def with_names(project: Project, text: str) -> str:
    """A sentence of the library with names in place of the codes of packages, processes and hand-offs.

    Only codes with a digit are taken for codes, as people also use plain words.

    >>> from touchmap.examples import example
    >>> with_names(example("insurer"), "P10/pl/*/* stays; P16, P99 not ready")
    'Policy & cover questions · Polish (pl) stays; Claim status chasers, P99 not ready'
    """
    names = {p.process_id: p.name for p in project.processes}
    ends = names | {d.department_id: d.name for d in project.departments}
    for handoff in project.handoffs:
        ways = (ends.get(end, end) for end in (handoff.from_process_id, handoff.to_id))
        names[handoff.handoff_id] = " → ".join(ways)

    def named(found: re.Match[str]) -> str:
        word = found[0]
        if word.partition("/")[0] not in names or not any(c.isdigit() for c in word):
            return word
        return package_words(project, word) if "/" in word else names[word]

    return _CODE.sub(named, text)


def touchpoint_words(project: Project, ids: Iterable[str]) -> str:
    """Touchpoints by name, in the order given."""
    names = {t.touchpoint_id: t.name for t in project.touchpoints}
    return "; ".join(names.get(one, one) for one in ids)


def rule_or_limit_words(project: Project, scenario_id: str, name: str) -> str:
    """A rule of a scenario in a sentence, or a limit that always holds in words."""
    if name in set(Structural):
        return say(f"parts.limit.{name}")
    try:
        rules = find_scenario(project, scenario_id).rules
    except UnknownNameError:
        return name
    return next((rule_words(project, active) for active in rules if active.rule.rule_id == name), name)
