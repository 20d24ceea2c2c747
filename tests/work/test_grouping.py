"""Rows that share a key: found with arrays, the same as by looking at each row."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from touchmap.work.grouping import combined, grouped, numbered

SMALL = st.integers(-3, 3)


@given(st.lists(st.tuples(SMALL, SMALL, st.booleans()), min_size=1))
def test_combined_numbers_are_the_same_where_all_columns_are(rows):
    """Two rows get one number if and only if every column of them is equal."""
    a, b, c = (np.array(column) for column in zip(*rows, strict=True))
    found = combined(a, b, c).tolist()
    assert [[n == m for m in found] for n in found] == [[one == other for other in rows] for one in rows]


@given(st.lists(st.one_of(st.text(max_size=2), st.tuples(SMALL))))
def test_values_are_numbered_as_they_first_occur(values):
    """The number of a value is how many others came before its first place."""
    distinct = list(dict.fromkeys(values))
    assert numbered(values).tolist() == [distinct.index(value) for value in values]


@given(st.lists(SMALL))
def test_groups_hold_the_places_of_each_key_as_a_loop_finds_them(keys):
    """Each key comes once, where it first occurs, with all its places in order."""
    wanted: dict[int, list[int]] = {}
    for place, key in enumerate(keys):
        wanted.setdefault(key, []).append(place)
    found = [(key, places.tolist()) for key, places in grouped(np.array(keys, dtype=np.int64))]
    assert found == list(wanted.items())
