"""Hand-offs spread over the packages of their two ends, by language and volume."""

import pytest

from tests.builders import company, handoff, process, stream
from touchmap.project import Department, Seasonality
from touchmap.work.handoff_pairs import COMPANY, build_pairs
from touchmap.work.packages import build_packages


def pairs_of(*rows):
    """Hand-offs of an average month by the packages at their ends, and all pairs."""
    project = company(process("P1"), process("P2"), *rows)
    packages = build_packages(project)
    ids = [*(k.package_id for k in packages), "a department"]
    pairs = build_pairs(project, packages)
    return {(ids[p.sender], ids[p.receiver]): float(p.contacts.mean()) for p in pairs}, pairs


def at(process_id, **volumes):
    """One stream of a process for each language."""
    return [
        stream(f"{process_id}{lang}", n, process_id=process_id, language=lang) for lang, n in volumes.items()
    ]


def test_a_handoff_stays_in_its_language():
    """Of 100 hand-offs 60 % are Dutch and 40 % German, whatever the receiver's mix."""
    found, pairs = pairs_of(*at("P1", nl=600, de=400), *at("P2", nl=300, de=100), handoff())
    assert found == pytest.approx({("P1/nl/*/*", "P2/nl/*/*"): 60, ("P1/de/*/*", "P2/de/*/*"): 40})
    assert [p.share for p in pairs] == pytest.approx([0.4, 0.6])


def test_a_language_the_receiver_lacks_is_spread_by_its_volume():
    """German goes to the Dutch and the French package as 3 to 1; Dutch stays Dutch."""
    found, _ = pairs_of(*at("P1", nl=500, de=500), *at("P2", nl=300, fr=100), handoff())
    assert found == pytest.approx(
        {
            ("P1/nl/*/*", "P2/nl/*/*"): 50,
            ("P1/de/*/*", "P2/nl/*/*"): 37.5,
            ("P1/de/*/*", "P2/fr/*/*"): 12.5,
        }
    )


def test_several_packages_of_a_language_share_by_volume():
    """Channels of the sender as 3 to 1, of the receiver as 4 to 1: 100 × 0.75 × 0.8 = 60, and so on."""
    rows = [
        stream("D1", 300),
        stream("D2", 100, channel="email"),
        stream("D3", 400, process_id="P2"),
        stream("D4", 100, process_id="P2", channel="email"),
    ]
    project = company(process("P1", split_by="channel"), process("P2", split_by="channel"), *rows, handoff())
    pairs = build_pairs(project, build_packages(project))
    assert sorted(float(p.contacts[0]) for p in pairs) == pytest.approx([5, 15, 20, 60])
    assert sum(p.share for p in pairs) == pytest.approx(1)


def test_a_department_receives_all():
    """Departments are not split: each sender hands over its part."""
    found, pairs = pairs_of(
        *at("P1", nl=600, de=400),
        handoff(to_id="FIN", to_kind="department"),
        Department(department_id="FIN", name="F"),
    )
    assert found == pytest.approx({("P1/nl/*/*", "a department"): 60, ("P1/de/*/*", "a department"): 40})
    assert {p.receiver for p in pairs} == {COMPANY}


def test_months_follow_the_sender():
    """A sender that doubles in December hands over twice as much then."""
    rows = [
        stream("D1", seasonality_id="S"),
        *at("P2", nl=300),
        Seasonality(seasonality_id="S", m01=0, m12=2),
    ]
    _, pairs = pairs_of(*rows, handoff())
    assert list(pairs[0].contacts) == pytest.approx([0, *[100] * 10, 200])


def test_packages_without_volume_take_no_part():
    """A sender or receiver without contacts neither hands over nor receives; without any there is no pair."""
    found, _ = pairs_of(*at("P1", nl=600, de=0), *at("P2", nl=0, fr=100), handoff())
    assert found == {("P1/nl/*/*", "P2/fr/*/*"): pytest.approx(100)}
    assert pairs_of(*at("P1", nl=0), *at("P2", nl=100), handoff()) == ({}, ())
    assert pairs_of(*at("P1", nl=10), handoff()) == ({}, ())


def test_handoffs_come_in_the_order_of_their_ids():
    """The order of rows does not matter."""
    rows = [*at("P1", nl=1), *at("P2", nl=1), handoff(handoff_id="H2"), handoff(handoff_id="H1")]
    _, pairs = pairs_of(*rows)
    assert [p.handoff.handoff_id for p in pairs] == ["H1", "H2"]
