"""Several words in one cell: "a; b", with quotes around a word that needs them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*|([^;]*))(?:;|\Z)')
"""A quote that is never closed is an ordinary character."""


def join_words(words: Iterable[str]) -> str:
    """Write words as one cell.

    >>> join_words(["a", "b; c"])
    'a; "b; c"'
    """
    return "; ".join(_quoted(word) for word in words)


def split_words(cell: str) -> tuple[str, ...]:
    """Read the words of one cell; blanks between two semicolons do not count.

    >>> split_words('a; "b; c";; d')
    ('a', 'b; c', 'd')
    """
    words = [quoted.replace('""', '"') if quoted else bare.strip() for quoted, bare in _WORD.findall(cell)]
    return tuple(word for word in words if word)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"' if ";" in word or word.startswith('"') else word
