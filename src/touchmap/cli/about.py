"""``schema`` and ``versions``."""

from __future__ import annotations

from typing import Annotated

import typer

from touchmap.cli.outcome import guarded


@guarded
def schema(
    out: Annotated[
        str, typer.Option("--out", metavar="FILE", help="Write the schema to a file; - is the terminal.")
    ] = "-",
) -> None:
    """Print the JSON Schema of a project.

    For example:

    - `touchmap schema`

    - `touchmap schema --out project.schema.json`
    """
    from touchmap.cli.places import write_json
    from touchmap.project.dictionary import json_schema

    write_json(json_schema(), out, typer.echo)


SHOWN_PACKAGES = (
    "touchmap",
    "highspy",
    "pulp",
    "numpy",
    "pandas",
    "pydantic",
    "openpyxl",
)
"""Packages whose versions matter when a result is to be repeated."""


@guarded
def versions() -> None:
    """Print the versions of touchmap, Python and the libraries a result depends on.

    For example:

    - `touchmap versions`
    """
    import platform
    from importlib.metadata import PackageNotFoundError, version

    found = [("python", platform.python_version())]
    for name in SHOWN_PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            found.append((name, "not installed"))
    for name, number in found:
        typer.echo(f"{name:<10} {number}")
