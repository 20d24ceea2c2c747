"""Code, commands and outputs on the pages are what really happens."""

import doctest
from pathlib import Path

import pytest

from tests.docs.pages import blocks_of, every_page, name_of, text_of
from tools.docs_generator import walkthrough

OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
WITH_CODE = [page for page in every_page() if blocks_of(text_of(page), "python")]
QUICK = {
    "docs/workspace.md",
    "docs/method/business-case.md",
    "docs/method/map.md",
    "docs/method/workload.md",
    "docs/method/staffing.md",
    "docs/method/quality.md",
    "docs/method/scorecard.md",
    "docs/method/risk.md",
}
"""Pages whose code takes no time."""


def code_of(page: Path) -> doctest.DocTest:
    """All code of a page as one test; lines keep their numbers."""
    text = text_of(page)
    lines = [""] * (text.count("\n") + 1)
    for start, body in blocks_of(text, "python"):
        for number, line in enumerate(body.splitlines(), start):
            lines[number] = line
    return doctest.DocTestParser().get_doctest("\n".join(lines), {}, name_of(page), str(page), 0)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(p, id=name_of(p), marks=() if name_of(p) in QUICK else pytest.mark.slow)
        for p in WITH_CODE
    ],
)
def test_code_runs(page):
    """Python code on a page runs and gives the output shown."""
    told: list[str] = []
    result = doctest.DocTestRunner(optionflags=OPTIONS).run(code_of(page), out=told.append)
    assert result.attempted > 0
    assert result.failed == 0, "".join(told)


@pytest.mark.slow
@pytest.mark.parametrize("page", walkthrough.pages(), ids=name_of)
def test_commands_print_what_is_shown(page, tmp_path):
    """Commands on a page, run in order in an empty folder, print the output shown."""
    assert walkthrough.work_through(text_of(page), tmp_path) == text_of(page)


def test_all_code_is_tested():
    """Every block that looks like code or commands is of a kind the tests run."""
    untested = [
        (name_of(page), body)
        for page in every_page()
        for language in ("py", "pycon", "bash", "shell", "")
        for _, body in blocks_of(text_of(page), language)
        if ">>>" in body or body.startswith("$ ")
    ]
    assert untested == []


def test_code_has_prompts():
    """Every Python block has prompts, so that none is skipped by the tests."""
    without = [
        name_of(page)
        for page in WITH_CODE
        for _, body in blocks_of(text_of(page), "python")
        if ">>>" not in body
    ]
    assert without == []
