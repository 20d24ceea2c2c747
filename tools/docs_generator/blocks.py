"""Generated blocks inside pages that people write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

_BLOCK = re.compile(r"<!-- generated: (?P<name>[\w-]+) -->\n.*?<!-- end -->", re.DOTALL)


def fill(page: str, blocks: Mapping[str, str]) -> str:
    """Put each text between ``<!-- generated: name -->`` and ``<!-- end -->``.

    Raises
    ------
    ValueError
        If the page lacks a block, or has one that nothing fills.

    >>> print(fill("<!-- generated: a -->\\nold\\n<!-- end -->", {"a": "new"}))
    <!-- generated: a -->
    new
    <!-- end -->
    """
    there = [match["name"] for match in _BLOCK.finditer(page)]
    if sorted(there) != sorted(blocks):
        raise ValueError(f"the page has the blocks {sorted(there)}, but {sorted(blocks)} are written")
    return _BLOCK.sub(lambda m: f"<!-- generated: {m['name']} -->\n{blocks[m['name']]}\n<!-- end -->", page)


def names(page: str) -> list[str]:
    """Names of the generated blocks of a page."""
    return [match["name"] for match in _BLOCK.finditer(page)]


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[int] = ()) -> str:
    """A Markdown table; the columns numbered in `right` hold figures.

    >>> print(table(("line", "EUR"), [("run", 5)], right=(1,)))
    | line | EUR |
    |---|---:|
    | run | 5 |
    """
    rule = ["---:" if n in right else "---" for n in range(len(headings))]
    lines = [list(headings), *[[str(cell).replace("|", "\\|") for cell in row] for row in rows]]
    lines.insert(1, rule)
    text = ["| " + " | ".join(line) + " |" for line in lines]
    text[1] = "|" + "|".join(rule) + "|"
    return "\n".join(text)
