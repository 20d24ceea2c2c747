"""What people type into a cell, and the value it is."""

from datetime import date, datetime, time
from types import NoneType
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files.strategies import names, texts
from touchmap.files.cells import BLANK, CHOICE_ALIASES, BadCellError, read_cell, write_cell
from touchmap.files.columns import Column, Kind, columns
from touchmap.files.escaping import escape_csv, escape_workbook, unescape_csv, unescape_workbook
from touchmap.files.figures import AmbiguousNumberError, read_number, write_number
from touchmap.files.word_lists import join_words, split_words
from touchmap.project import TABLES
from touchmap.project.shorthand import plain


def column(path: str) -> Column:
    table, name = path.split(".")
    return columns(table)[name]


def midnight(year: int, month: int, day: int) -> datetime:
    """A day as a spreadsheet gives it."""
    return datetime.combine(date(year, month, day), time())


@pytest.mark.parametrize(
    ("text", "plain_file", "comma_file"),
    [
        ("12", 12, 12),
        ("-1.5", -1.5, -1.5),
        ("0,35", 0.35, 0.35),
        ("12,5", 12.5, 12.5),
        ("1234,567", 1234.567, 1234.567),
        ("0,123", 0.123, 0.123),
        ("0.123", 0.123, 0.123),
        ("1.234,5", 1234.5, 1234.5),
        ("1,234.5", 1234.5, 1234.5),
        ("1,234,567", 1234567, 1234567),
        ("1.234.567", 1234567, 1234567),
        ("1 234,5", 1234.5, 1234.5),
        ("1 234 567", 1234567, 1234567),
        ("1\u00a0234", 1234, 1234),
        ("1\u202f234,5", 1234.5, 1234.5),
        ("1'234.50", 1234.5, 1234.5),
        ("1e3", 1000, 1000),
        ("−7", -7, -7),
        ("1,234", None, 1.234),
        ("1.234", 1.234, None),
        ("12,345", None, 12.345),
    ],
)
def test_number_means_one_thing(text, plain_file, comma_file):
    """Decimal and thousands marks are understood, and what could be either is refused."""
    for decimal_comma, value in ((False, plain_file), (True, comma_file)):
        if value is None:
            with pytest.raises(AmbiguousNumberError):
                read_number(text, decimal_comma=decimal_comma)
        else:
            assert read_number(text, decimal_comma=decimal_comma) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1,2,3",
        "1.2.3",
        "1,23,456",
        "1_000",
        "nan",
        "inf",
        "1e999",
        "--1",
        "٣",
        "0x10",
        "12 34",
        "1" * 500,
    ],
)
@pytest.mark.parametrize("decimal_comma", [True, False])
def test_not_a_number(text, decimal_comma):
    """What is not a plain finite number is refused, whatever Python itself would make of it."""
    with pytest.raises(ValueError, match=r".*"):
        read_number(text, decimal_comma=decimal_comma)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_number_is_written_exactly(number):
    """Every number reads back to the last digit."""
    assert read_number(write_number(number)) == number


@pytest.mark.parametrize(
    ("path", "raw", "value"),
    [
        ("providers.shrinkage", "30 %", 0.3),
        ("providers.shrinkage", "35%", 0.35),
        ("providers.attrition", "7,5 %", 0.075),
        ("providers.flex_share", 0.2, 0.2),
        ("demand.handle_seconds", "6:10", 370),
        ("demand.handle_seconds", "0:06:10", 370),
        ("demand.handle_seconds", "1:00:00", 3600),
        ("demand.handle_seconds", "90:00", 5400),
        ("processes.touch_need", "4.0", 4),
        ("processes.touch_need", 4.0, 4),
        ("processes.key_competency", "X", True),
        ("processes.key_competency", "FALSE", False),
        ("processes.key_competency", 1.0, True),
        ("processes.key_competency", False, False),
        ("providers.sourcing_model", "In house", "in_house"),
        ("providers.sourcing_model", "NEAR-SHORE", "nearshore"),
        ("demand.channel", "Voice", "phone"),
        ("demand.channel", "E-mail", "email"),
        ("offers.channel", "Chat; phone", ("chat", "phone")),
        ("provider_languages.level", "c1", "C1"),
        ("contracts.ends_on", "2027-12-31", date(2027, 12, 31)),
        ("contracts.ends_on", "31.12.2027", date(2027, 12, 31)),
        ("contracts.ends_on", midnight(2027, 12, 31), date(2027, 12, 31)),
        ("processes.process_id", 1001.0, "1001"),
        ("processes.note", 1.5, "1.5"),
        ("exchange_rates.date", midnight(2026, 1, 2), "2026-01-02"),
        ("processes.split_shares", "30 %; 0,7", (0.3, 0.7)),
        ("processes.split_shares", [0.3, 0.7], (0.3, 0.7)),
        ("processes.split_shares", 1, (1.0,)),
        ("processes.tags", ["b", "a"], ("b", "a")),
        ("processes.note", "", ""),
        ("processes.name", None, BLANK),
        ("processes.tags", " ", BLANK),
        ("processes.health", "  ", BLANK),
    ],
)
def test_cell_is_understood(path, raw, value):
    """Cells as people and spreadsheets write them become the value that is meant."""
    assert read_cell(column(path), raw) == value


