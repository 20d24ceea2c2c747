"""Commands that check: ``validate`` and ``verify``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from touchmap.cli.options import ProjectArgument
from touchmap.cli.outcome import BadUsageError, ExitCode, guarded

if TYPE_CHECKING:
    from touchmap.errors import Issue


@guarded
def validate(
    project: ProjectArgument,
    as_json: Annotated[bool, typer.Option("--json", help="Print the issues as JSON.")] = False,
    list_all: Annotated[
        bool, typer.Option("--all", help="List every issue, not the first few of a kind.")
    ] = False,
) -> None:
    """List every problem in a project, with its place and what to do about it.

    Ends with 0 if there are only warnings, with 3 if there are errors.

    For example:

    - `touchmap validate acme.xlsx`

    - `touchmap validate acme --json`
    """
    from touchmap.cli.issues import count_of, print_issues
    from touchmap.cli.places import write_json
    from touchmap.cli.terminal import output

    issues = _all_issues(project)
    wrong, doubtful = count_of(issues)
    if as_json:
        rows = [issue.to_dict() for issue in issues]
        data = {"valid": not wrong, "errors": wrong, "warnings": doubtful, "issues": rows}
        write_json(data, "-", typer.echo)
    else:
        print_issues(output(), issues, list_all=list_all)
    if wrong:
        raise typer.Exit(ExitCode.INVALID_DATA)


def _all_issues(name: str) -> list[Issue]:
    """Issues of the files, and of the project as a whole, such as work nobody can do."""
    from touchmap.cli.places import read
    from touchmap.cli.progress import waiting
    from touchmap.solving import validate as validate_whole

    with waiting("Checking"):
        project, issues = read(name)
        if project is None:
            return issues
        known = {(i.code, i.where.row_id, i.message) for i in issues}
        whole = validate_whole(project)
        return [*issues, *(i for i in whole if (i.code, i.where.row_id, i.message) not in known)]


@guarded
def verify(
    project: ProjectArgument,
    result: Annotated[str, typer.Argument(metavar="RESULT", help="Result that touchmap solve --json wrote.")],
) -> None:
    """Check a result anew against the facts, without the solver: every rule, every limit, the money.

    Ends with 0 if the plan holds, with 3 if it breaks anything or is not worth what it claims.

    For example:

    - `touchmap verify telecom_isp result.json`
    """
    from touchmap.cli.places import load, read_result
    from touchmap.cli.progress import waiting
    from touchmap.cli.terminal import errors, output
    from touchmap.findings.case import count
    from touchmap.verifying import verify as verify_result

    claimed, facts = read_result(result), load(project)
    if claimed.plan is None:
        raise BadUsageError(f"{result} holds no plan (status {claimed.status.value})")
    with waiting("Checking"):
        found = verify_result(facts, claimed)
    if not found.same_input:
        note = "The project has changed since this result was found (or it is another project)."
        errors().print(note, style="yellow", markup=False)
    console = output()
    for violation in found.violations:
        console.print(f"broken: {violation.message}", markup=False)
    for sentence in found.wrong:
        console.print(f"wrong: {sentence}", markup=False)
    if not found.ok:
        broken = f": {len(found.violations)} broken" if found.violations else ""
        console.print(f"The plan does not hold{broken}.", style="bold red")
        raise typer.Exit(ExitCode.INVALID_DATA)
    rules = len({activity.rule_id for activity in found.plan.activity})
    console.print(
        f"The plan holds: {count(len(claimed.plan), 'package')}, {count(rules, 'rule')} on, "
        f"cost {found.plan.evaluation.cost:,.0f} {facts.settings.currency}. "
        "Every reported figure is right; the bound is what the solver proved.",
        markup=False,
    )
