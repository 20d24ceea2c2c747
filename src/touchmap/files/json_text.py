"""A JSON document read entry by entry, so that every row knows its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

EDGES = ("edges", "links")
"""Names for the list of edges in a node-link document."""

_SPACE = re.compile(r"[ \t\r\n]*")


class Repeated(dict[str, Any]):
    """An object that remembers the keys it was given twice."""

    repeated: tuple[str, ...] = ()

    @staticmethod
    def of(value: object) -> tuple[str, ...]:
        """Keys an object was given twice."""
        return value.repeated if isinstance(value, Repeated) else ()


class JsonReader:
    r"""Walks over the top-level object of a document.

    >>> reader = JsonReader('{"rows": [{"id": 1},\n {"id": 2}]}')
    >>> for name, line in reader.entries():
    ...     print(name, line, list(reader.items()))
    rows 1 [({'id': 1}, 1), ({'id': 2}, 2)]
    """

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._text = text
        self._at = 0
        self._counted = (0, first_line)
        self._decoder = json.JSONDecoder(object_pairs_hook=_object)

    def entries(self) -> Iterator[tuple[str, int]]:
        """Names and lines of the entries; the caller takes each value before going on."""
        self._take("{")
        if not self._skip("}"):
            while True:
                self._space()
                line = self._line()
                name = self.value()
                if not isinstance(name, str):
                    self._fail("Expecting a name in quotes")
                self._take(":")
                yield name, line
                if not self._skip(","):
                    break
            self._take("}")
        self._space()
        if self._at != len(self._text):
            self._fail("Extra data")

    def at_list(self) -> bool:
        """Tell whether a list comes next."""
        self._space()
        return self._text.startswith("[", self._at)

    def items(self) -> Iterator[tuple[Any, int]]:
        """Values and lines of the list that comes next."""
        self._take("[")
        if self._skip("]"):
            return
        while True:
            self._space()
            line = self._line()
            yield self.value(), line
            if not self._skip(","):
                break
        self._take("]")

    def value(self) -> Any:
        """Take the value that comes next, whatever it is."""
        self._space()
        try:
            value, self._at = self._decoder.raw_decode(self._text, self._at)
        except ValueError as error:
            if isinstance(error, json.JSONDecodeError):
                raise
            self._fail("A number has too many digits")
        return value

    def _space(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _skip(self, mark: str) -> bool:
        self._space()
        if not self._text.startswith(mark, self._at):
            return False
        self._at += 1
        return True

    def _take(self, mark: str) -> None:
        if not self._skip(mark):
            self._fail(f"Expecting {mark!r}")

    def _line(self) -> int:
        since, line = self._counted
        line += self._text.count("\n", since, self._at)
        self._counted = (self._at, line)
        return line

    def _fail(self, what: str) -> None:
        raise json.JSONDecodeError(what, self._text, self._at)


def _object(pairs: list[tuple[str, Any]]) -> Repeated:
    found = Repeated()
    twice = []
    for key, value in pairs:
        if key in found:
            twice.append(key)
        found[key] = value
    found.repeated = tuple(twice)
    return found


def is_node_link(text: str) -> bool:
    """Tell a node-link document from a touchmap document.

    >>> is_node_link('{"nodes": [], "links": []}'), is_node_link('{"schema_version": 1, "nodes": []}')
    (True, False)
    """
    if '"nodes"' not in text or not any(f'"{name}"' in text for name in EDGES):
        return False
    reader = JsonReader(text)
    names = set()
    for name, _ in reader.entries():
        names.add(name)
        reader.value()
    return "nodes" in names and not names.isdisjoint(EDGES) and "schema_version" not in names
