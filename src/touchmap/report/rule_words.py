"""A rule as a sentence of plain words: what it limits, of which work, by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from touchmap.analysis.repairs import limit_words
from touchmap.project import STEM_FACTS, ActiveRule, Project, Rule, RuleStem
from touchmap.project.vocabulary import Basis, ScopeSide, SourcingModel

MOST_NAMED = 4
"""Names in a list before the rest is only counted."""
Scope = Mapping[str, Sequence[str]]

_BASES = {
    Basis.HANDLE_TIME: "handle time",
    Basis.CONTACTS: "contacts",
    Basis.FTE: "FTE",
    Basis.SPEND: "spend",
    Basis.PROCESSES: "processes",
    Basis.RUNNING: "Running cost of a year",
    Basis.ONE_OFF: "One-off cost",
    Basis.TOTAL: "Total cost",
}
_TOUCH = {"high_tech": "high-tech", "mixed": "mixed-touch", "high_touch": "high-touch"}
_NAMED = {"stage": "stages", "touchpoint": "touchpoints", "process": "processes", "provider": "providers"}


def rule_words(project: Project, active: ActiveRule) -> str:
    """Say a rule in a sentence, with its limits and with names for ids.

    >>> rule = Rule(rule_id="few", stem="share_limit", basis="handle_time", maximum=0.4)
    >>> scopes = {ScopeSide.PROVIDER: {"sourcing_model": ("offshore",)}}
    >>> rule_words(Project(), ActiveRule(rule, scopes))
    'Offshore providers do at most 40 % of the handle time.'
    """
    said = _SENTENCES[active.rule.stem](_Words(project, active))
    return said[:1].upper() + said[1:] + "."


class _Words:
    """The parts of a rule in words."""

    def __init__(self, project: Project, active: ActiveRule) -> None:
        self.project, self.rule, self.active = project, active.rule, active

    @property
    def limits(self) -> str:
        """Both limits, as far as they are given."""
        low, high = self.rule.minimum, self.rule.maximum
        parts = [f"at least {self.figure(low)}"] if low is not None else []
        parts += [f"at most {self.figure(high)}"] if high is not None else []
        return " and ".join(parts) or "as much as a limit that is still to be set"

    @property
    def least(self) -> str:
        """The lower limit."""
        return self.figure(self.rule.minimum)

    @property
    def most(self) -> str:
        """The upper limit."""
        return self.figure(self.rule.maximum)

    def figure(self, value: float | None) -> str:
        """A limit with its unit."""
        return "… (a limit is still to be set)" if value is None else limit_words(self.rule, value)

    @property
    def basis(self) -> str:
        """What it is measured in."""
        legal = STEM_FACTS[self.rule.stem].bases
        return _BASES[self.rule.basis or Basis(legal[0])] if legal else ""

    @property
    def has_work(self) -> bool:
        """Whether the rule is about some of the work only."""
        return bool(self.active.scope(ScopeSide.WORK))

    @property
    def of_work(self) -> str:
        """``of … `` where the rule is about some of the work only."""
        return f" of {self.work()}" if self.has_work else ""

    def work(self, side: ScopeSide = ScopeSide.WORK) -> str:
        """The work the rule speaks of."""
        scope = self.active.scope(side)
        return _work(self.project, scope) if scope else "all work"

    @property
    def parties(self) -> str:
        """The parties the rule speaks of."""
        return _parties(self.project, self.active.scope(ScopeSide.PROVIDER))

    @property
    def requirement(self) -> str:
        """What is asked of a party."""
        scope = self.active.scope(ScopeSide.REQUIREMENT)
        return " and ".join(_listed(values, "or") for values in scope.values()) or "…"


_SENTENCES: dict[RuleStem, Callable[[_Words], str]] = {
    RuleStem.BUDGET: lambda w: f"{w.basis} is at most {w.most} {w.project.settings.currency}",
    RuleStem.MIN_AVERAGE_QUALITY: lambda w: (
        f"average quality{w.of_work} is at least {w.least}, weighted by {w.basis}"
    ),
    RuleStem.MAX_BRAND_RISK: lambda w: (
        f"average brand risk{w.of_work} is at most {w.most} points, weighted by {w.basis}"
    ),
    RuleStem.MIN_INSIGHT_SHARE: lambda w: (
        f"at least {w.least} of customer insight{w.of_work} comes back to the company"
    ),
    RuleStem.MIN_PROCESS_QUALITY: lambda w: f"nothing{w.of_work} that moves falls below quality {w.least}",
    RuleStem.SHARE_LIMIT: lambda w: f"{w.parties} do {w.limits} of the {w.basis}{w.of_work}",
    RuleStem.MAX_CONCENTRATION: lambda w: (
        f"no third party does more than {w.most} of the {w.basis}{w.of_work}"
    ),
    RuleStem.BENCHMARK_SHARE: lambda w: (
        f"own staff keep at least {w.least} of the {w.basis}{w.of_work}, as a benchmark"
    ),
    RuleStem.PROVIDER_COUNT: lambda w: (
        f"{w.limits} third parties"
        + (" and platforms" if w.rule.include_platforms else "")
        + f" take part{' in ' + w.work() if w.has_work else ''}"
    ),
    RuleStem.PIN: lambda w: f"{w.work()}: done by {w.parties}",
    RuleStem.FORBID: lambda w: f"{w.work()}: not done by {w.parties}",
    RuleStem.ALLOWED_SOURCING: lambda w: f"{w.work()}: only done by {w.parties}",
    RuleStem.TOUCH_SOURCING: lambda w: f"{w.work()}: only done by {w.parties}",
    RuleStem.KEY_COMPETENCY_INHOUSE: lambda w: (
        f"a key competency{w.of_work} stays with own staff unless somebody signs for it"
    ),
    RuleStem.READY_TO_MOVE: lambda w: (
        f"unhealthy or undocumented work{w.of_work} does not move to others until mending it is priced, "
        "owned and dated"
    ),
    RuleStem.DATA_RESIDENCY: lambda w: f"{w.work()}: stays with {w.parties}, where its data may be",
    RuleStem.LICENCE: lambda w: f"{w.work()}: only done by own staff or third parties with {w.requirement}",
    RuleStem.LANGUAGE_PROFICIENCY: lambda w: (
        f"{w.work()}: only done at language level {w.requirement} or better"
    ),
    RuleStem.KEEP_TOGETHER: lambda w: f"{w.work()}: one home for all of it",
    RuleStem.KEEP_APART: lambda w: f"{w.work()} and {w.work(ScopeSide.OTHER)} have different homes",
    RuleStem.MAX_MOVES: lambda w: f"at most {w.most} {w.basis}{w.of_work} leave their home of today",
    RuleStem.RETAINED_KNOWLEDGE: lambda w: (
        f"own staff keep at least {w.least} FTE{' for ' + w.work() if w.has_work else ''}"
    ),
    RuleStem.LOCKED_CONTRACT: lambda w: f"{w.work()}: stays until its contract can be left for free",
}


def _listed(values: Sequence[str], word: str) -> str:
    """Words in a row.

    >>> _listed(("a", "b", "c"), "or"), _listed(tuple("abcdef"), "and")
    ('a, b or c', 'a, b, c, d and 2 more')
    """
    if len(values) > MOST_NAMED:
        return f"{', '.join(values[:MOST_NAMED])} and {len(values) - MOST_NAMED} more"
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} {word} {values[-1]}"


def _either(words: Sequence[str]) -> str:
    """All of some words, however many."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _names(project: Project, field: str, values: Sequence[str]) -> list[str]:
    """Names for the ids of a field."""
    table = _NAMED.get(field)
    if table is None:
        return [value.replace("_", " ") for value in values]
    known = {row.row_key: str(getattr(row, "name", "")) for row in project.rows(table)}
    return [known.get(value) or value for value in values]


