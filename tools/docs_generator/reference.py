"""Pages made of declarations in the program: data dictionary, rules, cost lines. Quick to make."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from touchmap.costing.lines import COST_LINES, LineKind
from touchmap.project import STEM_FACTS, RuleStem, Shape
from touchmap.project.dictionary import data_dictionary_markdown
from touchmap.project.scope_fields import SCOPE_FIELDS
from touchmap.project.vocabulary import ScopeSide

from .assumptions import assumptions_table, usual_costs_table
from .blocks import DOCS, fill, table
from .rule_examples import EXAMPLES, rule_row, scope_rows

FORMS = {
    Shape.AVERAGE: "Averages and budgets",
    Shape.SHARE: "Shares",
    Shape.COUNT: "Counts",
    Shape.PAIRING: "Together and apart",
    Shape.MOVES: "Moves",
    Shape.GATE: "Gates",
}
"""Heading of each form of rule, in the order of the page."""

_EXPLAINED = {
    Shape.AVERAGE: """\
A sum of money, or an average over the work in scope, weighted by the basis. Row:
`Σ w[k] · (value[k,o] − limit) · x[k,o] ≥ 0`, or ≤ for an upper limit.""",
    Shape.SHARE: """\
What a group of parties does of the work in scope, measured in the basis. Row:
`Σ b[k,o] · ([o in the group] − limit) · x[k,o] ≤ 0`, or ≥ for a lower limit. Contacts and handle time are the
stream's own, before a provider's handle factor and before containment; FTE are the option's; spend is the
list-price run cost of a year.""",
    Shape.COUNT: """\
How many parties take part. Row: `Σ v[r] ≤ limit`, where `X[k,r] ≤ v[r] ≤ Σ_k X[k,r]`.""",
    Shape.PAIRING: """\
Two packages have the same home, or different ones. Rows: `H[a,h] = H[b,h]`, or `H[a,h] + H[b,h] ≤ 1`, for
every home h open to them.""",
    Shape.MOVES: """\
How much leaves its home of today. Row: `Σ move ≤ limit`, where `move ≥ 1 − x[k, today]`.""",
    Shape.GATE: """\
Who may do what. A must-gate closes options before anything is weighed, so it has no limit and no slack. A
should-gate leaves them open and charges its penalty for every contact a month done against it.""",
}

_ALWAYS_NARROWED = {
    RuleStem.KEEP_APART: "**other** (the work it is kept apart from)",
    RuleStem.LICENCE: "**requirement** (`certification` or `licence`)",
    RuleStem.LANGUAGE_PROFICIENCY: "**requirement** (`language_level`)",
}
_OPTIONAL_PROVIDER = frozenset({RuleStem.PROVIDER_COUNT})
_WITHOUT_WORK = frozenset({RuleStem.BUDGET})
_SIDES = {
    ScopeSide.WORK: "the work the rule speaks of; no row = all work",
    ScopeSide.OTHER: "the second group of work of `keep_apart`",
    ScopeSide.PROVIDER: "the parties the rule speaks of",
    ScopeSide.REQUIREMENT: "what `licence` and `language_proficiency` ask for",
}
_HEAD = """\
# Rules

Every kind of rule there is, by the form it takes in the program. This page is generated; do not edit it.

A **rule** is a row of the table `rules`: an id, a stem (its kind), limits, a strength and a reason. Rows
of `rule_scopes` say what it speaks of; rows of `scenario_rules` switch it on in a scenario, perhaps with
other limits. In a project without scenarios all its rules are on in *blended*.

* **must**: there is no plan that breaks it. **should**: it may be broken at `penalty_per_unit` for each
  unit of violation. Penalties are shown apart from costs and are never money that anybody pays.
* Values of one scope field are alternatives; different fields must all hold.
* A rule only restricts. What is impossible or unlawful stays so: see
  [who can do what](method/program.md#who-can-do-what).
* What a rule costs is found by solving with and without it: see [scenarios](scenarios.md#what-a-rule-costs).

The examples are for the sample company `telecom_isp`.
"""


def pages() -> dict[str, str]:
    """Text of every page written here, by its path below docs/."""
    whole = {"data-dictionary.md": data_dictionary_markdown(), "rules.md": rules_page()}
    parts = {
        "method/costs.md": {"cost-lines": cost_line_table()},
        "method/assumptions.md": {"assumptions": assumptions_table(), "usual-costs": usual_costs_table()},
    }
    filled = {name: fill((DOCS / name).read_text(encoding="utf-8"), blocks) for name, blocks in parts.items()}
    return whole | filled


def rules_page() -> str:
    """The page of rules."""
    parts = [_HEAD, _overview()]
    for shape, heading in FORMS.items():
        parts += [f"## {heading}\n", _EXPLAINED[shape] + "\n"]
        parts += [_stem(stem) for stem, facts in STEM_FACTS.items() if facts.shape is shape]
    return "\n".join([*parts, _fields()])


def _overview() -> str:
    rows = [
        (f"[`{stem.value}`](#{stem.value})", facts.sentence, FORMS[facts.shape].lower())
        for stem, facts in STEM_FACTS.items()
    ]
    return table(("stem", "what it says", "form"), rows) + "\n"


def _stem(stem: RuleStem) -> str:
    facts, example = STEM_FACTS[stem], EXAMPLES[stem]
    rows = [
        ("limits", " or ".join(f"`{limit}`" for limit in facts.limits) or "none"),
        ("bases (the first is the default)", ", ".join(f"`{basis}`" for basis in facts.bases) or "none"),
        ("scope", _scope(stem)),
        ("one unit of violation", facts.unit),
    ]
    text = [
        f"### {stem.value}\n",
        f"**{facts.sentence}** {example.note}".rstrip() + "\n",
        table(("", ""), rows),
        "",
    ]
    text += ["```csv", _csv([rule_row(stem)])]
    if example.scopes:
        text += ["", _csv(scope_rows(stem))]
    return "\n".join([*text, "```", ""])


def _scope(stem: RuleStem) -> str:
    sides = [] if stem in _WITHOUT_WORK else ["work"]
    if STEM_FACTS[stem].provider_scope:
        sides.append("**provider**")
    if stem in _OPTIONAL_PROVIDER:
        sides.append("provider")
    if stem in _ALWAYS_NARROWED:
        sides.append(_ALWAYS_NARROWED[stem])
    return ", ".join(sides) + (" (bold = required)" if "**" in " ".join(sides) else "") if sides else "none"


def _csv(rows: Sequence[dict[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().rstrip("\n")


def _fields() -> str:
    lines = ["## Fields of a scope", ""]
    for side, meaning in _SIDES.items():
        fields = ", ".join(f"`{name}`" for name in SCOPE_FIELDS[side])
        lines.append(f"* **{side.value}**: {meaning}. Fields: {fields}.")
    more = "What each field means and which values it takes stands in the [data dictionary]"
    return "\n".join([*lines, "", more + "(data-dictionary.md#fields-of-a-rules-scope).", ""])


_KINDS = {LineKind.RUNNING: "running", LineKind.ONE_OFF: "one-off", LineKind.PENALTY: "penalty"}


def cost_line_table() -> str:
    """Every cost line with its kind, formula, fields and usual figures."""
    rows = [
        (f"`{line}`", facts.label, _KINDS[facts.kind], facts.formula, _field_list(facts.fields), facts.source)
        for line, facts in COST_LINES.items()
    ]
    return table(
        ("line", "name", "kind", "formula", "fields", "usual figures and where they come from"), rows
    )


def _field_list(fields: str) -> str:
    return ", ".join(f"`{name.strip()}`" for name in fields.split(","))
