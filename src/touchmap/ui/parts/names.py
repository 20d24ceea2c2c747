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

WHOLE = "*"
"""Stands in a package's id where its process is not split."""
_LAYERS = r"(?:/[\w*-]+){3}"
"""What follows the process in a package's id."""


def package_words(project: Project, package_id: str) -> str:
    """A work package by its process, and by what tells it from others of that process.

    >>> from touchmap.examples import example
    >>> package_words(example("insurer"), "P10/pl/*/*"), package_words(Project(), "P1/xx/*/peak")
    ('Policy & cover questions · Polish (pl)', 'P1 · peak')
    """
    process_id = package_id.partition("/")[0]
    name = next((p.name for p in project.processes if p.process_id == process_id), process_id)
    return " · ".join(filter(None, (name, package_detail(package_id))))


def package_detail(package_id: str) -> str:
    """What tells a work package from others of its process; blank where it is the whole process.

    >>> package_detail("P10/pl/*/peak"), package_detail("P10/*/*/*")
    ('Polish (pl) · peak', '')
    """
    layers = package_id.split("/")[1:]
    told = [layer for layer in layers if layer not in (WHOLE, NEUTRAL)]
    if told and told[0] == layers[0]:
        told[0] = language_words(told[0])
    return " · ".join(layer.replace("_", " ") for layer in told)


def with_names(project: Project, text: str) -> str:
    """A sentence of the library with names in place of the codes of packages, processes and hand-offs.

    Only a code with a letter and a digit is taken for one when it stands alone, as people also use plain
    words and figures; the id of a package always is.

    >>> from touchmap.examples import example
    >>> with_names(example("insurer"), "P10/pl/*/* stays; P16, P99 not ready")
    'Policy & cover questions · Polish (pl) stays; Claim status chasers, P99 not ready'
    """
    names = {p.process_id: p.name for p in project.processes}
    ends = names | {d.department_id: d.name for d in project.departments}
    packages = _any_of(names) + _LAYERS
    for handoff in project.handoffs:
        ways = (ends.get(end, end) for end in (handoff.from_process_id, handoff.to_id))
        names[handoff.handoff_id] = " → ".join(ways)
    alone = _any_of(filter(_is_code, names))

    def named(found: re.Match[str]) -> str:
        return names[found[0]] if found[0] in names else package_words(project, found[0])

    return re.sub(rf"(?<![\w./-])(?:{packages}|{alone})(?![\w/*-]|\.\w)", named, text)


def _any_of(ids: Iterable[str]) -> str:
    """A pattern for any of some ids, the longest first; one for nothing where there are none."""
    return f"(?:{'|'.join(map(re.escape, sorted(ids, key=len, reverse=True))) or '(?!)'})"


def _is_code(word: str) -> bool:
    return any(c.isdigit() for c in word) and any(c.isalpha() for c in word)


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
