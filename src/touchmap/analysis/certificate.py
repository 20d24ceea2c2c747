"""`certify`: everything an auditor needs to check a plan without touchmap, in one folder."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from touchmap.analysis.facts import choice_of
from touchmap.analysis.stopping import Stop, Stopped, stopping
from touchmap.costing.costing import Costing, build_costing
from touchmap.errors import UnreadableFileError
from touchmap.plan import Result
from touchmap.project import Project, Scenario, find_scenario
from touchmap.project.vocabulary import Objective
from touchmap.solving import SolveJob
from touchmap.sourcing.exporting import (
    CLOSED_HEADINGS,
    COLUMN_HEADINGS,
    ROW_HEADINGS,
    Exported,
    export_program,
)
from touchmap.verifying import verify

SAME = 1e-6
"""Relative difference up to which two values of the objective are the same."""


@dataclass(frozen=True)
class Certified:
    """A certificate and the files beside it."""

    result: Result
    data: dict[str, Any]
    """What ``certificate.json`` holds."""
    text: str
    """What ``certificate.md`` holds."""
    files: tuple[Path, ...]


def certify(
    project: Project,
    scenario: str,
    folder: Path,
    *,
    gap: float = 0.0,
    time_limit: float = 300.0,
    seed: int = 0,
    stop: Stop | None = None,
) -> Certified:
    """Solve a scenario and write what anybody needs to check the outcome with a solver of their own.

    Algorithm: the scenario is solved and the plan checked as by `touchmap.solve`. The program is built
    again and written unscaled, its constant on a column fixed at 1; with the plan held, the other columns
    are solved for, and that value must be the certificate's to 1e-6, or nothing is certified.

    Guarantee: the optimum of ``program.mps`` (and of ``program.lp``, the same program) is the optimum of
    the scenario. Any solver that reports less, by more than the gap stated, refutes the certificate.

    Parameters
    ----------
    folder
        Folder to write to; made if it does not exist. Files of the same names are overwritten.
    gap, time_limit, seed
        As for `touchmap.solve`; the preset gap asks for a full proof.
    stop
        Asked several times a second whether to stop.

    Raises
    ------
    UnknownNameError
        If there is no such scenario.
    ValueError
        If the scenario asks for today, for which nothing is proven.
    UnreadableFileError
        If a file cannot be written.
    Stopped
        If it was stopped; nothing is written then.
    """
    wanted = find_scenario(project, scenario)
    if wanted.row.objective is Objective.TODAY:
        raise ValueError("`scenario` must seek something: about today, only priced, nothing is proven")
    job = SolveJob(project, wanted.scenario_id, gap=gap, time_limit=time_limit, seed=seed)
    try:
        with stopping(job.cancel, stop):
            result = job.result()
    except BaseException:
        job.cancel()
        raise
    if stop is not None and stop():
        raise Stopped
    costing = build_costing(project)
    choice = None if result.plan is None else choice_of(costing, result.plan)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mps, lp = folder / "program.mps", folder / "program.lp"
        exported = export_program(costing, wanted, choice, mps, lp)
        _check(result, exported)
        files = [mps, lp, *_tables(folder, exported, result)]
        data = _data(project, costing, wanted, result=result, exported=exported, files=files)
        text = certificate_text(data)
        files += [folder / "certificate.json", folder / "certificate.md"]
        files[-2].write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        files[-1].write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnreadableFileError(f"cannot write to {folder}: {error.strerror or error}") from error
    return Certified(result, data, text, tuple(files))


def _check(result: Result, exported: Exported) -> None:
    if result.objective is None or exported.objective is None:
        return
    value = abs(exported.objective) - abs(result.objective)
    if abs(value) > SAME * max(1.0, abs(result.objective)):
        raise ValueError(
            f"the program as written gives {exported.objective} for the plan, and the plan is worth "
            f"{result.objective}; nothing is certified"
        )


def _tables(folder: Path, exported: Exported, result: Result) -> list[Path]:
    files = [
        _write(folder / "columns.csv", COLUMN_HEADINGS, exported.columns),
        _write(folder / "rows.csv", ROW_HEADINGS, exported.rows),
        _write(folder / "closed_options.csv", CLOSED_HEADINGS, exported.closed),
    ]
    if exported.values:
        listed = [
            (column[0], repr(value)) for column, value in zip(exported.columns, exported.values, strict=True)
        ]
        files.append(_write(folder / "solution.csv", ("column", "value"), listed))
    target = folder / "result.json"
    text = json.dumps(result.to_json_dict(), indent=2, ensure_ascii=False, allow_nan=False)
    target.write_text(text + "\n", encoding="utf-8")
    return [*files, target]


def _write(path: Path, headings: tuple[str, ...], rows: Any) -> Path:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def _data(
    project: Project,
    costing: Costing,
    scenario: Scenario,
    *,
    result: Result,
    exported: Exported,
    files: list[Path],
) -> dict[str, Any]:
    verdict = None if result.plan is None else verify(project, result)
    negated = scenario.row.objective in (Objective.QUALITY, Objective.WORST_TOUCHPOINT)
    activity = [a.model_dump(mode="json") | {"binding": a.binding} for a in result.rule_activity]
    return {
        **result.certificate.model_dump(mode="json"),
        "scenario_id": result.scenario_id,
        "scenario_name": result.scenario_name,
        "company": project.settings.name,
        "currency": result.currency,
        "message": result.message,
        "objective_kind": result.objective_kind,
        "program_optimum": None
        if result.objective is None
        else (-1.0 if negated else 1.0) * result.objective,
        "program_bound": None if result.bound is None else (-1.0 if negated else 1.0) * result.bound,
        "negated": negated,
        "constant": exported.constant,
        "scaling": 1.0,
        "solution_value": exported.objective,
        "columns": len(exported.columns),
        "rows": len(exported.rows),
        "packages": len(costing.options.packages),
        "options": len(costing.options.options),
        "closed_options": len(exported.closed),
        "rules": [
            {
                "rule_id": a.rule.rule_id,
                "stem": a.rule.stem.value,
                "strength": a.rule.strength.value,
                "reason": a.rule.reason,
                "minimum": a.rule.minimum,
                "maximum": a.rule.maximum,
                "closed_options": sum(a.rule.rule_id in c[-1].split("; ") for c in exported.closed),
                "rows": sum(r[-1] == a.rule.rule_id for r in exported.rows),
                "activity": [v for v in activity if v["rule_id"] == a.rule.rule_id],
            }
            for a in scenario.rules
        ],
        "verification": None
        if verdict is None
        else {
            "holds": verdict.ok,
            "violations": [v.message for v in verdict.violations] + list(verdict.wrong),
        },
        "files": {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files},
    }


_HOW = """\
## How to check it with another solver

