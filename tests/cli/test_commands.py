"""The command line: what each command does, how it ends, and what people see when something is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.builders import company, own, stream, today
from touchmap.cli.app import app
from touchmap.cli.outcome import ExitCode
from touchmap.files import load, save
from touchmap.project.journey_defaults import blank_project

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    "demo",
    "app",
    "new",
    "template",
    "import",
    "market",
    "map",
    "validate",
    "solve",
    "verify",
    "compare",
    "clash",
    "frontier",
    "alternatives",
    "explain",
    "rules",
    "negotiate",
    "stress",
    "certify",
    "reexamine",
    "staff",
    "peak",
    "case",
    "board",
    "trace",
    "scorecard",
    "risks",
    "log",
    "undo",
    "redo",
    "schema",
    "versions",
)


@pytest.fixture
def run():
    """Run a command in this process."""
    runner = CliRunner(env={"COLUMNS": "120", "TERM": "dumb"})
    return lambda *args: runner.invoke(app, [str(arg) for arg in args])


def in_a_process(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run touchmap as people do, in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "touchmap", *args],
        check=False,
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )


@pytest.fixture(scope="module")
def small_json(small, tmp_path_factory) -> Path:
    """The small project as a JSON document."""
    path = tmp_path_factory.mktemp("small") / "small.json"
    save(small, path)
    return path


# --- Help and documentation -----------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(run, command):
    """Every command's help shows how it is called."""
    done = run(command, "--help")
    assert done.exit_code == 0
    assert f"touchmap {command}" in done.output


def test_every_command_is_listed():
    """The commands are exactly those the tests know."""
    assert tuple(c.name for c in app.registered_commands) == COMMANDS
    assert [g.name for g in app.registered_groups] == ["workspace"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command):
    """docs/cli.md has a section with an example for every command."""
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {command}\n")[2].partition("\n## ")[0]
    assert f"    touchmap {command}" in section


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented(command):
    """docs/cli.md names every option, in the command's own section or as that of another command."""
    import typer.main

    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {command}\n")[2].partition("\n## ")[0]
    known = typer.main.get_command(app).commands[command].params
    options = [name for p in known for name in p.opts if name.startswith("--") and name != "--help"]
    assert [name for name in options if name not in section] == []


def test_help_is_quick():
    """The list of commands appears in less than a second (the best of three)."""
    import time

    def once() -> float:
        start = time.perf_counter()
        assert in_a_process("--help", cwd=ROOT).returncode == 0
        return time.perf_counter() - start

    assert min(once() for _ in range(3)) < 1.0


# --- Making and converting projects ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["acme", "acme.xlsx", "acme.json"])
def test_new_makes_an_empty_project(run, tmp_path, name):
    """A new project has its name and the eight default stages, in any form."""
    done = run("new", tmp_path / name, "--name", "Acme Energy")
    assert done.exit_code == 0, done.output
    from touchmap.files import read_project

    project, _ = read_project(tmp_path / name, check=False)
    assert project == blank_project("Acme Energy")


def test_new_from_a_sample_is_that_sample(run, tmp_path, data_folder):
    """A copy of a sample is the sample."""
    assert run("new", tmp_path / "mine", "--sample", "insurer").exit_code == 0
    assert load(tmp_path / "mine") == load(data_folder / "insurer")


def test_new_overwrites_only_when_told(run, tmp_path):
    """What exists is kept unless --force is given."""
    target = tmp_path / "acme.json"
    target.write_text("mine")
    assert run("new", target).exit_code == ExitCode.USAGE
    assert target.read_text() == "mine"
    assert run("new", target, "--force").exit_code == 0


def test_template_is_a_workbook(run, tmp_path):
    """A template is an Excel workbook; another ending is refused."""
    assert run("template", tmp_path / "acme.xlsx").exit_code == 0
    assert (tmp_path / "acme.xlsx").read_bytes()[:2] == b"PK"
    assert run("template", tmp_path / "acme.ods").exit_code == ExitCode.USAGE


