"""The pages of the documentation, as the tests read them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def every_page() -> list[Path]:
    """README, changelog and all pages below docs/, sorted."""
    outside = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")]
    return [*outside, *sorted(DOCS.rglob("*.md"))]


def name_of(page: Path) -> str:
    """Path of a page in the project."""
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path | str) -> str:
    """Text of a page, given by its path or by its name below docs/."""
    return (DOCS / page if isinstance(page, str) else page).read_text(encoding="utf-8")


def blocks_of(text: str, language: str) -> list[tuple[int, str]]:
    """Fenced blocks of a language, each with the line it starts on."""
    return [
        (text.count("\n", 0, match.start(2)), match[2])
        for match in _FENCE.finditer(text)
        if match[1] == language
    ]


def prose_of(text: str) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", text)
