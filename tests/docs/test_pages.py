"""Links, commands, limits and words on the pages are right."""

import json
import re
import urllib.parse

import pytest
import typer

from tests.docs.pages import DOCS, ROOT, every_page, name_of, prose_of, text_of
from touchmap.cli.app import app
from touchmap.cli.outcome import ExitCode
from touchmap.files import limits
from touchmap.plan import SolveStatus
from touchmap.project.vocabulary import Objective, SourcingModel

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`+[^`]*`+")
PAGES = [pytest.param(page, id=name_of(page)) for page in every_page()]


def anchors(text: str) -> set[str]:
    """Anchors of the headings of a page, as hosts of Markdown make them."""
    titles = re.findall(r"^#+ (.+)$", prose_of(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    """Every link to a file or heading of the project leads to one."""
    broken = []
    for target in _LINK.findall(_CODE.sub("", prose_of(text_of(page)))):
        path, _, anchor = urllib.parse.unquote(target).partition("#")
        if re.match(r"https?:|mailto:", target):
            continue
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in anchors(there.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []


def test_every_page_can_be_reached():
    """Every page below docs/ is linked from the README or from docs/index.md."""
    linked = set()
    for page in (ROOT / "README.md", DOCS / "index.md"):
        for target in _LINK.findall(text_of(page)):
            linked.add((page.parent / target.partition("#")[0]).resolve())
    pages = {page.resolve() for page in DOCS.rglob("*.md")} - {(DOCS / "index.md").resolve()}
    assert pages - linked == set()


def commands() -> set[str]:
    """Names of the commands there are."""
    group = typer.main.get_command(app)
    return set(group.commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES)
def test_commands_exist(page):
    """Every `touchmap …` on a page names a command there is, and every option belongs to it."""
    group = typer.main.get_command(app)
    named = re.findall(r"(?:`|\$ |^    |bin/)touchmap ([a-z-]+)((?: [^`\n]*)?)", text_of(page), re.MULTILINE)
    for command, rest in named:
        if command.startswith("-"):
            continue
        assert command in group.commands, command
        chosen = group.commands[command]
        if hasattr(chosen, "commands") and rest.strip():  # a group: the next word is the command
            name = rest.split()[0]
            assert name in chosen.commands, f"{command} {name}"
            chosen = chosen.commands[name]
        options = {o for p in chosen.params for o in (*p.opts, *p.secondary_opts)}
        given = {word.split("=")[0] for word in re.findall(r"(?<=\s)-{1,2}[a-z][a-z-]*", rest)}
        assert given <= options | {"--help"}, (command, given - options)


def test_every_command_is_described():
    """Each command has a heading on the page of the command line."""
    assert commands() <= anchors(text_of("cli.md"))


def test_make_targets_exist():
    """Every `make …` in the README is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"^make (\w+)", text_of(ROOT / "README.md"), re.MULTILINE))
    assert named >= {"demo", "test", "check", "bench", "docs"}
    assert {name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)} == set()


def test_every_status_is_described_with_its_exit_code():
    """The page of scenarios lists each status; exit codes are those of the command line."""
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| (\d) \|$", text_of("scenarios.md"), re.MULTILINE))
    codes = {"infeasible": ExitCode.INFEASIBLE, "no_plan": ExitCode.NO_PLAN, "error": ExitCode.ENVIRONMENT}
    assert rows == {status.value: str(int(codes.get(status.value, ExitCode.OK))) for status in SolveStatus}


def test_every_objective_is_described():
    """The page of the program lists each objective."""
    assert all(f"| `{objective.value}` |" in text_of("method/program.md") for objective in Objective)


@pytest.mark.parametrize(
    "words",
    [
        f"{limits.MAX_FILE_BYTES // 1_000_000} MB",
        f"{limits.MAX_ROWS:,}",
        f"{limits.MAX_COLUMNS}",
        f"{limits.MAX_UNPACKED_BYTES // 1_000_000} MB, {limits.MAX_PARTS:,} parts, {limits.MAX_RATIO} times",
        f"more than {limits.MAX_OF_A_KIND} problems",
    ],
)
def test_limits_of_files_are_those_of_the_program(words):
    """The page of files states the limits the program has."""
    assert words in text_of("files.md")


GLOSSARY = [model.value.replace("_", "-") for model in SourcingModel]
for words in (
    "stage, touchpoint, process, transition, journey, hand-off, department, system, emotion",
    "demand stream, moment of truth, line of visibility, touch need, brand sensitivity, evidence level",
    "contact volume, handle time, work package, occupancy, shrinkage, concurrency, seasonality, curve",
    "attrition, provider, offer, option, home, sourcing model, pricing model, containment, governance",
    "minimum commitment, volume tier, language pool, knowledge transfer, system integration, insight",
    "retained organisation, social plan, exit fee, stranded cost, key competency, readiness, mandate",
    "market stand-in, blend, today, scenario, rule, stem, gate, assignment, plan, cost line, rule price",
    "objective, bound, gap, binding, slack, clash, finding, certificate",
    "touch index, spread, further contacts, loop, entry, critical touchpoint, coupled set, cut complexity",
    "natural scope, orphan, return path, journey break",
    "net saving, haircut, rate card, break-even churn, payback, crossover, exit value, draw, trace",
    "workspace, edit, journal, version, minutes, remark",
    "scorecard, criteria, anchor, scorer, brand risk, extra churn, risk register, seven rules",
):
    GLOSSARY += words.split(", ")


@pytest.mark.parametrize("word", GLOSSARY)
def test_glossary_has_the_word(word):
    """The glossary explains each word the project uses for a thing, in bold."""
    assert re.search(rf"\*\*{re.escape(word)}s?\b", text_of("glossary.md"), re.IGNORECASE)


def test_schema_and_dictionary_have_the_same_tables():
    """The data dictionary has a section for each table of the JSON Schema."""
    from touchmap.project.dictionary import json_schema

    beside = {"schema_version", "touchmap_state"}
    tables = json.loads(json.dumps(json_schema()))["properties"].keys() - beside
    assert tables <= anchors(text_of("data-dictionary.md"))
