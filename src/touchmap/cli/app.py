"""The commands, gathered."""

from __future__ import annotations

from typing import Annotated

import typer

from touchmap.cli import (
    about,
    checking,
    choosing,
    futures,
    journal,
    judging,
    mapping,
    money,
    pricing,
    projects,
    serving,
    showing,
    solving,
    staffing,
    stored,
    workspace,
)

app = typer.Typer(
    name="touchmap",
    help="Map customer touchpoints and find the best blend of in-house and outsourced providers.",
    epilog="PROJECT is a folder of CSV tables, an .xlsx workbook, a .json document, or the name of a sample: "
    "telecom_isp, insurer, online_retailer, or workspace:NAME for a project of the workspace.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def everywhere(
    workspace: Annotated[
        str,
        typer.Option(
            "--workspace",
            metavar="URL",
            help="Where workspace:NAME is: a file or postgresql://…; default: TOUCHMAP_WORKSPACE.",
        ),
    ] = "",
) -> None:
    """Map customer touchpoints and find the best blend of in-house and outsourced providers."""
    stored.use_everywhere(workspace)


for name, command in (
    ("demo", showing.demo),
    ("app", serving.app),
    ("new", projects.new),
    ("template", projects.template),
    ("import", projects.import_),
    ("market", projects.market),
    ("map", mapping.map_),
    ("validate", checking.validate),
    ("solve", solving.solve),
    ("verify", checking.verify),
    ("compare", showing.compare),
    ("clash", choosing.clash),
    ("frontier", choosing.frontier),
    ("alternatives", choosing.alternatives),
    ("explain", pricing.explain),
    ("rules", pricing.rules),
    ("negotiate", pricing.negotiate),
    ("stress", futures.stress),
    ("certify", futures.certify),
    ("reexamine", futures.reexamine),
    ("staff", staffing.staff),
    ("peak", staffing.peak),
    ("case", money.case),
    ("board", money.board),
    ("trace", money.trace),
    ("scorecard", judging.scorecard),
    ("risks", judging.risks),
    ("log", journal.log),
    ("undo", journal.undo),
    ("redo", journal.redo),
    ("schema", about.schema),
    ("versions", about.versions),
):
    app.command(name)(command)
app.add_typer(workspace.app, name="workspace")
