"""Random rows and projects that are legal row by row (their tables need not agree with each other)."""

import re
from datetime import date

from hypothesis import strategies as st

from touchmap.files.columns import Column, Kind, columns
from touchmap.project import TABLES, Project, Settings

AWKWARD = (
    "=1+1",
    "+31 20 123",
    "-",
    "@home",
    "'",
    "''",
    "'=1",
    "'s-Hertogenbosch",
    "\ttab",
    "\rreturn",
    "two\r\nlines",
    'a "quoted" word',
    '"',
    "a; b",
    "a,b;c\td",
    " in front",
    "behind ",
    " ",
    "0012",
    "1e5",
    "20 %",
    "yes",
    "null",
    "<r>bold</r>",
    "<&>",
    "_x0041_",
    "x005F_",
    "\x00\x01\x1f",
    "\ufffe\uffff",
    "日本語 😀",
    "#N/A",
)
"""Texts that spreadsheets and CSV files like to change."""

texts = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=12)).filter(
    lambda text: not re.search(r"_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_", text)
)
names = texts.map(str.strip).filter(bool)
ids = st.one_of(
    st.sampled_from(["P1", "0012", "1", "'=1", "'", "a, b", 'a"b', "1e5", "Ä 1", "TRUE"]),
    st.from_regex(r"[A-Za-z0-9_'é][A-Za-z0-9 _.,'=é-]{0,8}", fullmatch=True).filter(
        lambda text: text == text.strip()
    ),
)
SIMPLE = {
    Kind.TEXT: texts,
    Kind.NAME: names,
    Kind.ID: ids,
    Kind.LANGUAGE: st.sampled_from(["nl", "en", "xx", "pt-BR", "fil"]),
    Kind.COUNTRY: st.sampled_from(["NL", "GB", "EU"]),
    Kind.CURRENCY: st.sampled_from(["EUR", "GBP"]),
    Kind.IDS: st.lists(ids, max_size=3),
    Kind.WORDS: st.lists(names, max_size=3),
    Kind.SHARES: st.lists(st.floats(0, 1), max_size=3),
    Kind.YES_NO: st.booleans(),
    Kind.DATE: st.dates(min_value=date(1, 1, 1)),
}


def values(column: Column) -> st.SearchStrategy:
    """Legal values of a column."""
    if column.kind is Kind.CHOICE:
        return st.sampled_from(column.choices)
    if column.kind is Kind.CHOICES:
        return st.lists(st.sampled_from(column.choices), max_size=3)
    if column.kind is Kind.INTEGER:
        return st.integers(int(column.limits["ge"]), int(column.limits["le"]))
    if column.kind is Kind.NUMBER:
        low, high = (
            column.limits.get("ge", column.limits.get("gt")),
            column.limits.get("le", column.limits.get("lt")),
        )
        numbers = st.floats(low, high, exclude_min="gt" in column.limits, exclude_max="lt" in column.limits)
        return numbers.map(lambda number: number + 0.0)  # no negative zero
    return SIMPLE[column.kind]


def rows(table: str) -> st.SearchStrategy:
    """Rows of a table, with any optional field filled in or not."""
    fields = columns(table)
    required = {name: values(column) for name, column in fields.items() if column.required}
    optional = {name: values(column) for name, column in fields.items() if not column.required}
    entity = Settings if table == "settings" else TABLES[table]
    return st.fixed_dictionaries(required, optional=optional).map(lambda cells: entity(**cells))


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Projects with rows in a few tables."""
    chosen = draw(st.lists(st.sampled_from(list(TABLES)), max_size=2, unique=True))
    tables = {name: tuple(draw(st.lists(rows(name), min_size=1, max_size=3))) for name in chosen}
    settings = draw(rows("settings")) if draw(st.booleans()) else Settings()
    return Project(settings=settings, **tables)
