"""touchmap: map the customer lifecycle, then decide for each process who does it.

The library in one breath::

    import touchmap

    project = touchmap.example("telecom_isp")  # or touchmap.load("my_company.xlsx")
    result = touchmap.solve(project, "Blended")
    result.status, result.plan.table(), result.cost_lines()

Everything here is loaded when first used, so that importing touchmap stays fast.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from touchmap.analysis.compare import compare
    from touchmap.errors import InvalidProjectError, Issue, TouchmapError
    from touchmap.examples import EXAMPLES, example
    from touchmap.files import load, save
    from touchmap.plan import Plan, Result, SolveStatus
    from touchmap.project import Project
    from touchmap.solving import evaluate, solve
    from touchmap.validation import validate
    from touchmap.verifying import verify

__version__ = "0.1.0"

_HOME = {
    "EXAMPLES": "examples",
    "InvalidProjectError": "errors",
    "Issue": "errors",
    "Plan": "plan",
    "Project": "project",
    "Result": "plan",
    "SolveStatus": "plan",
    "TouchmapError": "errors",
    "compare": "analysis.compare",
    "evaluate": "solving",
    "example": "examples",
    "load": "files",
    "save": "files",
    "solve": "solving",
    "validate": "validation",
    "verify": "verifying",
}

__all__ = [
    "EXAMPLES",
    "InvalidProjectError",
    "Issue",
    "Plan",
    "Project",
    "Result",
    "SolveStatus",
    "TouchmapError",
    "compare",
    "evaluate",
    "example",
    "load",
    "save",
    "solve",
    "validate",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'touchmap' has no attribute {name!r}")
    return getattr(importlib.import_module(f"touchmap.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted((*globals(), *__all__))
