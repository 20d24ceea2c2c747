"""When contacts come: curves, opening hours and months, and what stands in where they are missing."""

import numpy as np
import pytest

from tests.builders import company, stream
from touchmap.project import CurvePoint, Seasonality
from touchmap.workload.staffing.intervals import arrivals, week_profile, weeks_of_months


def curve(kind, shares, curve_id="C"):
    return [CurvePoint(curve_id=curve_id, kind=kind, position=p, share=s) for p, s in shares.items()]


def found(*rows, **settings):
    project = company(*rows, **settings)
    return arrivals(project, project.demand)


def test_a_month_adds_up():
    """Twelve months of hours times the weeks of the month are the contacts of the month, with the season."""
    season = Seasonality(seasonality_id="S", m02=2, m07=0)
    got = found(stream(seasonality_id="S", opening_hours="Mo-Sa 8-20"), season)
    months = got.contacts[0].sum(axis=1) * got.weeks
    assert months == pytest.approx([1000, 2000, 1000, 1000, 1000, 1000, 0, *[1000] * 5])


def test_months_have_their_days():
    """2027 has 28 days in February; a plan that starts in March 2027 has its February in 2028, with 29."""
    assert found(stream()).weeks * 7 == pytest.approx([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    later = company(stream(), start_on="2027-03-01").settings
    assert (weeks_of_months(later) * 7)[:3] == pytest.approx([31, 29, 31])
    assert (weeks_of_months(company(stream(), start_on=None).settings) * 7)[1] == pytest.approx(28)


def test_days_and_hours_multiply():
    """60 % on Mondays, 25 % at nine: 15 % of the week on Monday at nine."""
    rows = [*curve("dow", {1: 0.6, 2: 0.4}), *curve("hour", {9: 0.25, 10: 0.75})]
    profile = week_profile(
        company(stream(curve_id="C"), *rows), stream(curve_id="C", opening_hours="Mo-Su 0-24")
    )
    assert profile.shares[9] == pytest.approx(0.15)
    assert profile.shares[24 + 10] == pytest.approx(0.3)
    assert profile.shares.sum() == pytest.approx(1)
    assert [note.code for note in profile.notes] == ["sparse_curve"]


def test_what_comes_outside_opening_hours_comes_inside():
    """A curve over the whole day is squeezed into the opening hours: 0.2 of 0.5 is 0.4."""
    rows = [*curve("dow", {1: 1}), *curve("hour", {8: 0.5, 9: 0.2, 10: 0.3})]
    profile = week_profile(company(stream(), *rows), stream(curve_id="C", opening_hours="Mo-Fr 9-11"))
    assert profile.shares[9] == pytest.approx(0.4)
    assert profile.is_open.sum() == 10


@pytest.mark.parametrize(
    ("fields", "rows", "codes"),
    [
        ({}, [], ["flat_curve", "open_any_time"]),
        ({"opening_hours": "24x7"}, [], ["flat_curve"]),
        ({"opening_hours": "24x7", "curve_id": "C"}, curve("dow", {1: 1}), ["flat_curve", "sparse_curve"]),
        (
            {"opening_hours": "Sa-Su 9-17", "curve_id": "C"},
            [*curve("dow", {1: 1}), *curve("hour", {9: 1})],
            ["curve_outside_hours"],
        ),
    ],
)
def test_a_flat_shape_stands_in_visibly(fields, rows, codes):
    """What is missing is flat, and a note names the stream and the field."""
    one = stream(**fields)
    profile = week_profile(company(one, *rows), one)
    assert [note.code for note in profile.notes] == codes
    assert {note.where.row_id for note in profile.notes} == {"D1"}
    assert all(note.where.column in ("curve_id", "opening_hours") for note in profile.notes)
    shares = profile.shares[profile.shares > 0]
    assert shares == pytest.approx(np.full(len(shares), shares[0]))


def test_open_hours_without_contacts_are_noted():
    """A curve of one hour a week leaves 39 of 40 open hours quiet: noted, and not made flat."""
    one = stream(curve_id="C", opening_hours="Mo-Fr 9-17")
    profile = week_profile(company(one, *curve("dow", {1: 1}), *curve("hour", {9: 1})), one)
    assert [note.code for note in profile.notes] == ["sparse_curve"]
    assert "39 hours" in profile.notes[0].message
    assert profile.shares[9] == 1


def test_a_missing_season_is_noted():
    """A stream without a season is the same in every month, and a note says so."""
    notes = found(stream(opening_hours="24x7")).notes
    assert [(n.code, n.where.column) for n in notes] == [
        ("flat_curve", "curve_id"),
        ("flat_season", "seasonality_id"),
    ]


def test_where_hours_are_not_stated_somebody_is_there_when_contacts_come():
    """Without opening hours those of the curve count."""
    rows = [*curve("dow", {1: 1}), *curve("hour", {9: 0.5, 10: 0.5})]
    one = stream(curve_id="C")
    assert week_profile(company(one, *rows), one).is_open.sum() == 2
