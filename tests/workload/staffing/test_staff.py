"""Groups and projects: hours, positions and FTE that can be derived by hand, and what stands beside them."""

import math

import numpy as np
import pytest

from tests.builders import company, own, platform, process, speaks, stream, today, vendor, web
from touchmap.costing.costing import build_costing
from touchmap.errors import UnknownNameError
from touchmap.files import load
from touchmap.project import CurvePoint
from touchmap.work.options import NONE
from touchmap.workload.staffing.erlang import queue_state
from touchmap.workload.staffing.group_staff import staff_groups
from touchmap.workload.staffing.groups import build_groups, is_live, people_streams
from touchmap.workload.staffing.presets import Presets
from touchmap.workload.staffing.staff import NOBODY, providers_today, staff

# 40 hours a week, 31 days in January: 177.14 hours.
OFFICE = {"opening_hours": "Mo-Fr 9-17"}
JANUARY_HOURS = 40 * 31 / 7
TEN_AN_HOUR = {"contacts": 10 * JANUARY_HOURS, "handle_seconds": 360, **OFFICE}
"""Ten calls of six minutes an hour: 1 erlang in January."""


def staffed(*rows, presets=None, **settings):
    """Staff of a company of these rows."""
    project = company(*rows, **settings)
    return staff(project, None, presets or Presets())


def test_a_flat_day_by_hand():
    """Ten calls of 360 s in each of the 177.14 hours of January: 1 erlang, 3 agents for 80/20."""
    row = staffed(stream(**TEN_AN_HOUR), own()).rows[0]
    assert row.load_erlangs[0] == pytest.approx(1)
    assert row.positions[0] == 3
    assert row.rostered[0] == pytest.approx(3 / 0.7)
    assert row.staffed_hours[0] == pytest.approx(3 * JANUARY_HOURS)
    assert row.alone_fte[0] == pytest.approx(3 * JANUARY_HOURS / 0.7 / 160)
    assert row.occupancy[0] == pytest.approx(1 / 3)
    assert row.service_level_share[0] == pytest.approx(float(queue_state(1, 3, 360).service_level_share))


def test_the_promise_decides():
    """With 2 agents 1 erlang has 68.5 % in 20 s: enough where 65 % are promised."""
    promise = {"service_level_share": 0.65, "service_level_seconds": 20}
    assert staffed(stream(**TEN_AN_HOUR, **promise), own()).rows[0].positions[0] == 2


def test_the_busiest_hour_has_the_positions():
    """All calls between nine and ten on Mondays: one hour has them all, in the others one agent waits."""
    curve = [CurvePoint(curve_id="C", kind="dow", position=1, share=1)]
    curve += [CurvePoint(curve_id="C", kind="hour", position=9, share=1)]
    row = staffed(
        stream(contacts=310 / 7 * 10, handle_seconds=360, curve_id="C", **OFFICE), own(), *curve
    ).rows[0]
    assert row.load_erlangs[0] == pytest.approx(10)
    assert row.positions[0] == 14
    assert row.staffed_hours[0] == pytest.approx((14 + 39) * 31 / 7)


def test_mail_fills_the_valleys():
    """1 erlang on 3 agents leaves 3 × 0.86 − 1 = 1.58 hours in each; 100 hours of mail cost nothing."""
    rows = [
        stream("D1", **TEN_AN_HOUR),
        stream("D2", contacts=1000, handle_seconds=360, channel="email", **OFFICE),
        own(),
    ]
    with_mail, without = staffed(*rows), staffed(rows[0], own())
    assert with_mail.rows[0].staffed_hours == pytest.approx(without.rows[0].staffed_hours)
    assert with_mail.rows[0].handle_hours[0] == pytest.approx(JANUARY_HOURS + 100)
    assert with_mail.pools[0].valley_hours[0] == pytest.approx(100)


def test_what_no_valley_takes_needs_people_of_its_own():
    """1.58 idle hours × 177.14 are 280; of 400 hours of mail 120 remain, at 80 % occupied 150 logged."""
    rows = [
        stream("D1", **TEN_AN_HOUR),
        stream("D2", contacts=4000, handle_seconds=360, channel="email", **OFFICE),
        own(),
    ]
    row = staffed(*rows).rows[0]
    extra = (400 - 1.58 * JANUARY_HOURS) / 0.8
    assert row.staffed_hours[0] == pytest.approx(3 * JANUARY_HOURS + extra)
    assert row.positions[0] == pytest.approx(3 + extra / JANUARY_HOURS)


