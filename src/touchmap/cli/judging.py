"""``scorecard`` and ``risks``: providers compared, and what could go wrong with a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from touchmap.cli.options import ProjectArgument
from touchmap.cli.outcome import BadUsageError, guarded


@guarded
def scorecard(
    project: ProjectArgument,
    process: Annotated[
        str,
        typer.Option("--process", "-p", metavar="ID", help="Only this process, with weights that suit it."),
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write everything as an .xlsx workbook.")
    ] = None,
) -> None:
    """Compare providers: gates before scores, ten criteria, price per resolved contact, how sure.

    For example:

    - `touchmap scorecard telecom_isp`

    - `touchmap scorecard acme.xlsx --process P07 --out scorecard.xlsx`
    """
    from touchmap.analysis.scorecard import build_scorecard
    from touchmap.cli.places import load, require_folder, writing
    from touchmap.cli.terminal import output
    from touchmap.report import text
    from touchmap.report.scorecard import write_scorecard

    _require_workbook(out, "a scorecard")
    if out is not None:
        require_folder(out)
    facts = load(project)
    card = build_scorecard(facts, process or None)
    console = output()
    console.print(text.scorecard(facts, card, width=console.width))
    if out is not None:
        with writing():
            write_scorecard(facts, card, out)


def _require_workbook(out: Path | None, what: str) -> None:
    if out is not None and out.suffix.lower() != ".xlsx":
        raise BadUsageError(f"{out}: {what} is written as .xlsx")
