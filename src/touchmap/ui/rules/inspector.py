"""One rule to change: how strict it is, its limits with unit and basis, its scope, its reason."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from touchmap.files.cells import BadCellError
from touchmap.files.columns import columns
from touchmap.files.figures import read_number, read_share
from touchmap.project import STEM_FACTS, ActiveRule, Project, Rule, RuleStem, ScenarioRule
from touchmap.project.edits import Change, move_rows, remove_row, set_field, set_fields
from touchmap.project.edits.rules import copy_rule, set_limit, set_scope
from touchmap.project.scope_fields import SCOPE_FIELDS, ScopeField
from touchmap.project.vocabulary import ScopeSide, Strength
from touchmap.report.rule_words import rule_words
from touchmap.report.text.languages import language_words
from touchmap.ui.desk import Desk
from touchmap.ui.notices import Kind, tell
from touchmap.ui.parts.grid_cells import shown_value, typed_value
from touchmap.ui.parts.grid_columns import spoken
from touchmap.ui.plain import plain
from touchmap.ui.rules.fields import token
from touchmap.ui.rules.gallery import RULE
from touchmap.ui.say import say

SIDES: dict[RuleStem, tuple[ScopeSide, ...]] = {
    RuleStem.BUDGET: (),
    RuleStem.KEEP_APART: (ScopeSide.WORK, ScopeSide.OTHER),
    RuleStem.LICENCE: (ScopeSide.WORK, ScopeSide.REQUIREMENT),
    RuleStem.LANGUAGE_PROFICIENCY: (ScopeSide.WORK, ScopeSide.REQUIREMENT),
    RuleStem.PROVIDER_COUNT: (ScopeSide.WORK, ScopeSide.PROVIDER),
}
"""Sides of the scope a kind of rule has, where they are not the usual ones."""


def show_inspector(here: Desk, scenario: str, active: ActiveRule) -> None:
    """Draw what can be changed of a rule; each change is written at once."""
    rule = active.rule
    with st.container(border=True, key="rule-inspector"):
        st.markdown(f"**{plain(rule_words(here.project, active), 400)}**")
        st.caption(f"{plain(STEM_FACTS[rule.stem].sentence)} · {plain(rule.rule_id, 80)}")
        _strength(here, rule)
        _limits(here, scenario, rule)
        for side in sides_of(rule.stem):
            _scope(here, active, side)
        _text(here, rule, "reason", say("rules.reason"), say("rules.reason_hint"))
        _actions(here, rule)


def sides_of(stem: RuleStem) -> tuple[ScopeSide, ...]:
    """Sides of the scope a kind of rule has.

    >>> [side.value for side in sides_of(RuleStem.SHARE_LIMIT)]
    ['work', 'provider']
    """
    usual = (ScopeSide.WORK, ScopeSide.PROVIDER) if STEM_FACTS[stem].provider_scope else (ScopeSide.WORK,)
    return SIDES.get(stem, usual)


def _commit(here: Desk, command: Callable[[Project], Change]) -> None:
    here.commit(command)


def _strength(here: Desk, rule: Rule) -> None:
    key = f"strength-{rule.rule_id}-{rule.strength.value}"
    with st.container(horizontal=True, vertical_alignment="bottom", key="rule-strength"):
        st.segmented_control(
            say("rules.strength"),
            list(Strength),
            default=rule.strength,
            required=True,
            key=key,
            format_func=lambda kind: say(f"rules.strengths.{kind.value}"),
            help=say("rules.strength_help"),
            on_change=lambda: _set_strength(here, rule, st.session_state[key]),
            disabled=not here.may_edit,
        )
        if rule.strength is Strength.SHOULD:
            unit = STEM_FACTS[rule.stem].unit
            label = say("rules.penalty", currency=here.project.settings.currency, unit=unit)
            _text(here, rule, "penalty_per_unit", label, "")


def _set_strength(here: Desk, rule: Rule, wanted: Strength) -> None:
    """Should-rules need a penalty, must-rules have none."""

    def change(project: Project) -> Change:
        penalty = None if wanted is Strength.MUST else rule.penalty_per_unit or 1000.0
        values = {"strength": wanted.value, "penalty_per_unit": penalty}
        return set_fields(project, "rules", rule.rule_id, values)

    here.commit(change)


def _text(here: Desk, rule: Rule, field: str, label: str, hint: str) -> None:
    """A field of the rule as text."""
    column = columns("rules")[field]
    shown = str(shown_value(column, getattr(rule, field)))
    key = f"{field}-{rule.rule_id}-{token(shown)}"

    def write() -> None:
        try:
            value = typed_value(column, st.session_state[key])
        except BadCellError as error:
            tell(Kind.REFUSED, f"{error.message} – {error.hint}")
            return
        here.commit(lambda project: set_field(project, "rules", rule.rule_id, field, value))

    st.text_input(label, shown, key=key, placeholder=hint, on_change=write, disabled=not here.may_edit)


def _limits(here: Desk, scenario: str, rule: Rule) -> None:
    """Limits with their unit; the basis they are measured in."""
    facts = STEM_FACTS[rule.stem]
    if not facts.limits and not facts.bases:
        return
    own = next(r for r in here.project.rules if r.rule_id == rule.rule_id)
    switch = _switch(here.project, scenario, rule.rule_id)
    with st.container(horizontal=True, vertical_alignment="bottom", key="rule-limits"):
        if len(facts.bases) > 1:
            _basis(here, rule, facts.bases)
        for side in facts.limits:
            _limit(here, own, side, None, say(f"rules.{side}", unit=_unit(here.project, rule)))
    written = any(row.scenario_id == scenario for row in here.project.scenarios)
    if facts.limits and written:
        with st.container(horizontal=True, vertical_alignment="bottom", key="rule-limits-here"):
            for side in facts.limits:
                value = getattr(switch, side) if switch else None
                _limit(here, own, side, scenario, say(f"rules.{side}_here"), value=value)
    if rule.stem is RuleStem.PROVIDER_COUNT:
        key = f"platforms-{rule.rule_id}-{rule.include_platforms}"
        st.toggle(
            say("rules.include_platforms"),
            rule.include_platforms,
            key=key,
            on_change=lambda: _commit(
                here,
                lambda project: set_field(
                    project, "rules", rule.rule_id, "include_platforms", st.session_state[key]
                ),
            ),
            disabled=not here.may_edit,
        )


def _switch(project: Project, scenario: str, rule: str) -> ScenarioRule | None:
    rows = (r for r in project.scenario_rules if (r.scenario_id, r.rule_id) == (scenario, rule))
    return next(rows, None)


def _unit(project: Project, rule: Rule) -> str:
    """What a limit is a figure of."""
    stem = rule.stem
    if is_share(stem):
        return "%"
    return project.settings.currency if stem is RuleStem.BUDGET else say(f"rules.unit.{stem.value}")


def is_share(stem: RuleStem) -> bool:
    """Whether limits of a kind of rule are shares, which people write as percentages.

    >>> is_share(RuleStem.SHARE_LIMIT), is_share(RuleStem.BUDGET)
    (True, False)
    """
    return STEM_FACTS[stem].unit.startswith("share")


def limit_text(stem: RuleStem, value: float | None) -> str:
    """A limit as it is typed.

    >>> limit_text(RuleStem.SHARE_LIMIT, 0.4), limit_text(RuleStem.BUDGET, 44e6)
    ('40 %', '44 000 000')
    """
    if value is None:
        return ""
    if is_share(stem):
        return f"{round(100 * value, 6):g} %"
    return f"{value:,.6f}".rstrip("0").rstrip(".").replace(",", " ")


def read_limit(stem: RuleStem, text: str) -> float | None:
    """The limit that was typed; 40 is 40 % where a limit is a share.

    Raises
    ------
    ValueError
        If it is no number.

    >>> read_limit(RuleStem.SHARE_LIMIT, "40"), read_limit(RuleStem.BUDGET, "44 000 000"), read_limit(
    ...     RuleStem.SHARE_LIMIT, " ")
    (0.4, 44000000.0, None)
    """
    bare = text.strip()
    if not bare:
        return None
    if not is_share(stem):
        return read_number(bare)
    value = read_share(bare)
    return value / 100 if value > 1 and not bare.endswith("%") else value


def _limit(
    here: Desk, rule: Rule, side: str, scenario: str | None, label: str, *, value: float | None = None
) -> None:
    shown = limit_text(rule.stem, getattr(rule, side) if scenario is None else value)
    key = f"{side}-{scenario or 'all'}-{rule.rule_id}-{token(shown)}"

    def write() -> None:
        try:
            wanted = read_limit(rule.stem, st.session_state[key])
        except ValueError:
            tell(Kind.REFUSED, say("rules.no_number", text=st.session_state[key]))
            return
        here.commit(lambda project: set_limit(project, rule.rule_id, side, wanted, scenario=scenario))

    own = limit_text(rule.stem, getattr(rule, side)) or "–"
    hint = say("rules.as_everywhere", value=own) if scenario else ""
    st.text_input(
        label, shown, key=key, placeholder=hint, on_change=write, disabled=not here.may_edit, width=190
    )


def _basis(here: Desk, rule: Rule, bases: tuple[str, ...]) -> None:
    now = rule.basis.value if rule.basis else bases[0]
    key = f"basis-{rule.rule_id}-{now}"
    st.selectbox(
        say("rules.basis"),
        bases,
        index=bases.index(now) if now in bases else 0,
        key=key,
        format_func=lambda name: say(f"rules.bases.{name}"),
        help=say("rules.basis_help"),
        on_change=lambda: _commit(
            here,
            lambda project: set_field(project, "rules", rule.rule_id, "basis", st.session_state[key]),
        ),
        disabled=not here.may_edit,
        width=220,
    )


def _scope(here: Desk, active: ActiveRule, side: ScopeSide) -> None:
    """What one side of the scope is narrowed by; more can be chosen."""
    fields, scope, rule = SCOPE_FIELDS[side], active.scope(side), active.rule.rule_id
    st.markdown(f"**{say(f'rules.side.{side.value}')}**", help=say(f"rules.side_help.{side.value}"))
    more = st.session_state.get(_more_key(rule, side), "")
    shown = [name for name in fields if name in scope or name == more]
    if not shown:
        st.caption(say(f"rules.side_any.{side.value}"))
    for name in shown:
        _picker(here, rule, side, fields[name], scope.get(name, ()))
    left = [name for name in fields if name not in shown]
    st.selectbox(
        say("rules.narrow"),
        left,
        index=None,
        key=_more_key(rule, side),
        format_func=spoken,
        placeholder=say("rules.narrow"),
        label_visibility="collapsed",
        disabled=not here.may_edit,
        width=260,
    )


def _more_key(rule: str, side: ScopeSide) -> str:
    return f"narrow-{side.value}-{rule}"


def _picker(here: Desk, rule: str, side: ScopeSide, field: ScopeField, chosen: tuple[str, ...]) -> None:
    names = _named(here.project, field)
    listed = sorted(field.known(here.project) or ()) if not field.words else list(field.words)
    options = [*listed, *(value for value in chosen if value not in listed)]
    key = f"scope-{side.value}-{field.name}-{rule}-{token(chosen)}"

    def write() -> None:
        values = [v.strip() for v in st.session_state[key] if v.strip()]
        here.commit(lambda project: set_scope(project, rule, side.value, field.name, values))

    st.multiselect(
        spoken(field.name),
        options,
        default=list(chosen),
        key=key,
        format_func=lambda value: names.get(value) or spoken(value),
        help=plain(field.description),
        accept_new_options=not field.words and not field.table,
        on_change=write,
        disabled=not here.may_edit,
    )


def _named(project: Project, field: ScopeField) -> dict[str, str]:
    if field.name == "language":
        return {code: language_words(code) for code in field.known(project) or ()}
    if not field.table:
        return {}
    rows = project.rows(field.table)
    return {row.row_key: f"{row.row_key} · {getattr(row, 'name', '')}".rstrip(" ·") for row in rows}


def _actions(here: Desk, rule: Rule) -> None:
    ids = [r.rule_id for r in here.project.rules]
    place = ids.index(rule.rule_id)
    with st.container(horizontal=True, key="rule-actions"):
        for key, icon, command, off in (
            ("rule-up", ":material/arrow_upward:", _moved(ids, place, -1), place == 0),
            ("rule-down", ":material/arrow_downward:", _moved(ids, place, 1), place == len(ids) - 1),
            ("rule-copy", ":material/content_copy:", lambda p: copy_rule(p, rule.rule_id), False),
        ):
            st.button(
                say(f"rules.{key.replace('-', '_')}"),
                key=key,
                icon=icon,
                on_click=_commit,
                args=(here, command),
                disabled=off or not here.may_edit,
            )
        st.button(
            say("rules.rule_remove"),
            key="rule-remove",
            icon=":material/delete:",
            on_click=_remove,
            args=(here, rule.rule_id),
            disabled=not here.may_edit,
        )


def _moved(ids: list[str], place: int, by: int) -> Callable[[Project], Change]:
    ordered = list(ids)
    other = place + by
    if 0 <= other < len(ids):
        ordered[place], ordered[other] = ordered[other], ordered[place]
    return lambda project: move_rows(project, "rules", ordered)


def _remove(here: Desk, rule: str) -> None:
    if here.commit(lambda project: remove_row(project, "rules", rule)) is not None:
        st.query_params.pop(RULE, None)