def test_import_keeps_every_fact(run, tmp_path, small, small_json):
    """From JSON to a workbook to a folder nothing is lost."""
    assert run("import", small_json, tmp_path / "a.xlsx").exit_code == 0
    assert run("import", tmp_path / "a.xlsx", tmp_path / "b").exit_code == 0
    assert load(tmp_path / "b") == small


def test_import_writes_nothing_while_there_are_errors(run, tmp_path):
    """A project with errors is listed and not written, unless it is said to be unfinished."""
    save(blank_project("Acme"), tmp_path / "acme.json")
    done = run("import", tmp_path / "acme.json", tmp_path / "b")
    assert done.exit_code == ExitCode.INVALID_DATA
    assert "table processes – has no row" in done.output
    assert not (tmp_path / "b").exists()
    assert run("import", tmp_path / "acme.json", tmp_path / "b", "--unfinished").exit_code == 0
    assert (tmp_path / "b").is_dir()


def test_market_lists_countries(run, small_json):
    """Without --add the countries and their rates are listed."""
    done = run("market", small_json)
    assert done.exit_code == 0
    assert "Poland" in done.output


def test_market_adds_stand_ins(run, tmp_path, small_json):
    """Stand-ins are added once, at the rate asked for, and written where asked."""
    out = tmp_path / "with.json"
    assert run("market", small_json, "--add", "PL,pt", "--rate", "low", "--out", out).exit_code == 0
    ids = {p.provider_id for p in load(out).providers}
    assert {"MKT-PL", "MKT-PT"} <= ids
    again = run("market", out, "--add", "PL")
    assert again.exit_code == 0
    assert "0 added" in again.output


@pytest.mark.parametrize("args", [("--add", "XX"), ("--add", "PL", "--rate", "cheap")])
def test_market_refuses_what_it_does_not_know(run, small_json, args):
    """An unknown country or rate is wrong use."""
    done = run("market", small_json, *args)
    assert done.exit_code == ExitCode.USAGE
    assert "Traceback" not in done.output


def test_samples_are_never_changed(run):
    """A sample is only read: adding to it needs another place to write."""
    assert run("market", "insurer", "--add", "PL").exit_code == ExitCode.USAGE


# --- Checking ---------------------------------------------------------------------------------------


def test_validate_counts_errors_and_warnings(run, small_json):
    """A valid project ends with 0 and a count."""
    done = run("validate", small_json)
    assert done.exit_code == 0, done.output
    assert "0 errors" in done.output


def test_validate_json_is_only_json(run, tmp_path):
    """Issues as JSON have all their parts; errors end with 3."""
    save(blank_project("Acme"), tmp_path / "acme.json")
    done = run("validate", tmp_path / "acme.json", "--json")
    assert done.exit_code == ExitCode.INVALID_DATA
    data = json.loads(done.stdout)
    assert data["valid"] is False
    assert data["errors"] == sum(i["severity"] == "error" for i in data["issues"])
    assert {"code", "severity", "where", "value", "message", "hint"} <= data["issues"][0].keys()


def test_issues_of_a_kind_are_folded(run):
    """The first issues of a kind are written out and the rest counted, unless all are asked for."""
    short, long = run("validate", "telecom_isp"), run("validate", "telecom_isp", "--all")
    assert "more of this kind" in short.output
    assert "more of this kind" not in long.output
    assert long.output.count("\n") > short.output.count("\n")


# --- Solving ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def solved(small_json, tmp_path_factory) -> Path:
    """The result of solving the small project, as JSON."""
    path = tmp_path_factory.mktemp("solved") / "result.json"
    done = CliRunner().invoke(app, ["solve", str(small_json), "--json", str(path)])
    assert done.exit_code == 0, done.output
    return path


def test_solve_shows_the_plan(run, small_json):
    """Solving prints the headline, who does what, the cost lines and what is not included."""
    done = run("solve", small_json)
    assert done.exit_code == 0, done.output
    for heading in ("Scenario", "Blend", "Who does what", "Cost lines", "Total cost"):
        assert heading in done.output