`program.mps` and `program.lp` hold the same program, to be minimised. Give either to any solver of integer
programs and ask for a gap of 0:

    cbc program.mps ratioGap 0 allowableGap 0 solve
    highs program.mps --model_file program.mps
    scip -c "read program.mps optimize display solution quit"

What must come out:
"""


def certificate_text(data: dict[str, Any]) -> str:
    """The certificate for people to read, as Markdown."""
    unit = data["currency"] if data["objective_kind"] in ("cost", "blend") else "points"
    about = (
        f"{data['company'] or 'Company'}, scenario `{data['scenario_id']}`, "
        f"objective *{data['objective_kind']}*"
    )
    lines = [
        f"# Certificate: {data['scenario_name'] or data['scenario_id']}",
        "",
        about,
        "",
        "| what | value |",
        "|---|---|",
        f"| status | {data['status']} |",
        f"| objective | {_number(data['objective'])} {unit} |",
        f"| proven bound | {_number(data['bound'])} {unit} |",
        f"| gap | {_number(data['gap'], 9)} |",
        f"| solver | {data['solver']} |",
        f"| seed | {data['seed']} |",
        f"| seconds | {data['seconds']:.1f} |",
        f"| same plan again | {data['reproducible'] or '–'} |",
        f"| SHA-256 of all facts | `{data['input_hash']}` |",
        f"| independent check | {_verdict(data['verification'])} |",
        f"| program | {data['columns']} columns, {data['rows']} rows |",
        f"| packages | {data['packages']} |",
        f"| options | {data['options']}, of which {data['closed_options']} are closed |",
        "",
    ]
    if data["message"]:
        lines += [data["message"], ""]
    lines += [_HOW, *_expected(data, unit), "", *_scaling(data, unit), ""]
    lines += ["## Rules", ""]
    if not data["rules"]:
        lines += ["No rule is on.", ""]
    else:
        lines += [
            "| rule | what | strength | value | at least | at most | slack | binding |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for rule in data["rules"]:
            lines += _rule_lines(rule)
        lines += ["", "Rules without a figure close options; `closed_options.csv` lists them.", ""]
    lines += ["## Files", "", "| file | SHA-256 |", "|---|---|"]
    lines += [f"| `{name}` | `{digest}` |" for name, digest in data["files"].items()]
    return "\n".join(lines) + "\n"


def _expected(data: dict[str, Any], unit: str) -> list[str]:
    if data["status"] == "infeasible":
        return ["* the solver says that the program is infeasible."]
    if data["program_optimum"] is None:
        return ["* nothing is claimed: no plan was found, and nothing was proven."]
    lines = [f"* the optimum is at most **{_number(data['program_optimum'], 6)}** {unit} (to 1e-6 of it);"]
    if data["program_bound"] is not None:
        lines.append(f"* it is at least **{_number(data['program_bound'], 6)}** {unit}, the proven bound;")
    lines.append(
        "* the values in `solution.csv` hold every row and give the first of these figures. It may lie up to "
        "a millionth above the optimum: among plans as good, the one with the fewest moves is taken."
    )
    return lines


def _scaling(data: dict[str, Any], unit: str) -> list[str]:
    turned = (
        " Higher is better for this objective, so the program minimises its negative: turn the sign."
        if data["negated"]
        else ""
    )
    told = (
        f"Coefficients of the objective are in {unit}, unscaled: the number another solver reports is the "
        f"one above.{turned} What does not depend on any choice, {_number(data['constant'], 6)}, stands on "
        "the column of kind `one`, which is fixed at 1, because solvers read a constant of the objective "
        "in different ways. touchmap itself divides the objective by a number before it solves, which "
        "changes no plan. `columns.csv` and `rows.csv` say what each column and row stands for."
    )
    return ["## Constants and scaling", "", told]


def _rule_lines(rule: dict[str, Any]) -> list[str]:
    head = f"| `{rule['rule_id']}` | {rule['stem']} | {rule['strength']} |"
    figures = [
        f"{head} {_number(a['value'], 4)}{' (' + a['subject'] + ')' if a['subject'] else ''} "
        f"| {_number(a['minimum'], 4)} | {_number(a['maximum'], 4)} | {_number(a['slack'], 4)} "
        f"| {'yes' if a['binding'] else 'no'} |"
        for a in rule["activity"]
    ]
    return figures or [f"{head} closes {rule['closed_options']} options | – | – | – | – |"]


def _verdict(found: dict[str, Any] | None) -> str:
    if found is None:
        return "nothing to check: there is no plan"
    return "passed" if found["holds"] else "FAILED: " + "; ".join(found["violations"])


def _number(value: float | None, decimals: int = 2) -> str:
    return "–" if value is None else f"{value:,.{decimals}f}"
