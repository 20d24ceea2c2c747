"""Ids for rows that are added without one: the next number after those of the table."""

from __future__ import annotations

import re
from collections import Counter

from touchmap.project import Project
from touchmap.project.shorthand import ID_PREFIXES

_NUMBERED = re.compile(r"(.*?)(\d{1,9})", re.DOTALL | re.ASCII)


def next_id(project: Project, table: str) -> str:
    """Propose an id: the usual beginning of the table's ids and the next number; empty if ids are words.

    >>> from touchmap.project import Process
    >>> next_id(Project(processes=(Process(process_id="P07", name="Billing"),)), "processes")
    'P08'
    >>> next_id(Project(), "offers"), next_id(Project(), "provider_languages")
    ('O1', '')
    """
    if table not in ID_PREFIXES:
        return ""
    known = {row.row_key for row in project.rows(table)}
    found = [match for key in known if (match := _NUMBERED.fullmatch(key))]
    if not found:
        prefix, width, number = ID_PREFIXES[table], 1, 1
    else:
        prefix = Counter(sorted(match[1] for match in found)).most_common(1)[0][0]
        numbers = [match[2] for match in found if match[1] == prefix]
        width, number = max(map(len, numbers)), max(map(int, numbers)) + 1
    while (proposed := f"{prefix}{number:0{width}d}") in known:
        number += 1
    return proposed
