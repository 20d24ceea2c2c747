"""The frame of every page: five steps, messages, undo, texts."""

import ast
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from touchmap.examples import EXAMPLES
from touchmap.project.edits import set_setting
from touchmap.ui.say import LANGUAGE, TEXTS
from touchmap.ui.steps import page_keys

ROOT = Path(__file__).resolve().parents[2]
UI = ROOT / "src" / "touchmap" / "ui"


@pytest.mark.slow
@pytest.mark.parametrize("sample", sorted(EXAMPLES))
@pytest.mark.parametrize("page", page_keys())
def test_every_page_opens_on_every_sample(open_page, page, sample):
    open_page(page, sample)


@pytest.mark.parametrize("page", [page for page in page_keys() if page != "start"])
def test_without_a_project_a_page_says_how_to_open_one(open_page, page):
    app = open_page(page, project=None)
    assert [found.value for found in app.subheader] == ["No project is open"]
    assert not app.title


def test_undo_takes_back_the_own_edit_and_says_so(open_page, workspace):
    stored = workspace.open("telecom_isp")
    app = open_page("map")
    app.session_state["author"] = "Bea"
    stored.commit(set_setting(stored.project(), "name", "Acme"), author="Bea")
    app.run()
    app.button(key="undo").click().run()
    assert stored.project().settings.name != "Acme"
    assert "Acme" in app.toast[0].value


def test_settings_of_streamlit_are_the_same_for_both_ways_to_start():
    ours = tomllib.loads((UI / "config.toml").read_text("utf-8"))
    assert tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8")) == ours


def _said() -> tuple[set[str], set[str], set[str]]:
    """Texts that are named, patterns of those whose name is put together, and every text in the code."""
    named, patterns, constants = set(), set(), set()

    def take(asked: ast.expr) -> None:
        if isinstance(asked, ast.Constant):
            named.add(asked.value)
        elif isinstance(asked, ast.JoinedStr):
            patterns.add("".join(v.value if isinstance(v, ast.Constant) else "*" for v in asked.values))
        elif isinstance(asked, ast.IfExp):
            take(asked.body)
            take(asked.orelse)

    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                take(node.args[0])
    return named, patterns, constants


def _texts() -> set[str]:
    def entries(prefix, group):
        for name, value in group.items():
            if isinstance(value, dict):
                yield from entries(f"{prefix}{name}.", value)
            else:
                yield f"{prefix}{name}"

    files = (TEXTS / LANGUAGE).glob("*.toml")
    return {e for f in files for e in entries(f"{f.stem}.", tomllib.loads(f.read_text("utf-8")))}


def test_every_text_is_there_and_every_text_is_used():
    (said, patterns, constants), there = _said(), _texts()
    missing = said - there
    unused = {n for n in there - said - constants if not any(fnmatchcase(n, p) for p in patterns)}
    assert not missing
    assert not unused


def test_a_fault_of_ours_is_no_traceback_but_a_number_in_the_log(open_page, workspace, monkeypatch, caplog):
    import touchmap.ui.history.show

    def broken(desk):
        raise RuntimeError("secret detail")

    app = open_page("history")
    monkeypatch.setattr(touchmap.ui.history.show, "show_history", broken)
    app.run()
    assert not app.exception
    assert [found.value for found in app.subheader] == ["Something went wrong on this page"]
    number = app.markdown[-1].value.split("fault ")[1].rstrip(".")
    assert number in caplog.text
    assert "secret detail" in caplog.text
    assert "secret detail" not in "".join(str(found.value) for found in app.markdown)
