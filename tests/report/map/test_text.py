"""Text that fits: never wider than its room, nothing lost without an ellipsis."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.map.projects import names
from touchmap.report.map.fonts import font_folder, text_width
from touchmap.report.map.text import ELLIPSIS, SPARE, clean, printable, shorten, wrap

sizes = st.sampled_from((8, 9, 11, 15))
widths = st.floats(30, 300)


@given(names, widths, sizes, st.booleans(), st.integers(1, 5))
def test_wrapped_lines_fit(text, width, size, bold, most):
    """No line is wider than asked, with room to spare for other fonts, and there are no more than asked."""
    lines = wrap(text, width, size, bold=bold, max_lines=most)
    assert 1 <= len(lines) <= most
    assert all(text_width(line, size, bold=bold) * SPARE <= width for line in lines)


@given(names, widths, sizes, st.booleans(), st.integers(1, 5))
def test_wrapping_loses_nothing_unsaid(text, width, size, bold, most):
    """Without an ellipsis of ours every letter is there in order; with one, they are the first ones."""
    lines, wanted = wrap(text, width, size, bold=bold, max_lines=most), clean(text).replace(" ", "")
    shown = "".join(lines).replace(" ", "")
    if shown != wanted:
        assert shown.endswith(ELLIPSIS)
        assert wanted.startswith(shown.removesuffix(ELLIPSIS))


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=1, max_size=12))
def test_words_stay_whole_where_they_fit(words):
    """Only a word that is wider than the line is broken."""
    lines = wrap(" ".join(words), 60, 11, max_lines=99)
    assert [word for line in lines for word in line.split(" ")] == words


@given(names, widths, sizes, st.booleans())
def test_shortened_text_fits(text, width, size, bold):
    """A shortened line fits and is the text itself or its start and an ellipsis."""
    line = shorten(text, width, size, bold=bold)
    assert text_width(line, size, bold=bold) * SPARE <= width
    whole = clean(text)
    assert line == whole or (line.endswith(ELLIPSIS) and whole.startswith(line[:-1].rstrip()))


@given(names, widths, sizes)
def test_shortening_twice_is_shortening_once(text, width, size):
    """What has been shortened fits, and stays as it is."""
    line = shorten(text, width, size)
    assert shorten(line, width, size) == line


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    """Clean text is one line of visible characters and single blanks, and stays as it is."""
    once = clean(text)
    assert clean(once) == once == once.strip()
    assert "  " not in once
    assert once.isprintable()
    assert printable(once) == once


@pytest.mark.parametrize("text", ["x" * 20_000, "x " * 10_000, "\u0301" * 20_000, "客" * 20_000])
def test_very_long_names_take_no_time(text):
    """Twenty thousand characters are wrapped as quickly as a hundred."""

    start = time.perf_counter()
    wrap(text, 152, 11, max_lines=4)
    shorten(text, 152, 9)
    assert time.perf_counter() - start < 0.5


def test_one_letter_always_has_room():
    """In a room too small for anything, at least it ends."""
    assert wrap("WW", 1, 11, max_lines=1) == (ELLIPSIS,)
    assert shorten("WW", 1, 11) == ELLIPSIS


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40), sizes)
def test_width_grows_with_text_and_size(text, size):
    """More text is wider, and so is a larger size."""
    assert text_width(text + "i", size) > text_width(text, size)
    assert text_width(text, 2 * size) == pytest.approx(2 * text_width(text, size))


def test_wide_characters_take_an_em():
    """Chinese characters and pictures, which the font lacks, are reckoned as wide as they are high."""
    assert text_width("客户", 10) == 20
    assert text_width("🚀", 10) == 10


def test_font_is_packaged():
    """The font comes from a Python package, regular and bold."""
    assert {"Lato-Regular.ttf", "Lato-Bold.ttf"} <= {p.name for p in font_folder().iterdir()}