def test_without_live_work_fte_is_that_of_the_costing():
    """Back office alone: work ÷ occupancy ÷ (1 − shrinkage) ÷ paid hours, both ways."""
    row = staffed(stream(channel="back_office", **OFFICE), own()).rows[0]
    assert row.alone_fte == pytest.approx(np.ones(12))
    assert row.fte == pytest.approx(np.ones(12))
    assert row.costing_fte == pytest.approx(np.ones(12))
    assert np.isnan(row.service_level_share).all()


def test_chats_take_their_effective_concurrency():
    """Twenty erlangs of chats at 2.3 at once are 8.7 agents' work; positions lie above, far below 20."""
    contacts = 20 * 3600 / 600 * JANUARY_HOURS
    chat = stream(contacts=contacts, handle_seconds=600, channel="chat", concurrency=2.3, **OFFICE)
    row = staffed(chat, own()).rows[0]
    assert row.load_erlangs[0] == pytest.approx(20 / 2.3)
    assert row.handle_hours[0] == pytest.approx(20 / 2.3 * JANUARY_HOURS)
    assert 20 / 2.3 / 0.88 <= row.positions[0] <= 13


def test_processes_of_a_language_share_their_people():
    """Two processes of 1 erlang: 3 + 3 agents apart, 4 for both together, two for each by their work."""
    rows = [process("P1"), process("P2"), own()]
    rows += [stream(f"D{n}", process_id=f"P{n}", **TEN_AN_HOUR) for n in (1, 2)]
    found = staffed(*rows)
    assert [row.positions[0] for row in found.rows] == [3, 3]
    assert found.pools[0].positions[0] == 4
    assert [row.fte[0] for row in found.rows] == pytest.approx([2 * JANUARY_HOURS / 0.7 / 160] * 2)
    assert found.pools[0].alone_fte[0] == pytest.approx(6 * JANUARY_HOURS / 0.7 / 160)


def test_languages_do_not_share_their_people():
    """A pool is one language at one provider."""
    rows = [own(), vendor(), stream("D1", **OFFICE), stream("D2", language="de", **OFFICE)]
    rows += [stream("D3", **OFFICE), today("D1", "OWN"), today("D2", "OWN"), today("D3", "VEN")]
    found = staffed(*rows)
    assert [(p.provider_id, p.language) for p in found.pools] == [("OWN", "de"), ("OWN", "nl"), ("VEN", "nl")]


def test_leavers_are_covered_for_own_staff_only():
    """20 training days of 8 hours are one month of 160; at 60 % attrition 5 % of the FTE are in training."""
    rows = [process(training_days=20), stream(**OFFICE)]
    ours = staffed(*rows, own(attrition=0.6)).rows[0]
    assert ours.attrition_cover_fte == pytest.approx(ours.fte * 0.05)
    theirs = staffed(*rows, vendor(attrition=0.6), today("D1", "VEN")).rows[0]
    assert not theirs.attrition_cover_fte.any()


def test_work_on_a_platform_has_no_staff():
    """Web pages are nobody's work."""
    project = company(stream(channel="web"), platform(), web())
    assert people_streams(project) == ()
    assert staff(project).rows == ()


@pytest.mark.parametrize(
    ("fields", "live"),
    [
        ({}, True),
        ({"channel": "video"}, True),
        ({"channel": "chat"}, True),
        ({"channel": "messaging"}, False),
        ({"channel": "messaging", "service_level_seconds": 60}, True),
        ({"channel": "social", "service_level_seconds": 3600}, False),
        ({"channel": "email"}, False),
        ({"channel": "outbound_phone"}, False),
        ({"channel": "back_office"}, False),
    ],
)
def test_what_is_live(fields, live):
    """Phone, video, chat; messages only if promised within minutes."""
    assert is_live(stream(**fields)) is live


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"service_level_share": 0.8, "service_level_seconds": 20, "patience_seconds": 120}, []),
        ({"service_level_share": 0.8, "patience_seconds": 120}, ["no_service_level"]),
        (
            {"service_level_share": 1, "service_level_seconds": 20, "patience_seconds": 120},
            ["service_level_of_all"],
        ),
        ({"service_level_share": 0.8, "service_level_seconds": 20}, ["no_patience"]),
        ({"channel": "email"}, ["no_deadline"]),
        ({"channel": "email", "service_level_seconds": 7200}, []),
    ],
)
def test_what_is_missing_is_noted(fields, codes):
    """Each figure that a preset stands in for is noted with its stream and field."""
    notes = staffed(stream(**OFFICE, **fields), own()).notes
    shapes = {"flat_curve", "flat_season"}
    assert [note.code for note in notes if note.code not in shapes] == codes
    assert all(note.where.row_id == "D1" and note.where.column for note in notes)


