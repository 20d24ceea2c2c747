"""How well a row of the map is known."""

from __future__ import annotations

from touchmap.project import Project
from touchmap.project.vocabulary import EvidenceLevel

_WEAKEST_FIRST = tuple(EvidenceLevel)


class EvidenceBook:
    """Answers how well any row is known, from the table of evidence.

    What is said of one row goes before what is said of its table, separately for each field and for
    the row as a whole. A row is known as well as the weakest statement that concerns it.

    >>> from touchmap.project import Evidence
    >>> book = EvidenceBook(Project(evidence=(
    ...     Evidence(table="demand", level="measured"),
    ...     Evidence(table="demand", row_id="D1", field="handle_seconds", level="estimated"),
    ... )))
    >>> book.level("demand", "D1").value, book.level("demand", "D2").value, book.level("systems", "S1")
    ('estimated', 'measured', None)
    """

    def __init__(self, project: Project) -> None:
        self._said: dict[tuple[str, str], dict[str, EvidenceLevel]] = {}
        for row in project.evidence:
            said = self._said.setdefault((row.table, row.row_id), {})
            said[row.field] = weakest(row.level, said.get(row.field)) or row.level

    def level(self, table: str, row_id: str) -> EvidenceLevel | None:
        """Weakest statement about a row, none where nothing is said of it."""
        said = self._said.get((table, ""), {}) | self._said.get((table, row_id), {})
        return weakest(*said.values())


def weakest(*levels: EvidenceLevel | None) -> EvidenceLevel | None:
    """The least sure of some levels of evidence; blanks do not count.

    >>> weakest(EvidenceLevel.MEASURED, None, EvidenceLevel.ESTIMATED).value
    'estimated'
    """
    known = [level for level in levels if level is not None]
    return min(known, key=_WEAKEST_FIRST.index, default=None)
