"""Scopes: the right sides for the stem, fields that exist, values that exist."""

from __future__ import annotations

from collections.abc import Iterator

from touchmap.errors import Issue
from touchmap.project.checks.finding import error, some, warning
from touchmap.project.model import Project
from touchmap.project.scenario_tables import Rule
from touchmap.project.scope_fields import SCOPE_FIELDS
from touchmap.project.stems import STEM_FACTS, RuleStem
from touchmap.project.vocabulary import ScopeSide

_WITH_REQUIREMENT = (RuleStem.LICENCE, RuleStem.LANGUAGE_PROFICIENCY)
_ABOUT_SOME_WORK = (RuleStem.PIN, RuleStem.KEEP_TOGETHER, RuleStem.KEEP_APART)


def _without_side(project: Project, side: ScopeSide) -> Iterator[Rule]:
    """Rules that have no scope row on a side."""
    narrowed = {s.rule_id for s in project.rule_scopes if s.side is side}
    return (rule for rule in project.rules if rule.rule_id not in narrowed)


def check_for_provider_scope_missing(project: Project) -> Iterator[Issue]:
    """Some stems say which providers they are about."""
    for rule in _without_side(project, ScopeSide.PROVIDER):
        if STEM_FACTS[rule.stem].provider_scope:
            hint = "add a row to rule_scopes with side 'provider', such as field 'sourcing_model'"
            what = f"is a {rule.stem} rule that does not say which providers it is about"
            yield error("provider_scope_missing", rule, "stem", what, hint)


def check_for_other_scope_missing(project: Project) -> Iterator[Issue]:
    """Keeping work apart needs two kinds of work."""
    for rule in _without_side(project, ScopeSide.OTHER):
        if rule.stem is RuleStem.KEEP_APART:
            hint = "add a row to rule_scopes with side 'other' for the work it is kept apart from"
            what = "keeps work apart without saying from which other work"
            yield error("other_scope_missing", rule, "stem", what, hint)


def check_for_requirement_missing(project: Project) -> Iterator[Issue]:
    """A rule on certificates, licences or language levels says which."""
    for rule in _without_side(project, ScopeSide.REQUIREMENT):
        if rule.stem in _WITH_REQUIREMENT:
            field = "language_level" if rule.stem is RuleStem.LANGUAGE_PROFICIENCY else "certification"
            hint = f"add a row to rule_scopes with side 'requirement', such as field '{field}'"
            what = f"is a {rule.stem} rule that does not say what is required"
            yield error("requirement_missing", rule, "stem", what, hint)


def check_for_scope_of_everything(project: Project) -> Iterator[Issue]:
    """A pin or a pairing without a scope is about all the work there is."""
    for rule in _without_side(project, ScopeSide.WORK):
        if rule.stem in _ABOUT_SOME_WORK:
            hint = "add a row to rule_scopes with side 'work', such as field 'process'"
            yield warning("scope_of_everything", rule, "stem", f"is a {rule.stem} rule about all work", hint)


def check_for_scope_side_unused(project: Project) -> Iterator[Issue]:
    """A side the stem does not look at would be ignored."""
    stems = {r.rule_id: r.stem for r in project.rules}
    users = {ScopeSide.OTHER: (RuleStem.KEEP_APART,), ScopeSide.REQUIREMENT: _WITH_REQUIREMENT}
    for row in project.rule_scopes:
        stem = stems.get(row.rule_id)
        if stem is not None and row.side in users and stem not in users[row.side]:
            hint = "use the side 'work' or 'provider', or delete the row"
            what = f"narrows a side that a {stem} rule does not look at"
            yield error("scope_side_unused", row, "side", what, hint)


def check_for_scope_field_unknown(project: Project) -> Iterator[Issue]:
    """A scope names a field its side has."""
    for row in project.rule_scopes:
        fields = SCOPE_FIELDS[row.side]
        if row.field not in fields:
            sides = [side for side in (ScopeSide.WORK, ScopeSide.PROVIDER) if row.field in SCOPE_FIELDS[side]]
            hint = f"set side to '{sides[0]}'" if sides else f"write one of: {', '.join(fields)}"
            what = f"names a field that the side '{row.side}' does not have"
            yield error("scope_field_unknown", row, "field", what, hint)


def check_for_scope_value_unknown(project: Project) -> Iterator[Issue]:
    """A scope names a value that exists."""
    known: dict[tuple[ScopeSide, str], frozenset[str] | None] = {}
    for row in project.rule_scopes:
        field = SCOPE_FIELDS[row.side].get(row.field)
        if field is None:
            continue
        key = (row.side, row.field)
        if key not in known:
            known[key] = field.known(project)
        values = known[key]
        if field.pattern:
            legal, hint = field.allows(row.value), f"write a code of the form {field.pattern}"
        else:
            names = sorted(values or ())
            legal, hint = (
                row.value in (values or ()),
                f"write one of: {some(names, 20)}" if names else "there is none",
            )
        if not legal:
            yield error("scope_value_unknown", row, "value", f"names a {row.field} that does not exist", hint)


def check_for_scope_value_absent(project: Project) -> Iterator[Issue]:
    """A legal value that occurs nowhere selects nothing."""
    for row in project.rule_scopes:
        field = SCOPE_FIELDS[row.side].get(row.field)
        if field is None or not field.pattern or field.collect is None or not field.allows(row.value):
            continue
        if row.value not in (field.known(project) or ()):
            hint = "correct it, or leave it if it is there for later"
            yield warning(
                "scope_value_absent",
                row,
                "value",
                f"selects nothing: no {row.field} of this name occurs",
                hint,
            )
