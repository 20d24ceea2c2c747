"""``stress``, ``certify`` and ``reexamine``: a plan in many futures, for the auditor, and beside today."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from touchmap.cli.options import Gap, ProjectArgument, TimeLimit
from touchmap.cli.outcome import BadUsageError, ExitCode, guarded
from touchmap.cli.running import DEFAULT_GAP, DEFAULT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from touchmap.analysis.outage import Drill
    from touchmap.analysis.stress import OnProgress, Stress
    from touchmap.plan import Plan
    from touchmap.project import Project

FORMS = (".xlsx", ".json")
ScenarioOption = Annotated[str, typer.Option("--scenario", "-s", help="Id or name of the scenario.")]


@guarded
def stress(
    project: ProjectArgument,
    *,
    scenario: ScenarioOption = "blended",
    draws: Annotated[int, typer.Option("--draws", min=1, help="Futures in which plans are priced.")] = 1000,
    reoptimise: Annotated[
        int, typer.Option("--reoptimise", min=0, help="Of these, how many are solved anew.")
    ] = 0,
    futures: Annotated[
        int, typer.Option("--futures", min=0, help="Futures the least-regret plan looks at; 0 = without it.")
    ] = 3,
    outage: Annotated[
        bool, typer.Option("--outage/--no-outage", help="Let each provider of the plan fail.")
    ] = True,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws.")] = 0,
    processes: Annotated[int, typer.Option("--processes", min=1, help="Processes of this machine.")] = 2,
    cluster: Annotated[
        str, typer.Option("--cluster", metavar="ADDRESS", help="Dask scheduler, such as tcp://host:8786.")
    ] = "",
    resume: Annotated[
        Path | None, typer.Option("--resume", metavar="FILE", help="Keep finished draws here; go on from it.")
    ] = None,
    out: Annotated[
        list[Path] | None, typer.Option("--out", metavar="FILE", help="Write .xlsx or .json; repeatable.")
    ] = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
    gap: Gap = DEFAULT_GAP,
) -> None:
    """Try a plan in many futures: what it costs, whether it holds, what would have been best; who may fail.

    For example:

    - `touchmap stress telecom_isp`

    - `touchmap stress acme.xlsx --draws 1000 --reoptimise 200 --resume stress.jsonl --out stress.xlsx`

    - `touchmap stress insurer --reoptimise 1000 --cluster tcp://10.0.0.5:8786`
    """
    from touchmap.analysis.fleet import Fleet
    from touchmap.analysis.outage import outage_drill
    from touchmap.analysis.stress import stress as run_stress
    from touchmap.cli.places import load, require_folder
    from touchmap.cli.terminal import output
    from touchmap.report.text import stress as text

    for path in out or []:
        if path.suffix.lower() not in FORMS:
            raise BadUsageError(f"{path}: a stress test is written as .xlsx or .json")
    for path in (*(out or []), *([resume] if resume else [])):
        require_folder(path)
    if reoptimise > draws:
        raise BadUsageError(f"--reoptimise {reoptimise} is more than --draws {draws}")
    facts = load(project)
    choice = _plan_of(facts, scenario, time_limit, gap)
    fleet = Fleet(processes, cluster)
    with _counting("Futures") as show:
        tested = run_stress(
            facts,
            scenario,
            draws,
            seed,
            reoptimise,
            plan=choice,
            futures=futures,
            gap=gap,
            time_limit=time_limit,
            fleet=fleet,
            resume=resume,
            on_progress=show,
        )
    drill = None
    if outage:
        with _counting("Outages"):
            drill = outage_drill(facts, scenario, plan=choice, gap=gap, time_limit=time_limit, fleet=fleet)
    console = output()
    console.print(text.stress(facts, tested))
    if drill is not None:
        console.print()
        console.print(text.outages(facts, drill))
    for path in out or []:
        _write(facts, tested, drill, path)


def _plan_of(project: Project, scenario: str, time_limit: float, gap: float) -> Plan:
    """The plan of a scenario; says why there is none and ends."""
    from touchmap.cli.running import exit_code, run
    from touchmap.cli.terminal import errors
    from touchmap.report import text

    result = run(project, scenario, time_limit=time_limit, gap=gap)
    if result.plan is None:
        errors().print(text.headline(project, result))
        raise typer.Exit(exit_code(result) or ExitCode.NO_PLAN)
    return result.plan


def _counting(what: str) -> AbstractContextManager[OnProgress]:
    from contextlib import contextmanager

    from touchmap.cli.terminal import errors

    @contextmanager
    def showing() -> Iterator[OnProgress]:
        console = errors()
        if not console.is_terminal:
            yield lambda _done, _all: None
            return
        with console.status(what) as status:
            yield lambda done, whole: status.update(f"{what}: {done:,} of {whole:,}")

    return showing()


def _write(project: Project, tested: Stress, drill: Drill | None, path: Path) -> None:
    from touchmap.cli.places import write_json, writing
    from touchmap.report.stress import write_stress

    if path.suffix.lower() == ".json":
        data = {**tested.to_json_dict(), "outages": None if drill is None else drill.to_json_dict()}
        write_json(data, str(path), typer.echo)
        return
    with writing():
        write_stress(project, tested, drill, path)


@guarded
def certify(
    project: ProjectArgument,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the certificate.")],
    scenario: ScenarioOption = "blended",
    time_limit: TimeLimit = 300.0,
    gap: Gap = 0.0,
) -> None:
    """Prove a plan and write what an auditor needs: certificate, program as .mps and .lp, solution.

    Ends as `solve` does: with 0 for a plan, 4 if proven that there is none, 5 if the time limit came first.

    For example:

    - `touchmap certify insurer --out audit`

    - `touchmap certify acme.xlsx --scenario cheapest --out audit --gap 0.0001`
    """
    from touchmap.analysis.certificate import certify as write_certificate
    from touchmap.cli.places import load, require_folder, writing
    from touchmap.cli.progress import waiting
    from touchmap.cli.running import exit_code
    from touchmap.cli.terminal import output
    from touchmap.project import find_scenario
    from touchmap.project.vocabulary import Objective

    require_folder(out)
    if out.exists() and not out.is_dir():
        raise BadUsageError(f"{out} is not a folder")
    facts = load(project)
    if find_scenario(facts, scenario).row.objective is Objective.TODAY:
        raise BadUsageError("nothing is proven about today, which is only priced; name another --scenario")
    with waiting(f"Proving {scenario}"), writing():
        done = write_certificate(facts, scenario, out, gap=gap, time_limit=time_limit)
    output().print(done.text, markup=False, soft_wrap=True)
    code = exit_code(done.result)
    if code:
        raise typer.Exit(code)


@guarded
def reexamine(
    project: ProjectArgument,
    *,
    scenario: ScenarioOption = "blended",
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="Day to count from, such as 2027-04-01.")
    ] = "",
    json_file: Annotated[
        str, typer.Option("--json", metavar="FILE", help="Write it as JSON; - prints only JSON.")
    ] = "",
    time_limit: TimeLimit = DEFAULT_SECONDS,
    gap: Gap = 1e-4,
) -> None:
    """Look at today's contracts anew: what is worth moving now, what at their end, what not at all.

    For example:

    - `touchmap reexamine telecom_isp`

    - `touchmap reexamine acme.xlsx --scenario cheapest --as-of 2027-04-01 --json examined.json`
    """
    from datetime import date

    from touchmap.analysis.reexamine import re_examine
    from touchmap.cli.places import load, require_folder, write_json
    from touchmap.cli.progress import waiting
    from touchmap.cli.terminal import output
    from touchmap.project import find_scenario
    from touchmap.project.vocabulary import Objective
    from touchmap.report.text.reexamine import reexamination

    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError:
        raise BadUsageError(f"--as-of {as_of}: give a date as 2027-04-01") from None
    if json_file and json_file != "-":
        require_folder(Path(json_file))
    facts = load(project)
    if find_scenario(facts, scenario).row.objective is Objective.TODAY:
        raise BadUsageError("today is always laid beside the plan; name another --scenario")
    if day is None and facts.settings.start_on is None:
        raise BadUsageError("the project does not state start_on; give a day with --as-of")
    with waiting("Examining contracts"):
        found = re_examine(facts, scenario, day, gap=gap, time_limit=time_limit)
    if json_file:
        write_json(found.to_json_dict(), json_file, typer.echo)
    if json_file != "-":
        output().print(reexamination(facts, found))
    codes = {"infeasible": ExitCode.INFEASIBLE, "no_plan": ExitCode.NO_PLAN, "error": ExitCode.ENVIRONMENT}
    if found.status in codes:
        raise typer.Exit(codes[found.status])