def test_solve_json_is_only_json(small_json, tmp_path):
    """`--json -` prints the result and nothing else on stdout."""
    done = in_a_process("solve", str(small_json), "--json", "-", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] in {"optimal", "feasible"}


def test_solve_writes_every_form(run, small_json, tmp_path):
    """A plan is written as a workbook, as CSV and as JSON."""
    files = [tmp_path / name for name in ("plan.xlsx", "plan.csv", "plan.json")]
    done = run("solve", small_json, "--out", files[0], "--out", files[1], "--json", files[2])
    assert done.exit_code == 0, done.output
    assert all(file.stat().st_size > 100 for file in files)


def test_today_is_priced(run, small_json):
    """Today can be asked for like any scenario."""
    done = run("solve", small_json, "--scenario", "today", "--json", "-")
    assert json.loads(done.stdout)["status"] == "evaluated"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("solve", "nowhere"), ExitCode.USAGE),
        (("solve", "{small}", "--scenario", "nonsense"), ExitCode.USAGE),
        (("solve", "{small}", "--out", "plan.pdf"), ExitCode.USAGE),
        (("solve", "{small}", "--out", "no/such/plan.xlsx"), ExitCode.USAGE),
        (("solve", "{small}", "--gap", "2"), ExitCode.USAGE),
        (("solve", "{small}", "--nonsense"), ExitCode.USAGE),
        (("compare", "{small}", "-s", "today"), ExitCode.USAGE),
        (("verify", "{small}", "nowhere.json"), ExitCode.USAGE),
        (("verify", "{small}", "{small}"), ExitCode.INVALID_DATA),
        (("nonsense",), ExitCode.USAGE),
    ],
)
def test_wrong_use_is_told_without_a_traceback(run, small_json, args, code):
    """What people get wrong ends with its code and one readable message."""
    done = run(*(str(small_json) if arg == "{small}" else arg for arg in args))
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    assert "Unexpected" not in done.output


def test_an_unknown_scenario_is_answered_with_those_there_are(run, small_json):
    """The message names the scenarios of the project."""
    assert "today" in run("solve", small_json, "--scenario", "nonsense").output


def test_a_damaged_file_is_invalid_data(run, tmp_path):
    """A file that is not what it claims to be ends with 3."""
    (tmp_path / "broken.xlsx").write_bytes(b"not a workbook")
    done = run("solve", tmp_path / "broken.xlsx")
    assert done.exit_code == ExitCode.INVALID_DATA
    assert "Traceback" not in done.output


def test_verify_accepts_a_result(run, small_json, solved):
    """A result just found holds."""
    done = run("verify", small_json, solved)
    assert done.exit_code == 0, done.output
    assert "The plan holds" in done.output


def test_verify_refuses_a_forged_objective(run, small_json, solved, tmp_path):
    """A result that claims to be cheaper than its plan does not hold."""
    data = json.loads(solved.read_text(encoding="utf-8"))
    data["objective"] = data["objective"] * 0.9
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(data), encoding="utf-8")
    done = run("verify", small_json, forged)
    assert done.exit_code == ExitCode.INVALID_DATA
    assert "does not hold" in done.output


def test_verify_says_if_the_project_has_changed(run, solved, small, tmp_path):
    """A result of other inputs is checked, and said to be of other inputs."""
    other = small.replace(settings=small.settings.model_copy(update={"discount_rate": 0.01}))
    save(other, tmp_path / "other.json")
    assert "has changed" in run("verify", tmp_path / "other.json", solved).output


def test_compare_shows_both_scenarios(run, small_json):
    """Two scenarios stand side by side, with what differs."""
    done = run("compare", small_json, "-s", "today", "-s", "blended")
    assert done.exit_code == 0, done.output
    assert "Change against today" in done.output