_WORK: dict[str, Callable[[str], str]] = {
    "stage": lambda said: f"in the stage {said}",
    "touchpoint": lambda said: f"at {said}",
    "process_family": lambda said: f"of the family {said}",
    "channel": lambda said: f"by {said}",
    "language": lambda said: f"in the language {said}",
    "market": lambda said: f"for customers in {said}",
    "work_type": lambda said: f"that is {said}",
    "office": lambda said: f"in the {said} office",
    "data_class": lambda said: f"of data class {said}",
    "tag": lambda said: f"tagged {said}",
    "contract": lambda said: f"under the contract {said}",
}
_YES_NO: dict[str, tuple[str, str]] = {
    "regulated": ("that is regulated", "that is not regulated"),
    "key_competency": ("that is a key competency", "that is no key competency"),
    "moment_of_truth": ("at moments of truth", "away from moments of truth"),
}


def _work(project: Project, scope: Scope) -> str:
    """The work of a scope: processes by name, anything else by what it must be."""
    noun = _listed(_names(project, "process", scope["process"]), "and") if "process" in scope else "work"
    if "touch" in scope:
        kinds = _listed([_TOUCH.get(value, value) for value in scope["touch"]], "or")
        noun = f"{kinds} work" if noun == "work" else f"{noun} ({kinds})"
    parts = [noun]
    for field, values in scope.items():
        if field in ("process", "touch"):
            continue
        if field in _YES_NO:
            parts += [_YES_NO[field][value != "yes"] for value in values[:1]] if len(values) == 1 else []
        else:
            said = _listed(_names(project, field, values), "or")
            parts.append(_WORK[field](said) if field in _WORK else f"with {field} {said}")
    return " ".join(parts)


def _parties(project: Project, scope: Scope) -> str:
    """The parties of a scope."""
    if not scope:
        return "the chosen providers"
    noun, parts = "providers", []
    for field, values in scope.items():
        said = _listed(_names(project, field, values), "or")
        if field == "sourcing_model":
            models = [m.label.lower() for m in SourcingModel if m in values]
            noun = f"{_either(models or list(values))} providers"
        elif field == "provider":
            noun = said
        elif field == "ownership" and len(values) == 1:
            noun = "own staff" if values[0] == "own" else "third parties"
        elif field == "kind" and len(values) == 1:
            parts.append("of people" if values[0] == "people" else "that are platforms")
        elif field == "today" and len(values) == 1:
            parts.append("that do it today" if values[0] == "yes" else "that do not do it today")
        elif field == "country":
            parts.append(f"in {said}")
        elif field == "transfer_basis":
            parts.append(f"with the data transfer basis {said}")
        else:
            parts.append(f"with {said}")
    return " ".join([noun, *parts])


def example_words(project: Project, rule: Rule, scopes: Sequence[tuple[str, str, str]]) -> str:
    """The sentence of a rule that is not in a project yet.

    Parameters
    ----------
    scopes
        Side, field and value.
    """
    sides: dict[ScopeSide, dict[str, tuple[str, ...]]] = {}
    for side, field, value in scopes:
        fields = sides.setdefault(ScopeSide(side), {})
        fields[field] = (*fields.get(field, ()), value)
    return rule_words(project, ActiveRule(rule, sides))
