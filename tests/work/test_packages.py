"""Packages: process × language, and every further layer a process may ask for."""

import pytest

from tests.builders import company, packages_of, process, stream
from touchmap.project import CurvePoint, Seasonality
from touchmap.work.packages import build_packages, month_contacts, package_contacts


def shares(package, demand_id="D1"):
    """Share of a stream in a package by month."""
    return next(piece.share for piece in package.pieces if piece.stream.demand_id == demand_id)


def test_a_package_is_a_process_in_a_language_with_all_its_channels():
    """Streams of one process and language make one package, whole, sorted by id."""
    found = packages_of(
        process("P2"),
        process("P1"),
        stream("D4", process_id="P2"),
        stream("D3", channel="email"),
        stream("D2", language="de"),
        stream("D1"),
    )
    assert list(found) == ["P1/de/*/*", "P1/nl/*/*", "P2/nl/*/*"]
    assert [piece.stream.demand_id for piece in found["P1/nl/*/*"].pieces] == ["D1", "D3"]
    assert shares(found["P1/nl/*/*"]) == (1.0,) * 12


def test_a_process_without_demand_has_no_package():
    """There is nothing to assign where there are no contacts."""
    assert packages_of(process("P1"), process("P2"), stream("D1")).keys() == {"P1/nl/*/*"}


def test_the_layer_channel_makes_a_package_of_each_channel():
    """Streams of one channel stay together."""
    found = packages_of(
        process(split_by="channel"), stream("D1"), stream("D2", channel="chat"), stream("D3", channel="chat")
    )
    assert {i: len(k.pieces) for i, k in found.items()} == {"P1/nl/chat/*": 2, "P1/nl/phone/*": 1}


@pytest.mark.parametrize(
    ("opening_hours", "inside"),
    [
        ("", 40 / 168),  # at any time
        ("24x7", 40 / 168),
        ("Mo-Fr 9-21", 40 / 60),
        ("Mo-Fr 9-12", 1),
        ("Sa-Su 0-24", 0),
    ],
)
def test_the_layer_hours_splits_inside_from_outside_the_office(opening_hours, inside):
    """With a flat curve the office hours Mo-Fr 9-17 take their part of the opening hours."""
    found = packages_of(process(split_by="hours"), stream(opening_hours=opening_hours))
    assert shares(found["P1/nl/*/office"]) == pytest.approx((inside,) * 12)
    assert shares(found["P1/nl/*/outside"]) == pytest.approx((1 - inside,) * 12)


def test_the_layer_hours_follows_the_curve():
    """A day with a quarter of its calls after 17 o'clock has three quarters in the office."""
    day = [CurvePoint(curve_id="C", kind="hour", position=h, share=0.75 / 8) for h in range(9, 17)]
    evening = [CurvePoint(curve_id="C", kind="hour", position=17, share=0.25)]
    week = [CurvePoint(curve_id="C", kind="dow", position=d, share=0.2) for d in range(1, 6)]
    found = packages_of(process(split_by="hours"), stream(curve_id="C"), *day, *evening, *week)
    assert shares(found["P1/nl/*/office"])[0] == pytest.approx(0.75)


def test_the_office_hours_are_a_setting():
    """Office hours on Monday only are 8 of the 40 hours the stream is open."""
    found = packages_of(process(split_by="hours"), stream(opening_hours="Mo-Fr 9-17"), office_hours="Mo 9-17")
    assert shares(found["P1/nl/*/office"])[0] == pytest.approx(0.2)


def test_the_layer_base_peak_cuts_at_a_level_of_staff():
    """Of 2 FTE, 4 in December and none in July, a base of 1.5 FTE is 75 %, 37.5 % and everything."""
    found = packages_of(
        process(split_by="base_peak", base_level_fte=1.5),
        stream("D1", 1500, seasonality_id="S"),
        stream("D2", 500, seasonality_id="S", language="de"),  # the level is that of the whole process
        Seasonality(seasonality_id="S", m07=0, m12=2),
    )
    for package_id, demand_id in (("P1/nl/*/base", "D1"), ("P1/de/*/base", "D2")):
        base = shares(found[package_id], demand_id)
        assert (base[0], base[6], base[11]) == pytest.approx((0.75, 1, 0.375))
    assert shares(found["P1/nl/*/peak"])[11] == pytest.approx(0.625)


def test_base_counts_contacts_handled_at_once():
    """At a concurrency of 2 the same contacts are half the staff, so 1 FTE of base covers them all."""
    found = packages_of(process(split_by="base_peak", base_level_fte=1), stream("D1", 2000, concurrency=2))
    assert shares(found["P1/nl/*/peak"]) == pytest.approx((0,) * 12)


def test_the_layer_shares_splits_in_the_order_given():
    """Shares of 0.7 and 0.3 make the layers share1 and share2."""
    found = packages_of(process(split_by="shares", split_shares="0.7; 0.3"), stream())
    assert shares(found["P1/nl/*/share1"]) == (0.7,) * 12
    assert shares(found["P1/nl/*/share2"]) == (0.3,) * 12


def test_layers_multiply():
    """Hours by shares make four layers: half of the 40 of 80 hours in the office is a quarter."""
    found = packages_of(
        process(split_by="channel; hours; shares", split_shares="0.5; 0.5"),
        stream(opening_hours="Mo-Fr 7-23"),
    )
    layers = {"office-share1", "office-share2", "outside-share1", "outside-share2"}
    assert found.keys() == {f"P1/nl/phone/{layer}" for layer in layers}
    assert [shares(k)[0] for k in found.values()] == pytest.approx([0.25] * 4)


@pytest.mark.parametrize(
    "split_by", ["", "channel", "hours", "base_peak", "shares", "hours; base_peak; shares"]
)
def test_no_contact_is_lost_or_doubled(split_by):
    """However a process is split, its packages hold its contacts of each month once."""
    project = company(
        process(split_by=split_by, split_shares="0.2; 0.8", base_level_fte=1),
        stream("D1", 1500, seasonality_id="S", opening_hours="Mo-Su 8-20"),
        stream("D2", 700, channel="email"),
        stream("D3", 100, language="de"),
        Seasonality(seasonality_id="S", m01=0, m12=2),
    )
    found = [package_contacts(project, package) for package in build_packages(project)]
    assert sum(c[0] for c in found) == pytest.approx(800)
    assert sum(c[5] for c in found) == pytest.approx(2300)
    assert sum(c[11] for c in found) == pytest.approx(3800)


def test_contacts_of_a_month_follow_the_season():
    """Contacts are the average month × the month's index, and flat without a season."""
    project = company(stream("D1", 100, seasonality_id="S"), Seasonality(seasonality_id="S", m12=3.5))
    assert list(month_contacts(project, project.demand[0])) == [100] * 11 + [350]
    assert list(month_contacts(project, stream("D2", 100))) == [100] * 12
