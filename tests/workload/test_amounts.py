"""Hours, logged hours, paid FTE and resolved contacts of each option, month by month."""

import numpy as np
import pytest

from tests.builders import company, find, offer, own, platform, process, stream, today, vendor, web
from touchmap.project import Seasonality
from touchmap.work.options import build_options
from touchmap.work.packages import build_packages
from touchmap.workload.amounts import build_lines


def amounts(home, *rows, package_id="P1/nl/*/*", **settings):
    """Amounts of one option: name → twelve months."""
    project = company(*rows, **settings)
    options = build_options(project, build_packages(project))
    found, i = build_lines(project, options), find(options, home, package_id)
    return {
        name: found.per_option(getattr(found, name))[i] for name in ("hours", "logged", "fte", "resolved")
    }


def test_the_order_of_conversions():
    """1000 contacts of 322.56 s: 89.6 hours; ÷ 0.8 = 112 logged; ÷ 0.7 ÷ 160 = 1 FTE."""
    found = amounts("OWN", stream(), own())
    assert found["hours"] == pytest.approx(np.full(12, 89.6))
    assert found["logged"] == pytest.approx(np.full(12, 112))
    assert found["fte"] == pytest.approx(np.full(12, 1))


def test_occupancy_divides_hours_and_shrinkage_divides_paid_time():
    """At 0.7 occupied 128 hours are logged; at half present and 128 paid hours that is 2 FTE."""
    found = amounts("OWN", stream(), own(occupancy=0.7, shrinkage=0.5), paid_hours_per_month=128)
    assert found["logged"][0] == pytest.approx(128)
    assert found["fte"][0] == pytest.approx(2)


def test_contacts_handled_at_once_share_the_time():
    """At an effective concurrency of 1.6 a contact takes 1 / 1.6 of its time."""
    assert amounts("OWN", stream(concurrency=1.6), own())["hours"][0] == pytest.approx(56)


def test_a_handle_factor_stretches_the_time():
    """A provider's factor of 1.25 makes 112 hours of 89.6; that of its offer goes before it."""
    assert amounts("VEN", stream(), vendor(handle_factor=1.25))["hours"][0] == pytest.approx(112)
    quoted = offer(handle_factor=1.5)
    assert amounts("VEN", stream(), vendor(handle_factor=1.25), quoted)["hours"][0] == pytest.approx(134.4)


def test_months_follow_the_season():
    """Twice the contacts in December are twice the staff."""
    found = amounts("OWN", stream(seasonality_id="S"), own(), Seasonality(seasonality_id="S", m07=0, m12=2))
    assert found["fte"][[0, 6, 11]] == pytest.approx([1, 0, 2])


def test_a_stated_number_of_staff_is_for_the_whole_process():
    """8 FTE for P1, spread over 1000 Dutch and 3000 German contacts, are 2 and 6 in every month."""
    rows = [
        stream("D1", seasonality_id="S"),
        stream("D2", 3000, language="de"),
        vendor(),
        offer(fte_override=8),
    ]
    rows.append(Seasonality(seasonality_id="S", m01=0.5, m12=1.5))
    dutch, german = (amounts("VEN", *rows, package_id=f"P1/{lang}/*/*") for lang in ("nl", "de"))
    assert dutch["fte"] == pytest.approx(np.full(12, 2))
    assert german["fte"] == pytest.approx(np.full(12, 6))
    assert dutch["hours"][0] == pytest.approx(44.8)  # hours are those of the work


def test_a_stated_number_of_staff_goes_with_its_layer():
    """Fixed shares of 0.3 and 0.7 split a stated 10 FTE as 3 and 7."""
    rows = [process(split_by="shares", split_shares="0.3; 0.7"), stream(), vendor(), offer(fte_override=10)]
    assert amounts("VEN", *rows, package_id="P1/nl/*/share1")["fte"][0] == pytest.approx(3)
    assert amounts("VEN", *rows, package_id="P1/nl/*/share2")["fte"][0] == pytest.approx(7)


@pytest.mark.parametrize(
    ("target", "delta", "resolved"),
    [(0.6, 0, 600), (0.6, 0.1, 700), (0.6, -0.7, 0), (0.9, 0.2, 1000), (None, 0.05, 750)],
)
def test_contacts_resolved_at_once(target, delta, resolved):
    """The process's target, else the usual 70 %, changed by the provider and kept between none and all."""
    rows = [process(resolution_target_share=target), stream(), vendor(resolution_delta=delta)]
    assert amounts("VEN", *rows, first_contact_resolution=0.7)["resolved"][0] == pytest.approx(resolved)


def test_a_platform_alone_has_no_staff():
    """A page takes nobody's time."""
    found = amounts("+BOT", stream(channel="web"), platform(), web(), today("D1", None, platform_id="BOT"))
    assert not any(values.any() for values in found.values())


@pytest.mark.parametrize(
    ("model", "by_staff"),
    [("per_hour", True), ("per_fte", True), ("per_contact", False), ("per_minute", False), ("fixed", False)],
)
def test_idle_staff_is_the_clients_where_staff_is_billed(model, by_staff):
    """Hours and FTE are billed by staff; everything else leaves idle staff to the provider."""
    project = company(stream(), vendor(), offer(pricing_model=model))
    found = build_lines(project, build_options(project, build_packages(project)))
    assert found.billed_by_staff.tolist() == [by_staff]
