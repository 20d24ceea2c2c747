"""Work pinned to a provider, or kept from one, in a scenario."""

from __future__ import annotations

from collections.abc import Mapping

from touchmap.project import Project, RuleStem, find_scenario
from touchmap.project.vocabulary import ScopeSide

Places = Mapping[tuple[str, str], tuple[RuleStem, str]]


def placings(project: Project, scenario: str) -> Places:
    """Pins and bans of one process at one provider that are on in a scenario: stem and id of the rule."""
    found: dict[tuple[str, str], tuple[RuleStem, str]] = {}
    if not scenario:
        return found
    for active in find_scenario(project, scenario).rules:
        if active.rule.stem not in (RuleStem.PIN, RuleStem.FORBID):
            continue
        work, party = active.scope(ScopeSide.WORK), active.scope(ScopeSide.PROVIDER)
        if set(work) == {"process"} and set(party) == {"provider"}:
            for process in work["process"]:
                for provider in party["provider"]:
                    found[process, provider] = (active.rule.stem, active.rule.rule_id)
    return found
