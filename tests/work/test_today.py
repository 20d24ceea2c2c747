"""Today: who does each package, and what is assumed where nothing is recorded."""

import pytest

from tests.builders import company, contract, own, platform, process, stream, today, vendor
from touchmap.work.packages import build_packages
from touchmap.work.today import Today, today_of


def today_by_package(*rows):
    """Today's arrangement by package."""
    project = company(*rows)
    packages = build_packages(project)
    return dict(zip((k.package_id for k in packages), today_of(project, packages), strict=True))


def test_today_is_read_by_stream():
    """People, platform and contract are those recorded for the package's stream."""
    rows = [vendor(), platform(), contract(), today("D1", "VEN", platform_id="BOT", contract_id="C1")]
    found = today_by_package(stream(), *rows)
    assert found == {"P1/nl/*/*": Today("VEN", "BOT", "C1")}
    assert found["P1/nl/*/*"].parties == ("VEN", "BOT")


def test_the_stream_with_most_handle_time_counts():
    """150 contacts of 300 s (45 000 s) outweigh 200 of 200 s (40 000 s)."""
    rows = [own(), vendor(), today("D1", "OWN"), today("D2", "VEN")]
    found = today_by_package(
        stream("D1", 200, handle_seconds=200), stream("D2", 150, handle_seconds=300), *rows
    )
    assert found["P1/nl/*/*"] == Today("VEN")


def test_streams_of_one_party_count_together():
    """Two streams at OWN outweigh one larger stream at VEN."""
    rows = [own(), vendor(), today("D1", "OWN"), today("D2", "OWN"), today("D3", "VEN")]
    found = today_by_package(stream("D1", 60), stream("D2", 60), stream("D3", 100), *rows)
    assert found["P1/nl/*/*"] == Today("OWN")


def test_without_any_record_all_is_at_the_only_own_staff():
    """One own provider of people is taken to do everything."""
    found = today_by_package(
        process("P1"), process("P2"), stream("D1"), stream("D2", process_id="P2"), own(), vendor()
    )
    assert set(found.values()) == {Today("OWN")}


@pytest.mark.parametrize(
    "providers",
    [(own("A"), own("B")), (vendor(),), (platform(ownership="own"),)],
    ids=["two own", "no own", "own platform"],
)
def test_today_is_not_guessed_where_it_is_not_clear(providers):
    """With two own providers, none, or no people, nothing is assumed."""
    assert today_by_package(stream(), *providers)["P1/nl/*/*"] == Today()


def test_a_project_that_records_something_is_not_completed():
    """What is missing from a record stays unknown."""
    found = today_by_package(stream("D1"), stream("D2", language="de"), own(), today("D1", "OWN"))
    assert found["P1/nl/*/*"] == Today("OWN")
    assert found["P1/de/*/*"] == Today()
