"""The way through the app: five steps in a fixed order, and the pages inside each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).parent / "pages"
START = "start"
"""Page outside the steps, where a project is chosen or begun."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five steps; its texts are ``nav.<key>`` and ``nav.<page>``."""

    key: str
    pages: tuple[str, ...]


STEPS = (
    Step("step_map", ("map",)),
    Step("step_touch", ("touch",)),
    Step("step_work", ("tables", "providers", "staffing", "problems")),
    Step("step_decide", ("rules", "solve", "result", "compare", "tradeoffs", "prices", "scorecard", "risks")),
    Step("step_take_home", ("board", "case", "history", "export")),
)


def step_of(page: str) -> Step | None:
    """The step a page belongs to; none for the start page.

    >>> step_of("rules").key
    'step_decide'
    """
    return next((step for step in STEPS if page in step.pages), None)


def page_keys() -> tuple[str, ...]:
    """Every page, the start page first."""
    return (START, *(page for step in STEPS for page in step.pages))


def page_file(page: str) -> Path:
    """The script of a page."""
    return PAGES / f"{page}.py"
