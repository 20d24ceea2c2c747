"""A Mermaid ``journey`` as stages and touchpoints; what its lines mean stands in `mermaid`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from touchmap.errors import Issue, Severity, UnreadableFileError, Where
from touchmap.files.cells import BadCellError, read_cell
from touchmap.files.columns import columns
from touchmap.files.limits import MAX_ROWS
from touchmap.files.map_tables import made_ids, map_table, not_read
from touchmap.files.mermaid import CUSTOMER, NEUTRAL
from touchmap.files.mermaid_text import unescape_mermaid
from touchmap.files.source import RawRow, RawTable, Source, settings_table
from touchmap.files.wording import shown

_COMMENT = re.compile(r"#(?!\w+;).*", re.ASCII | re.DOTALL)
_ID = re.compile(r"%%\s*id\s+(?P<id>.*?)(?:\s*\|\s*(?P<score>\d) is (?P<emotion>\S+))?", re.DOTALL)
_STATEMENT = re.compile(r"(title|section)\s+(.*)", re.IGNORECASE | re.DOTALL)
_ACCESSIBILITY = re.compile(r"acc(?:title|descr)\s*[:{]", re.IGNORECASE)
_LONGEST = 1_000_000
"""Longest line that is looked at, in characters."""


def read_mermaid(path: Path) -> Source:
    """Read a user journey diagram; every stage and touchpoint knows its line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"{path.name} is not UTF-8 text") from error
    except OSError as error:
        raise UnreadableFileError(f"cannot read {path}: {error.strerror or error}") from error
    return _Reader(path.name).read(text)


@dataclass(slots=True)
class _Remark:
    """What a comment says of the section or task in the next line."""

    row_id: str = ""
    score: str = ""
    emotion: str = ""