def test_compare_json_is_only_json(small_json, tmp_path):
    """The comparison as JSON has its tables and nothing else on stdout."""
    done = in_a_process("compare", str(small_json), "-s", "today", "-s", "blended", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert [row["scenario_id"] for row in data["scenarios"]] == ["today", "blended"]


# --- Questions ---------------------------------------------------------------------------------------


def test_clash_says_that_there_is_none(run, small_json):
    """A scenario with a plan has no clash."""
    done = run("clash", small_json, "--scenario", "blended")
    assert done.exit_code == 0, done.output
    assert "Nothing clashes" in done.output


@pytest.mark.parametrize(
    "args",
    [
        ("frontier", "{small}", "--against", "beauty"),
        ("frontier", "{small}", "--out", "frontier.bmp"),
        ("alternatives", "{small}", "--scenario", "today"),
        ("compare", "{small}", "-s", "today", "-s", "blended", "--out", "compare.csv"),
    ],
)
def test_questions_refuse_what_they_do_not_know(run, small_json, args):
    """What a question cannot take is wrong use, and told before anything is solved."""
    done = run(*(str(small_json) if a == "{small}" else a for a in args))
    assert done.exit_code == ExitCode.USAGE
    assert "Traceback" not in done.output


def test_frontier_prints_its_guarantee(run, small_json, tmp_path):
    """The points, what is proven, and the file that was asked for."""
    out = tmp_path / "frontier.csv"
    done = run("frontier", small_json, "--points", "3", "--out", out)
    assert done.exit_code == 0, done.output
    assert "No plan beats a point" in done.output
    assert out.read_bytes().startswith("\ufeffpoint,quality".encode())


def test_alternatives_print_the_core(run, small_json):
    """The plans, and what they have in common."""
    done = run("alternatives", small_json, "--within", "0.5", "--count", "2")
    assert done.exit_code == 0, done.output
    assert "Stable core" in done.output


def test_compare_takes_more_than_two(run, small_json, tmp_path):
    """Three scenarios get a column each, and a workbook."""
    out = tmp_path / "compare.xlsx"
    done = run("compare", small_json, "-s", "today", "-s", "blended", "-s", "today", "--out", out)
    assert done.exit_code == 0, done.output
    assert "C: " in done.output
    assert "inputs from A to B" in done.output
    assert out.read_bytes()[:2] == b"PK"


def test_compare_tells_what_differs_between_projects(run, small, small_json, tmp_path):
    """The same scenario of two projects: figures of either, and the changed setting."""
    other = small.replace(settings=small.settings.model_copy(update={"discount_rate": 0.015}))
    save(other, tmp_path / "other.json")
    done = run("compare", small_json, "-s", "today", "--against", tmp_path / "other.json")
    assert done.exit_code == 0, done.output
    assert "discount_rate" in done.output


# --- About -------------------------------------------------------------------------------------------


def test_schema_is_json(run, tmp_path):
    """The schema is printed or written."""
    assert json.loads(run("schema").stdout)["title"] == "touchmap project"
    assert run("schema", "--out", tmp_path / "s.json").exit_code == 0
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["type"] == "object"


def test_versions_names_the_solver(run):
    """Versions list what a result depends on."""
    assert "highspy" in run("versions").output


# --- How commands end -----------------------------------------------------------------------------


def test_a_file_that_cannot_be_written_is_the_environment(run, small_json, tmp_path):
    """A folder in the place of a file ends with 1."""
    (tmp_path / "taken.json").mkdir()
    (tmp_path / "taken.json" / "x").touch()
    done = run("solve", small_json, "--json", tmp_path / "taken.json")
    assert done.exit_code == ExitCode.ENVIRONMENT
    assert "cannot write" in done.output


def test_ctrl_c_ends_quietly(monkeypatch, run, small_json):
    """Ctrl-C ends with 130 and without a traceback."""

    def interrupted(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("touchmap.cli.running.run", interrupted)
    done = run("solve", small_json)
    assert done.exit_code == 130
    assert "Traceback" not in done.output


def test_a_fault_is_owned_up_to(monkeypatch, run, small_json):
    """An error nobody foresaw is one message and code 1, not a traceback."""

    def broken(*_args, **_kwargs):
        raise ZeroDivisionError("no such thing")

    monkeypatch.setattr("touchmap.cli.running.run", broken)
    done = run("solve", small_json)
    assert done.exit_code == ExitCode.ENVIRONMENT
    assert "This is a fault in touchmap" in done.output


def test_the_answer_is_written_before_the_clash_is_sought(run, tmp_path, monkeypatch):
    """Whoever loses patience with the clash has the answer; the clash is named after it."""
    facts = company(stream(), own(capacity_fte=0.5), today("D1", "OWN"))
    save(facts, tmp_path / "none.json")
    answer = tmp_path / "answer.json"
    command = ("solve", tmp_path / "none.json", "-s", "cheapest", "--json", answer)
    done = run(*command)
    assert done.exit_code == ExitCode.INFEASIBLE
    assert "What mends it, and at what price: touchmap clash" in done.output
    answer.unlink()

    def broken(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("touchmap.analysis.clash.find_clash", broken)
    run(*command)
    assert json.loads(answer.read_text(encoding="utf-8"))["status"] == "infeasible"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("optimal", ExitCode.OK),
        ("feasible", ExitCode.OK),
        ("evaluated", ExitCode.OK),
        ("infeasible", ExitCode.INFEASIBLE),
        ("no_plan", ExitCode.NO_PLAN),
        ("error", ExitCode.ENVIRONMENT),
    ],
)
def test_each_status_has_its_exit_code(status, code):
    """Scripts can tell a proof of no plan from a limit that came first."""
    from touchmap.cli.running import exit_code
    from touchmap.plan import Result

    assert exit_code(Result(scenario_id="s", status=status)) is code


@pytest.mark.slow
def test_demo_runs_from_start_to_end(tmp_path):
    """The demo solves a sample, shows everything, and writes four files into ./touchmap-demo."""
    done = in_a_process("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for part in ("Customer lifecycle", "Who does what", "Cost lines", "Findings", "Try next"):
        assert part in done.stdout
    assert sorted(p.name for p in (tmp_path / "touchmap-demo").iterdir()) == [
        "map.svg",
        "plan.csv",
        "plan.xlsx",
        "result.json",
    ]
    checked = in_a_process("verify", "telecom_isp", "touchmap-demo/result.json", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout


# --- The business case ------------------------------------------------------------------------------


def test_case_shows_the_net_saving_first(run, small_json, tmp_path):
    """The case of a plan on the screen and as a workbook."""
    done = run("case", small_json, "--scenario", "blended", "--draws", "100", "--out", tmp_path / "case.xlsx")
    assert done.exit_code == 0, done.output
    assert "Net saving" in done.stdout
    assert (tmp_path / "case.xlsx").read_bytes()[:2] == b"PK"


def test_case_json_is_only_json(run, small_json):
    """The same seed gives the same figures."""
    args = ("case", small_json, "-s", "blended", "--json", "--draws", "100", "--seed", "3")
    first, second = (json.loads(run(*args).stdout) for _ in range(2))
    assert first == second
    assert first["net_saving"]["p10"]["amount"] <= first["net_saving"]["p90"]["amount"]


def test_a_case_is_a_workbook(run, small_json, tmp_path):
    """Another ending is wrong use."""
    assert run("case", small_json, "--out", tmp_path / "case.csv").exit_code == ExitCode.USAGE


def test_trace_tells_fields_and_how_well_they_are_known(run, small_json, small):
    """Every cost of a process with its fields; one line alone where asked."""
    process_id = small.processes[0].process_id
    done = run("trace", small_json, "--process", process_id, "--scenario", "today")
    assert done.exit_code == 0, done.output
    assert "contacts_per_month" in done.stdout
    alone = run("trace", small_json, "--process", process_id, "--scenario", "today", "--line", "run")
    assert "Run: list price" in alone.stdout


@pytest.mark.parametrize(
    "args",
    [("--process", "nonsense"), ("--process", "P1", "--line", "nonsense"), ("--process", "P1", "-j", "X")],
)
def test_trace_refuses_what_it_does_not_know(run, small_json, args):
    """An unknown process, line or provider is wrong use."""
    assert run("trace", small_json, "--scenario", "today", *args).exit_code == ExitCode.USAGE