@pytest.mark.parametrize(
    ("path", "raw", "code"),
    [
        ("demand.contacts_per_month", "20 %", "bad_number"),
        ("demand.contacts_per_month", "6:10", "bad_number"),
        ("demand.contacts_per_month", True, "bad_number"),
        ("demand.contacts_per_month", 10**400, "bad_number"),
        ("demand.contacts_per_month", midnight(2026, 1, 1), "bad_number"),
        ("demand.contacts_per_month", "1,234", "ambiguous_number"),
        ("demand.handle_seconds", "6:70", "bad_number"),
        ("demand.handle_seconds", "1:70:00", "bad_number"),
        ("processes.touch_need", 2.5, "bad_number"),
        ("processes.key_competency", "perhaps", "bad_yes_no"),
        ("providers.sourcing_model", "phone", "bad_choice"),
        ("demand.channel", "In-house", "bad_choice"),
        ("offers.channel", "chat; pigeon", "bad_choice"),
        ("contracts.ends_on", "01/02/2027", "bad_date"),
        ("contracts.ends_on", 46000, "bad_date"),
        ("contracts.ends_on", midnight(2027, 1, 1).replace(hour=12), "bad_date"),
        ("processes.note", float("nan"), "bad_value"),
        ("processes.note", ["a"], "bad_value"),
        ("processes.tags", [{}], "bad_value"),
    ],
)
def test_cell_is_refused(path, raw, code):
    """A cell that cannot be meant is refused with a code, the value and what to write."""
    with pytest.raises(BadCellError) as caught:
        read_cell(column(path), raw)
    assert caught.value.code == code
    assert caught.value.hint
    assert caught.value.value in caught.value.message


@given(text=texts)
def test_escapes_undo_each_other(text):
    """No text is changed by the escape for spreadsheets and its undoing."""
    assert unescape_csv(escape_csv(text)) == text
    assert unescape_workbook(escape_workbook(text)) == text


@given(text=texts)
def test_written_text_is_never_a_formula(text):
    """No text in a CSV file starts in a way a spreadsheet program takes for a formula."""
    assert not escape_csv(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(words=st.lists(names))
def test_words_in_one_cell_survive(words):
    """Any words survive in one cell, with semicolons and quotes in them."""
    assert split_words(join_words(words)) == tuple(words)


@pytest.mark.parametrize(
    ("cell", "words"), [('"a', ('"a',)), ('a "b; c', ('a "b', "c")), (";;", ()), ("a;", ("a",))]
)
def test_untidy_words_are_read(cell, words):
    """Stray quotes and empty places in a list do no harm."""
    assert split_words(cell) == words


@pytest.mark.parametrize("table", [*TABLES, "settings"])
def test_every_default_can_be_written(table):
    """Every default is a value of its column, so that the template can show it."""
    for each in columns(table).values():
        if each.default not in (None, "", ()):
            assert read_cell(each, write_cell(each, each.default)) == each.default


def test_spellings_are_unambiguous():
    """No two words of one list are the same apart from case, spaces and hyphens."""
    for table in TABLES:
        for each in columns(table).values():
            assert len({plain(word) for word in each.choices}) == len(each.choices)


def test_aliases_name_listed_words():
    """Every further spelling stands for a word some list has."""
    listed = {word for table in TABLES for each in columns(table).values() for word in each.choices}
    assert set(CHOICE_ALIASES.values()) <= listed


def test_optional_fields_default_to_nothing():
    """A field that may be None is None by default; otherwise a blank cell could not say None."""
    for table, entity in TABLES.items():
        for name, info in entity.model_fields.items():
            if not info.is_required() and NoneType in get_args(info.annotation):
                assert columns(table)[name].default is None


def test_keys_come_first():
    """The columns that identify a row stand on the left of every table."""
    for table, entity in TABLES.items():
        assert tuple(columns(table))[: len(entity.key)] == entity.key


def test_every_kind_is_used_or_listed():
    """Every kind of column can be read."""
    for kind in Kind:
        some = next((c for t in TABLES for c in columns(t).values() if c.kind is kind), None)
        assert some is None or read_cell(some, None) is BLANK
