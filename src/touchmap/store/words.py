"""Texts people type, as every database can keep them."""

from __future__ import annotations

MAX_NAME = 200
"""Longest name of a project, a version or a person, in characters."""


def one_line(name: str, value: str) -> str:
    """A name on one line.

    Raises
    ------
    ValueError
        If it is empty or too long.

    >>> one_line("name", "  Acme   Energy ")
    'Acme Energy'
    """
    line = kept(" ".join(value.split()))
    if not 0 < len(line) <= MAX_NAME:
        raise ValueError(f"`{name}` must have 1 to {MAX_NAME} characters, got {len(line)}")
    return line


def harmless(text: str) -> str:
    """Text of one line without characters that steer a terminal or turn the direction of reading.

    >>> harmless("Ev" + chr(27) + "il") == "Ev" + chr(0xFFFD) + "il"
    True
    """
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def kept(text: str) -> str:
    """Text without what PostgreSQL or UTF-8 has no place for.

    >>> kept(chr(0)) == chr(0xFFFD), kept("Zürich")
    (True, 'Zürich')
    """
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def as_source(text: str) -> str:
    """What a file says it is from, as it is kept; of a text that cannot be an origin, the beginning."""
    return kept(text)[:MAX_NAME]
