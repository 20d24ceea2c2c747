"""Arguments and options several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

ProjectArgument = Annotated[
    str,
    typer.Argument(metavar="PROJECT", help="Folder, .xlsx, .json, or telecom_isp, insurer, online_retailer."),
]
TimeLimit = Annotated[
    float, typer.Option("--time-limit", min=0.1, metavar="SECONDS", help="Longest time for one solve.")
]
Gap = Annotated[
    float,
    typer.Option(
        "--gap", min=0.0, max=1.0, metavar="SHARE", help="Proven gap at which to stop; 0.001 is 0.1 %."
    ),
]
WorkLimit = Annotated[
    int | None,
    typer.Option(
        "--work-limit", min=1, metavar="NODES", help="Longest search; stops at the same plan on every run."
    ),
]