def test_presets_are_obeyed():
    """Another service level for streams without one, another minimum, another occupancy of valleys."""
    calls = stream(**TEN_AN_HOUR)
    assert staffed(calls, own(), presets=Presets(service_level_share=0.65)).rows[0].positions[0] == 2
    crowded = staffed(calls, own(), presets=Presets(minimum_agents=5)).rows[0]
    assert crowded.positions[0] == 5
    assert crowded.service_level_share[0] > 0.99  # five answer, though three would do
    assert staffed(calls, own(), presets=Presets(occupancy_cap=0.2)).rows[0].positions[0] == 5


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"occupancy_cap": 1.2}, "`occupancy_cap` must be in [0, 1], got 1.2"),
        ({"occupancy_cap": 0}, "`occupancy_cap` must be above 0, got 0"),
        ({"minimum_agents": -1}, "`minimum_agents` must be at least 0, got -1"),
        ({"service_level_share": 1}, "`service_level_share` must be in [0, 1), got 1"),
    ],
)
def test_presets_out_of_range_are_told(fields, message):
    """The message names the preset, its range and the value."""
    with pytest.raises(ValueError, match="must be") as caught:
        Presets(**fields)
    assert str(caught.value) == message


def test_occupancy_must_be_a_share():
    """Extra staff cannot be more than busy."""
    groups, _ = build_groups(company(stream()), (stream(),), lambda _: ())
    with pytest.raises(ValueError, match=r"`occupancy` must be in \(0, 1\], got 1.5"):
        staff_groups(groups, [1.5])


def test_an_unknown_process_is_told():
    """The message lists those there are."""
    with pytest.raises(UnknownNameError, match="P1"):
        staff(company(stream()), "P9")


def test_who_does_it_today():
    """Recorded rows, nobody where there is none; the only own provider where nothing is recorded at all."""
    rows = [stream("D1"), stream("D2"), own(), vendor()]
    assert providers_today(company(*rows)) == {"D1": "OWN", "D2": "OWN"}
    assert providers_today(company(*rows, today("D1", "VEN"))) == {"D1": "VEN", "D2": NOBODY}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["telecom_isp", "insurer", "online_retailer"])
def test_samples_are_consistent(name, data_folder):
    """In a sample: costing's FTE are today's plan's, pools hold their processes, no work is lost."""
    project = load(data_folder / name)
    found = staff(project)
    costing = build_costing(project)
    chosen = costing.options.today[costing.options.today != NONE]
    people = chosen[costing.options.people[chosen] != NONE]
    assert sum(r.costing_fte for r in found.rows) == pytest.approx(costing.fte[people].sum(axis=0), rel=1e-9)
    assert sum(r.fte for r in found.rows) == pytest.approx(sum(p.fte for p in found.pools))
    assert sum(r.alone_fte for r in found.rows) == pytest.approx(sum(p.alone_fte for p in found.pools))
    assert sum(r.handle_hours for r in found.rows) == pytest.approx(sum(p.handle_hours for p in found.pools))
    for row in (*found.rows, *found.pools):
        assert (row.staffed_hours >= row.handle_hours * (1 - 1e-9)).all()
        assert (row.occupancy <= 0.95).all()
        assert (np.isnan(row.service_level_share) | (row.service_level_share >= 0.8 - 1e-9)).all()
    assert sum(r.fte for r in found.rows).mean() < sum(r.alone_fte for r in found.rows).mean()
    assert math.isfinite(sum(r.fte for r in found.rows).sum())


def test_a_language_somebody_lists_is_no_extra_work():
    """Rows of provider_languages do not change today's staff."""
    rows = [stream(**OFFICE), own()]
    assert staffed(*rows, speaks("OWN")).rows[0].fte == pytest.approx(staffed(*rows).rows[0].fte)


def test_the_costing_counts_staffing_curves_where_they_are_on():
    """89.6 live hours × 0.01, 2 FTE to open and 1 FTE of mail in their valleys: 0.896 + 2 FTE, by hours."""
    rows = [process("P1"), process("P2"), own(), stream(), stream("D2", process_id="P2", channel="email")]
    rows += [speaks("OWN", opening_fte=2, fte_per_hour=0.01)]
    table = staff(company(*rows, staffing_curve=True))
    calls, mail = (row.costing_fte[0] for row in table.rows)
    assert calls == pytest.approx(0.896 + 0.5 * (2 - 1))
    assert mail == pytest.approx(1 + 0.5 * (2 - 1))
    assert table.pools[0].costing_fte[0] == pytest.approx(0.896 + 2)
