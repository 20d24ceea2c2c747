"""Offers read as arrays: the same as asking each line's offer by itself."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import offer
from touchmap.project.vocabulary import PricingModel
from touchmap.work.offer_columns import OfferColumns

OFFERS = st.builds(
    offer,
    st.sampled_from(["A", "B", "C"]),
    price=st.integers(0, 9),
    pricing_model=st.sampled_from(PricingModel),
    handle_factor=st.none() | st.sampled_from([0.5, 1.0, 2.0]),
)


@st.composite
def lines(draw):
    """Offers of some lines, many of which share one and some of which have none."""
    some = draw(st.lists(OFFERS, min_size=1, max_size=4))
    return draw(st.lists(st.none() | st.sampled_from(some), max_size=8))


def blank(value):
    """NaN for what is not said."""
    return math.nan if value is None else value


@given(lines(), st.data())
def test_lines_are_picked_by_their_place(rows, data):
    """Some lines, in any order and more than once, keep their offers and fields; −1 has none."""
    picked = data.draw(st.lists(st.integers(-1, len(rows) - 1), max_size=8))
    columns = OfferColumns.of(rows)
    columns.field("price")  # what was read before is still true of the lines picked
    found = columns.at(np.array(picked, dtype=np.int64))
    wanted = [None if n < 0 else rows[n] for n in picked]
    assert all(one is other for one, other in zip(found, wanted, strict=True))
    assert found.known.tolist() == [o is not None for o in wanted]
    prices = [blank(None if o is None else o.price) for o in wanted]
    assert found.field("price").tolist() == pytest.approx(prices, nan_ok=True)


@given(lines())
def test_each_asks_the_offer_of_every_line(rows):
    """What a function says of each line's offer, and blank where it says nothing or there is no offer."""
    found = OfferColumns.of(rows).each(lambda o: o.handle_factor)
    assert found.tolist() == pytest.approx(
        [blank(None if o is None else o.handle_factor) for o in rows], nan_ok=True
    )


@given(lines())
def test_each_asks_only_offers_that_some_line_has(rows):
    """An offer of lines that were not picked is not asked, and none is asked twice."""
    asked = []
    OfferColumns.of(rows).at(np.arange(len(rows))[::2]).each(asked.append)
    assert sorted(map(id, asked)) == sorted({id(o) for o in rows[::2] if o is not None})


@given(lines(), st.lists(st.sampled_from(PricingModel), max_size=3))
def test_lines_under_some_pricing_models(rows, models):
    """A line counts if its offer bills by one of the models."""
    found = OfferColumns.of(rows).under(*models)
    assert found.tolist() == [o is not None and o.pricing_model in models for o in rows]