@dataclass(slots=True)
class _Reader:
    file: str
    stages: RawTable = field(init=False)
    touchpoints: RawTable = field(init=False)
    source: Source = field(default_factory=lambda: Source(is_map=True))
    remark: _Remark = field(default_factory=_Remark)
    stage_of: list[RawRow] = field(default_factory=list)
    """Stage of each touchpoint."""
    strangers: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.stages, self.touchpoints = map_table("stages", self.file), map_table("touchpoints", self.file)

    def read(self, text: str) -> Source:
        lines = _statements(text)
        line, first = next(lines, (1, ""))
        while first.startswith("%%"):
            line, first = next(lines, (line, ""))
        if not re.fullmatch(r"journey\b.*", first, re.IGNORECASE | re.DOTALL):
            begins = f"it begins with {shown(first)!r}" if first else "it is empty"
            raise UnreadableFileError(f"{self.file} is no Mermaid user journey: {begins}, not with 'journey'")
        for line, statement in lines:
            self._statement(line, statement)
        for table in (self.stages, self.touchpoints):
            made_ids(table)
            self.source.add(table)
        for row, stage in zip(self.touchpoints.rows, self.stage_of, strict=True):
            row.cells["stage_id"] = stage.cells["stage_id"]
        return self.source

    def _statement(self, line: int, statement: str) -> None:
        if statement.startswith("%%"):
            found = _ID.fullmatch(statement)
            if found:
                self.remark = _Remark(found["id"], found["score"] or "", found["emotion"] or "")
            return
        remark, self.remark = self.remark, _Remark()
        if len(self.touchpoints.rows) >= MAX_ROWS or len(self.stages.rows) >= MAX_ROWS:
            raise UnreadableFileError(f"{self.file} has more than {MAX_ROWS:,} tasks or sections")
        named = _STATEMENT.fullmatch(statement)
        if named and named[1].casefold() == "title":
            self._title(line, unescape_mermaid(named[2]))
        elif named:
            self._stage(line, unescape_mermaid(named[2]), remark)
        elif not _ACCESSIBILITY.match(statement):
            self._task(line, statement, remark)

    def _title(self, line: int, title: str) -> None:
        if "settings" in self.source.tables:
            where = Where("settings", "name", file=self.file, line=line)
            self.source.issues.append(not_read("a second title", title, where))
        else:
            self.source.add(settings_table({"name": title}, self.file, line))

    def _stage(self, line: int, name: str, remark: _Remark) -> None:
        cells: dict[str, object] = {"name": name, "position": len(self.stages.rows) + 1}
        if remark.row_id:
            cells["stage_id"] = remark.row_id
        self.stages.rows.append(RawRow(cells, line))

    def _task(self, line: int, statement: str, remark: _Remark) -> None:
        name, *rest = (piece.strip() for piece in statement.split(":"))
        where = Where("touchpoints", "", "", self.file, line)
        if not rest or not name:
            text = f"{shown(statement)!r} is neither a title, a section nor a task"
            hint = "write a task as name: score: actors, with a score from 1 to 5"
            self.source.issues.append(Issue("bad_line", text, hint, where, value=shown(statement)))
            return
        if not self.stages.rows:
            self._stage(line, "Journey", _Remark())
        cells: dict[str, object] = {"name": unescape_mermaid(name)}
        if remark.row_id:
            cells["touchpoint_id"] = remark.row_id
        row = RawRow(cells, line)
        self._score(row, rest[0], remark, where)
        for actor in rest[1].split(",") if len(rest) > 1 else ():
            self._actor(row, unescape_mermaid(actor.strip()), where)
        for piece in rest[2:]:
            self.source.issues.append(not_read("what follows a third colon", piece, where))
        self.touchpoints.rows.append(row)
        self.stage_of.append(self.stages.rows[-1])

    def _score(self, row: RawRow, text: str, remark: _Remark, where: Where) -> None:
        """Read emotion from a score; a comment made for this very score says it exactly."""
        if remark.score and text == remark.score:
            if remark.emotion != "blank":
                row.cells["emotion"] = remark.emotion
            return
        try:
            score = float(text)
        except ValueError:
            score = 0.0
        if 1 <= score <= 5:
            row.cells["emotion"] = score - NEUTRAL
            return
        row.bad = frozenset({"emotion"})
        place = Where(where.table, "", "emotion", where.file, where.line)
        message = f"the score of {shown(row.cells['name'])!r} is {shown(text)!r}, which is not from 1 to 5"
        hint = "write a number from 1 (annoyed) to 5 (delighted) between the colons"
        self.source.issues.append(Issue("bad_score", message, hint, place, value=shown(text)))

    def _actor(self, row: RawRow, actor: str, where: Where) -> None:
        if actor in ("", CUSTOMER) or actor in self.strangers:
            return
        try:
            channel = read_cell(columns("touchpoints")["channel"], actor)
        except BadCellError:
            channel = None
        if channel and "channel" not in row.cells:
            row.cells["channel"] = channel
        else:
            self.strangers.add(actor)
            place = Where(where.table, "", "channel", where.file, where.line)
            hint = "an actor that is a channel, such as phone, is read; others are left out"
            text = f"actor {shown(actor)!r} is not read"
            self.source.issues.append(Issue("not_read", text, hint, place, Severity.WARNING, shown(actor)))


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Lines that say something, stripped, with their numbers; settings of the drawing are left out."""
    until = ""
    begun = False
    for number, raw in enumerate(text.split("\n"), 1):
        if len(raw) > _LONGEST:
            raise UnreadableFileError(f"line {number} has {len(raw):,} characters, more than any diagram has")
        line = raw.strip()
        if until:
            until = "" if until in line else until
        elif line == "---" and not begun:
            until = "---"
        elif line.startswith("%%{"):
            until = "" if "}%%" in line else "}%%"
        elif re.match(r"accdescr\s*\{", line, re.IGNORECASE):
            until = "" if "}" in line else "}"
        else:
            line = line if line.startswith("%%") else _COMMENT.sub("", line).strip()
            if line:
                begun = True
                yield number, line
