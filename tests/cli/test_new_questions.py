"""`touchmap new` with the five questions: asked, read from a file, and nothing applied that was not shown."""

import json

import pytest
from typer.testing import CliRunner

from touchmap.cli.app import app
from touchmap.cli.outcome import ExitCode
from touchmap.files import read_project
from touchmap.project.vocabulary import Motive

ANSWERS = """
stance = "service"
motives = ["quality", "resilience"]
stays = ["Target & attract"]
languages = ["nl"]
markets = ["Belgium"]
"""


@pytest.fixture
def new(tmp_path, monkeypatch):
    """Run `touchmap new` in a folder of its own, with lines that are typed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "answers.toml").write_text(ANSWERS, encoding="utf-8")
    runner = CliRunner(env={"COLUMNS": "120", "TERM": "dumb"})
    return lambda *args, typed="": runner.invoke(app, ["new", *args], input=typed)


def made(path):
    return read_project(path, check=False)[0]


def test_answers_are_asked_and_each_proposal_is_shown_before_it_is_applied(new, tmp_path):
    """Stance by number, motives by word; all proposals but the second are wanted."""
    answers = ["nonsense", "1", "quality", "", "", "", ""]
    done = new("acme", "--questions", typed="\n".join([*answers, "y", "n", *["y"] * 20]))
    assert done.exit_code == 0, done.output
    assert "'nonsense' is not known; there are: service, balanced, cost" in done.output
    assert done.output.count("Take it over?") == 10
    assert "with 9 of 10 proposals" in done.output
    project = made(tmp_path / "acme")
    assert project.settings.stance.startswith("Service sets us apart")
    assert project.settings.motives == (Motive.QUALITY,)
    assert {"quality_floor", "benchmark", "no_worse"} <= {rule.rule_id for rule in project.rules}


def test_answers_are_read_from_a_file(new, tmp_path):
    done = new("acme.json", "--answers", "answers.toml", "--take", "suggested")
    assert done.exit_code == 0, done.output
    project = made(tmp_path / "acme.json")
    assert project.settings.home_country == "BE"
    assert {"stays_stage", "no_dependence", "spoken_well"} <= {rule.rule_id for rule in project.rules}
    assert any(provider.provider_id.startswith("MKT-") for provider in project.providers)


def test_only_the_proposals_that_are_named_are_taken_over(new, tmp_path):
    done = new("acme", "--answers", "answers.toml", "--take", "stance, benchmark")
    assert "Own staff keep at least 10% of the handle time, as a benchmark. [benchmark]" in done.output
    project = made(tmp_path / "acme")
    assert [rule.rule_id for rule in project.rules] == ["benchmark"]
    assert project.settings.motives == ()


def test_nothing_is_written_until_all_is_decided(new, tmp_path):
    """The lines end in the middle of the proposals."""
    done = new("acme", "--answers", "answers.toml", typed="y\ny\n")
    assert done.exit_code == 1
    assert not (tmp_path / "acme").exists()


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"stances": "cost"}, "there is no question 'stances'"),
        ({"stance": "cheap"}, "stance: 'cheap' is not known"),
        ({"stance": ["cost", "service"]}, "stance: there is only one"),
        ({"markets": ["XX"]}, "markets: 'XX' is not known"),
    ],
)
def test_answers_that_are_none_are_told(new, tmp_path, answers, message):
    (tmp_path / "wrong.json").write_text(json.dumps(answers), encoding="utf-8")
    done = new("acme", "--answers", "wrong.json", "--take", "all")
    assert done.exit_code == ExitCode.USAGE
    assert message in done.output


def test_proposals_that_do_not_exist_are_told(new, tmp_path):
    assert (
        "no proposal is called 'everything'"
        in new("a", "--answers", "answers.toml", "--take", "everything").output
    )
    assert new("a", "--take", "all").exit_code == ExitCode.USAGE
    (tmp_path / "broken.toml").write_text("stance = ", encoding="utf-8")
    assert new("a", "--answers", "broken.toml").exit_code == ExitCode.INVALID_DATA
    assert not (tmp_path / "a").exists()


def test_a_sample_is_asked_with_the_cost_of_its_today(new):
    """Service first gives a point of quality a price, as today's cost is known."""
    done = new("copy", "--sample", "insurer", "--answers", "answers.toml", "--take", "objective")
    assert "a point of quality is worth GBP 290,000" in done.output


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--questions", "--answers", "answers.toml"), "give one of them"),
        (("--questions", "--take", ""), "--take is empty"),
        (("--answers", "answers.toml", "--take", " , "), "--take is empty"),
    ],
)
def test_options_that_do_not_go_together_are_refused(new, tmp_path, args, message):
    done = new("acme", *args)
    assert done.exit_code == ExitCode.USAGE
    assert message in done.output
    assert not (tmp_path / "acme").exists()


def test_asked_answers_that_are_refused_name_no_file(new, monkeypatch):
    """What is typed is checked as it is typed; what is refused all together is told as it is."""

    def refused(*_):
        raise ValueError("stance: there is only one")

    monkeypatch.setattr("touchmap.project.questions.read_answers", refused)
    done = new("acme", "--questions", typed="\n" * 20)
    assert done.exit_code == ExitCode.USAGE
    assert "stance: there is only one" in done.output
    assert "None:" not in done.output
