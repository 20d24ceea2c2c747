"""Findings about values nobody stated: the declared defaults a plan rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from touchmap.findings.case import Case, count
from touchmap.plan import Finding
from touchmap.project import Entity


def defaults_used(case: Case) -> Iterator[Finding]:
    """Figures that are assumptions because nobody stated them, with their values."""
    engaged = [p for p in case.engaged if not p.is_platform]
    processes = list({k.process.process_id: k.process for k in case.packages}.values())
    streams = case.project.demand
    said = [
        *_unstated([case.project.settings], ""),
        *_unstated(engaged, " of {} in the plan", ("provider",)),
        *_unstated(processes, " of {}", ("process", "processes")),
        *_unstated(streams, " of {}", ("demand stream",)),
    ]
    if said:
        yield Finding(
            level="note",
            code="defaults_used",
            subject="settings",
            message=f"Assumed because nobody stated it: {'; '.join(said)}.",
        )


def _unstated(rows: Sequence[Entity], of: str, noun: tuple[str, ...] = ()) -> Iterator[str]:
    """Assumed defaults of some rows in words, such as "shrinkage 0.3 of 2 providers"."""
    if not rows:
        return
    for name, field in type(rows[0]).model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        missing = [row for row in rows if name not in row.model_fields_set]
        if "assumed" not in extra or not missing or field.default is None:
            continue
        owners = of.format(count(len(missing), *noun)) if noun else ""
        yield _words(name, field.default, str(extra.get("unit", ""))) + owners


def _words(name: str, value: object, unit: str) -> str:
    """A field and its value as people say it.

    >>> _words("discount_rate", 0.08, "share/year"), _words("horizon_months", 36, "months")
    ('discount rate 8 % a year', 'horizon 36 months')
    """
    words = name.replace("_", " ").removesuffix(" share").removesuffix(f" {unit}")
    if unit.startswith("share") and isinstance(value, float):
        return f"{words} {100 * value:g} %{' a year' if unit.endswith('/year') else ''}"
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{words} {shown}" + (f" {unit}" if unit in ("months", "years", "days") else "")
