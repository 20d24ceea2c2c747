"""The page docs/performance.md, of which each benchmark writes its own section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def put_section(heading: str, text: str) -> None:
    """Replace the section with this heading where it stands, or add it at the end.

    Parameters
    ----------
    heading
        Its first line, such as ``## Map``.
    text
        The section, its heading included.
    """
    page = PAGE.read_text(encoding="utf-8")
    section = re.compile(rf"^{re.escape(heading)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    body = text.rstrip("\n") + "\n"
    if section.search(page):
        page = section.sub(lambda _: f"{body}\n", page, count=1)
    else:
        page = f"{page.rstrip()}\n\n{body}"
    PAGE.write_text(page.rstrip("\n") + "\n", encoding="utf-8")


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """A Markdown table that is readable as text; the first columns to the left, all others to the right.

    >>> print(table(["what", "s"], [["a", "1.5"]]))
    | what |   s |
    | ---- | --: |
    | a    | 1.5 |
    """
    widths = [max(3, *(len(row[n]) for row in (headings, *rows))) for n in range(len(headings))]
    rule = ["-" * w if n < left else "-" * (w - 1) + ":" for n, w in enumerate(widths)]
    lines = []
    for line in (headings, rule, *rows):
        cells = [
            cell.ljust(w) if n < left else cell.rjust(w)
            for n, (cell, w) in enumerate(zip(line, widths, strict=True))
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
