"""The five questions on the command line: asked or read; each proposal is shown before it is applied."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from touchmap.cli.outcome import BadUsageError
from touchmap.errors import UnreadableFileError

if TYPE_CHECKING:
    from touchmap.project import Project
    from touchmap.project.questions import Answers, Proposal

ALL, SUGGESTED = "all", "suggested"
ASKED: Mapping[str, str] = {
    "stance": "1 What is customer contact to you?",
    "motives": "2 Why do you look at sourcing? The most important first",
    "stays": "3 What must stay with your own staff?",
    "languages": "4 Which languages do your customers speak?",
    "markets": "  Where are they? The home country first",
    "scope": "5 Which stages do you look at? None = all",
}
STANCES: Mapping[str, str] = {
    "service": "what sets us apart",
    "balanced": "good at a fair cost",
    "cost": "a cost to keep low",
}
LISTED = 12
"""Options up to which each has a line and a number; of more, only their values are shown."""


def answered(project: Project, answers: Path | None, take: str | None) -> tuple[Project, int, int]:
    """A project with what the answers propose, as far as it is wanted.

    Parameters
    ----------
    answers
        TOML or JSON document of the answers; none = they are asked.
    take
        ``all``, ``suggested`` or keys of proposals, separated by commas; none = each one is asked.

    Returns
    -------
    Project, int, int
        The project, how many proposals were taken over, and how many there were.

    Raises
    ------
    BadUsageError
        If answers do not fit the project, or what is to be taken over is no proposal.
    """
    from touchmap.project.questions import apply_proposals, propose, read_answers
    from touchmap.solving import cost_of_today

    try:
        given = _ask(project) if answers is None else read_answers(project, _read(answers))
    except ValueError as error:
        raise BadUsageError(str(error) if answers is None else f"{answers}: {error}") from error
    found = propose(project, given, cost_today=cost_of_today(project))
    wanted = _wanted(found, take)
    try:
        change = apply_proposals(project, wanted)
    except ValueError as error:
        raise BadUsageError(str(error)) from error
    return (change.apply(project) if wanted else project), len(wanted), len(found)


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        found = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as error:
        raise BadUsageError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(f"{path} is not a TOML or JSON document: {error}") from error
    if not isinstance(found, dict):
        raise UnreadableFileError(f"{path} holds no answers; it has a key for each question")
    return found


def _ask(project: Project) -> Answers:
    from touchmap.project.questions import answer_options, read_answers
    from touchmap.report.text.languages import language_words

    typer.echo("Five answers propose rules, weights and what is sought. Enter alone leaves a question out.")
    typed: dict[str, object] = {}
    for name, options in answer_options(project).items():
        shown = STANCES if name == "stance" else options
        if name == "languages":
            shown = {code: language_words(code).removesuffix(f" ({code})") for code in options}
        typed[name] = _asked(ASKED[name], options, shown, single=name == "stance")
    return read_answers(project, typed)


def _asked(question: str, options: Mapping[str, str], shown: Mapping[str, str], *, single: bool) -> list[str]:
    from touchmap.project.questions import chosen_of

    typer.echo(f"\n{question}")
    if len(options) <= LISTED:
        for number, (value, name) in enumerate(shown.items(), 1):
            typer.echo(f"  {number} {value}" + (f": {name}" if name != value else ""))
    else:
        typer.echo("  " + ", ".join(v if v == n else f"{v} ({n})" for v, n in shown.items()))
    hint = "Number or word" if single else "Numbers or words, separated by commas"
    while True:
        typed = [
            word for word in typer.prompt(hint, default="", show_default=False).split(",") if word.strip()
        ]
        try:
            chosen = list(chosen_of(typed, options))
        except ValueError as error:
            typer.echo(f"  {error}")
            continue
        if single and len(chosen) > 1:
            typer.echo("  Only one, please.")
            continue
        return chosen


def _wanted(found: list[Proposal], take: str | None) -> list[Proposal]:
    """The proposals that are wanted; each is shown with its reason before anything is applied."""
    keys = {word.strip() for word in (take or "").split(",") if word.strip()}
    known = {one.key for one in found}
    if unknown := sorted(keys - known - {ALL, SUGGESTED}):
        raise BadUsageError(f"no proposal is called {unknown[0]!r}; there are: {', '.join(sorted(known))}")
    typer.echo(f"\n{len(found)} proposals follow from it:" if found else "\nNothing follows from it.")
    wanted = []
    for one in found:
        typer.echo(f"\n{one.what} [{one.key}]\n  {one.why}")
        if not keys:
            taken = typer.confirm("  Take it over?", default=one.suggested)
        else:
            taken = ALL in keys or one.key in keys or (SUGGESTED in keys and one.suggested)
            typer.echo("  Taken over." if taken else "  Left out.")
        if taken:
            wanted.append(one)
    return wanted
