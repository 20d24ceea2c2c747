"""The text of one CSV file: encoding, delimiter, records with their lines, and writing."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence

DELIMITERS = (",", ";", "\t")


def decode(data: bytes) -> str:
    """Decode UTF-8 (with or without mark), UTF-16 with mark, or Windows-1252.

    >>> decode("é".encode("cp1252")), decode("é".encode("utf-8-sig"))
    ('é', 'é')
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def sniff(text: str, is_heading: Callable[[str], bool]) -> str:
    """Delimiter that gives most known headings in the first line; a comma if none does.

    >>> sniff("id;name;note", lambda word: word == "name")
    ';'
    """
    first = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]

    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([first], delimiter=delimiter), [])
        return sum(is_heading(cell) for cell in cells), len(cells)

    return max(DELIMITERS, key=score)


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, each with the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    for record in reader:
        if any(cell.strip() for cell in record):
            yield start, record
        start = reader.line_num + 1


def write_records(records: Sequence[Sequence[str]]) -> str:
    r"""Write records with commas, quoting what needs it.

    >>> write_records([["id", "note"], ["P1", "a, b"]])
    'id,note\nP1,"a, b"\n'
    """
    return "".join(",".join(_quoted(cell) for cell in record) + "\n" for record in records)


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in ',;\t"\r\n') or cell != cell.strip():
        return '"' + cell.replace('"', '""') + '"'
    return cell
