"""``explain``, ``rules`` and ``negotiate``: why, what a rule costs, at which rate an offer wins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from touchmap.cli.options import ProjectArgument
from touchmap.cli.outcome import BadUsageError, ExitCode, guarded

if TYPE_CHECKING:
    from rich.console import RenderableType

    from touchmap.analysis.asking import Asker
    from touchmap.plan import SolveStatus
    from touchmap.project import Project

FORMS = (".xlsx", ".csv")
GAP = 1e-4
Found = TypeVar("Found")

Scenario = Annotated[str, typer.Option("--scenario", "-s", help="Id or name of the scenario.")]
Seconds = Annotated[
    float,
    typer.Option("--time-limit", min=0.1, metavar="SECONDS", help="Time for all questions about the plan."),
]
ClosestGap = Annotated[
    float, typer.Option("--gap", min=0.0, max=1.0, metavar="SHARE", help="Proven gap of each solve.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@contextmanager
def _asker(project: Project, what: str, gap: float) -> Iterator[Asker]:
    """An asker whose answers are counted in the terminal."""
    from touchmap.analysis.asking import Asker
    from touchmap.cli.terminal import errors

    console = errors()
    if not console.is_terminal:
        with Asker(project, gap=gap) as asker:
            yield asker
        return
    with console.status(what) as status:

        def heard(done: int, asked: int) -> None:
            status.update(f"{what}: {done} of {asked} answered")

        with Asker(project, gap=gap, on_answer=heard) as asker:
            yield asker


@contextmanager
def _table_so_far(table: Callable[[Found], RenderableType]) -> Iterator[Callable[[Found], None]]:
    """Show in a terminal what is found so far, gone when it is done; gives a function that takes it."""
    from touchmap.cli.terminal import errors

    console = errors()
    if not console.is_terminal:
        yield lambda _: None
        return
    from rich.live import Live

    with Live("Looking for the best plan …", console=console, transient=True, auto_refresh=False) as live:
        yield lambda found: live.update(table(found), refresh=True)


def _end(status: SolveStatus) -> None:
    from touchmap.plan import SolveStatus

    codes = {SolveStatus.INFEASIBLE: ExitCode.INFEASIBLE, SolveStatus.NO_PLAN: ExitCode.NO_PLAN}
    if status in codes:
        raise typer.Exit(codes[status])


def _require_sought(project: Project, scenario: str) -> None:
    from touchmap.project import find_scenario
    from touchmap.project.vocabulary import Objective

    if find_scenario(project, scenario).row.objective is Objective.TODAY:
        raise BadUsageError(f"{scenario} is priced and not sought; name a scenario that is solved")


@guarded
def explain(
    project: ProjectArgument,
    process: Annotated[str, typer.Argument(metavar="PROCESS", help="Id or name of a process, or a package.")],
    *,
    scenario: Scenario = "blended",
    whole: Annotated[bool, typer.Option("--whole", help="Price the whole process as one lot too.")] = False,
    most: Annotated[
        int | None, typer.Option("--most", min=1, metavar="N", help="Prices sought for each package.")
    ] = None,
    time_limit: Seconds = 2.0,
    gap: ClosestGap = GAP,
    as_json: AsJson = False,
) -> None:
    """Say why a process is where it is: each provider's reasons against it, or the price of going there.

    A price is how much worse the whole plan would be, between limits that are proven. More time brings
    them closer.

    For example:

    - `touchmap explain telecom_isp P04`

    - `touchmap explain acme Billing --scenario cheapest --time-limit 60 --whole`
    """
    from touchmap.analysis.explain import explain as explain_process
    from touchmap.cli.places import load, write_json
    from touchmap.cli.terminal import output
    from touchmap.report.text.explain import explanation

    facts = load(project)
    _require_sought(facts, scenario)
    with _asker(facts, f"Explaining {process}", gap) as asker:
        found = explain_process(
            facts, process, scenario, asker, seconds=time_limit, gap=gap, most=most, whole=whole
        )
    if as_json:
        write_json(found.to_json_dict(), "-", typer.echo)
    else:
        output().print(explanation(found))
    _end(found.status)


@guarded
def rules(
    project: ProjectArgument,
    *,
    scenario: Scenario = "blended",
    pairs: Annotated[bool, typer.Option("--pairs", help="Look for pairs that are dear together.")] = False,
    curve: Annotated[
        str, typer.Option("--curve", metavar="RULE", help="Show what each limit of this rule would cost.")
    ] = "",
    limit: Annotated[
        list[float] | None, typer.Option("--limit", help="With --curve: a limit to try; repeatable.")
    ] = None,
    time_limit: Seconds = 20.0,
    gap: ClosestGap = GAP,
    as_json: AsJson = False,
) -> None:
    """Price each rule: the best plan with it against the best plan without it.

    In a terminal prices are shown as they are proven: first what each rule costs at least.

    For example:

    - `touchmap rules telecom_isp`

    - `touchmap rules acme --curve offshore_cap --limit 0.2 --limit 0.3`

    - `touchmap rules insurer --pairs --time-limit 120`
    """
    from touchmap.analysis.asking import Asker
    from touchmap.analysis.limit_curves import limit_curve
    from touchmap.analysis.rule_prices import rule_prices
    from touchmap.cli.places import load, write_json
    from touchmap.cli.terminal import output
    from touchmap.report.text import rule_prices as text

    if limit and not curve:
        raise BadUsageError("--limit belongs to --curve: say of which rule")
    facts = load(project)
    _require_sought(facts, scenario)
    if curve:
        with _asker(facts, f"Limits of {curve}", gap) as asker:
            try:
                line = limit_curve(facts, scenario, curve, limit, asker, seconds=time_limit, gap=gap)
            except ValueError as error:
                raise BadUsageError(str(error)) from error
        if as_json:
            write_json(line.to_json_dict(), "-", typer.echo)
        else:
            output().print(text.limit_curve(line))
        return
    with _table_so_far(text.rule_prices_so_far) as show, Asker(facts, gap=gap) as asker:
        found = rule_prices(facts, scenario, asker, pairs=pairs, seconds=time_limit, gap=gap, on_prices=show)
    if as_json:
        write_json(found.to_json_dict(), "-", typer.echo)
    else:
        output().print(text.rule_prices(found))
    _end(found.status)


@guarded
def negotiate(
    project: ProjectArgument,
    *,
    scenario: Scenario = "blended",
    provider: Annotated[
        str, typer.Option("--provider", metavar="ID", help="Only this provider; else every third party.")
    ] = "",
    by_package: Annotated[
        bool, typer.Option("--by-package", help="List packages and not whole processes.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the list as .xlsx or .csv.")
    ] = None,
    time_limit: Seconds = 30.0,
    gap: ClosestGap = GAP,
    as_json: AsJson = False,
) -> None:
    """List what to negotiate: the rate at which each offer wins or loses the work, the closest first.

    For example:

    - `touchmap negotiate telecom_isp --provider PR06`

    - `touchmap negotiate acme --out negotiation.xlsx --time-limit 300`
    """
    from touchmap.analysis.break_even import negotiation_list
    from touchmap.cli.places import load, require_folder, write_json, writing
    from touchmap.cli.terminal import output
    from touchmap.report.negotiation import write_negotiation
    from touchmap.report.text.break_even import negotiation

    if out is not None:
        if out.suffix.lower() not in FORMS:
            raise BadUsageError(f"{out}: the list is written as .xlsx or .csv")
        require_folder(out)
    facts = load(project)
    _require_sought(facts, scenario)
    with _asker(facts, "Looking for break-even rates", gap) as asker:
        found = negotiation_list(
            facts, scenario, provider or None, asker, by_package=by_package, seconds=time_limit, gap=gap
        )
    if as_json:
        write_json(found.to_json_dict(), "-", typer.echo)
    else:
        output().print(negotiation(found))
    if out is not None:
        with writing():
            write_negotiation(facts, found, out)
