"""What pooling saves, and the straight line that stands for a pool."""

import numpy as np
import pytest

from tests.builders import company, own, process, speaks, stream, vendor
from touchmap.files import load
from touchmap.workload.staffing.groups import build_groups, is_live, people_streams
from touchmap.workload.staffing.pool_curve import PoolWork, chord, pools_fte, propose_pools
from touchmap.workload.staffing.pooling import pooling_gain, small_pool_agents
from touchmap.workload.staffing.presets import USUAL
from touchmap.workload.staffing.requirement import required_agents
from touchmap.workload.staffing.smooth import SmoothPositions
from touchmap.workload.staffing.staff import providers_today, staff

OFFICE = {"opening_hours": "Mo-Fr 9-17"}


LANGUAGES = np.array([7.0, 4.2, 3.4, 2.6, 1.8, 1.0])
"""Loads of six language queues, 20 erlangs together."""


def test_pools_of_the_method():
    """20 erlangs: 10 + 7 + 6 + 5 + 4 + 3 = 35 agents apart and 25 together, 29 % fewer."""
    gain = pooling_gain(LANGUAGES, 300)
    assert gain.separate.tolist() == [10, 7, 6, 5, 4, 3]
    assert (gain.separate_agents, gain.pooled) == (35, 25)
    assert gain.gain_share == pytest.approx(0.29, abs=0.005)


def test_larger_queues_gain_less():
    """60 erlangs: 67 agents together, 17 % fewer than apart."""
    gain = pooling_gain(3 * LANGUAGES, 300)
    assert gain.pooled == 67
    assert gain.gain_share == pytest.approx(0.17, abs=0.02)


@pytest.mark.parametrize(("credit", "agents"), [(0, 36), (0.6, 29.4), (1, 25)])
def test_only_a_part_of_the_gain_is_credited(credit, agents):
    """36 apart, 25 together: 0.6 of the gain of 11 leaves 29.4."""
    assert pooling_gain([6.6, 4, 3.2, 2.6, 2, 1.6], 300, credit=credit).credited_agents == pytest.approx(
        agents
    )


def test_pooling_equal_queues_never_hurts():
    """Queues alike are never worse off together."""
    for each in (0.1, 1.0, 7.0, 40.0):
        gain = pooling_gain([each] * 4, 300, patience_seconds=120)
        assert gain.pooled <= gain.separate_agents


def test_credit_is_a_share():
    """More than everything cannot be gained."""
    with pytest.raises(ValueError, match=r"`credit` must be in \[0, 1\], got 1.2"):
        pooling_gain([1.0], 300, credit=1.2)


def test_small_groups_are_dear():
    """What a group needs beyond its work falls, as a share, with its size."""
    loads = np.array([1.0, 5.0, 25.0, 125.0])
    agents = required_agents(loads, 300, service_level_share=0.8)
    extra = small_pool_agents(loads, agents, 0.85) / agents
    assert (np.diff(extra) <= 0).all()


def test_the_chord_goes_through_the_ends():
    """Below a concave curve, with the largest distance told."""
    hours = np.array([100.0, 200.0, 400.0])
    line = chord(hours, [2.0, 3.2, 5.0])
    assert line.fte(hours[[0, 2]]) == pytest.approx([2.0, 5.0])
    assert line.largest_error_fte == pytest.approx(0.2)  # 3.2 against 2 + 3 × 100 / 300
    assert float(line.fte(0)) == 0


def test_a_line_never_opens_below_nothing():
    """A curve that bends upwards gets the line from the origin."""
    line = chord([100, 200], [1.0, 4.0])
    assert line.opening_fte == 0
    assert float(line.fte(200)) == pytest.approx(4)


@pytest.mark.parametrize("hours", [[1.0], [2.0, 1.0], [1.0, 1.0]])
def test_a_curve_needs_rising_hours(hours):
    """One point, or hours that do not rise, are no curve."""
    with pytest.raises(ValueError, match="`handle_hours` must rise"):
        chord(hours, [1.0] * len(hours))


def test_smooth_positions_are_those_of_the_queue():
    """Read off the table, positions differ by less than 0.3 % from those worked out."""
    calls = stream(contacts=60_000, handle_seconds=300, patience_seconds=120, **OFFICE)
    groups, _ = build_groups(company(calls), (calls,), lambda _: ())
    smooth = SmoothPositions()
    for scale in (0.001, 0.02, 0.3, 1.0):
        queue = groups[0].scaled(scale).queues[0]
        busiest = float(queue.load_erlangs.max())
        promise = {"service_level_share": 0.8, "occupancy_cap": USUAL.occupancy_cap}
        exact = required_agents(busiest, 300, **promise, patience_seconds=120, whole=False)
        assert smooth([queue], USUAL)[0].max() == pytest.approx(float(exact), rel=3e-3)


def pool(*rows, **settings):
    return propose_pools(company(*rows, **settings))


def test_a_pool_of_back_office_needs_no_line():
    """Work that can wait is staffed at the provider's occupancy: nothing to open, nothing to propose."""
    assert pool(stream(channel="back_office", **OFFICE), own(), speaks("OWN")) == ()


def test_those_who_keep_a_pool_open_do_work_that_can_wait():
    """Opening 2, slope 0.01, occupied 0.8, blended 0.84: 2.1 FTE of other work come without more people."""
    calls, post = stream(contacts=50_000, **OFFICE), stream("D2", 5000, channel="back_office", **OFFICE)
    (line,) = pool(calls, post, own(), speaks("OWN"), blended_occupancy=0.84)
    assert line.valley_fte == pytest.approx(line.line.opening_fte * 0.84 / 0.8)
    alone, waiting = line.fte(1000), line.fte(0, 1000)
    assert waiting == pytest.approx(1000 / 0.8 / 0.7 / 160)
    assert line.fte(1000, 1000) == pytest.approx(alone + max(0.0, waiting - line.valley_fte))
    assert line.fte(1000, 0.5 * line.valley_fte / line.deferrable_fte_per_hour) == pytest.approx(alone)


def test_a_pool_of_calls_opens_with_people():
    """A live pool needs somebody there: an opening above 0, a slope steeper than the work, FTE that rise."""
    (line,) = pool(stream(contacts=50_000, **OFFICE), own(), speaks("OWN"))
    assert line.line.opening_fte > 0.5
    assert 0.8 < line.occupancy <= 1
    assert (np.diff(line.curve_fte) > -1e-9).all()
    assert line.line.largest_error_fte < 0.1 * line.curve_fte[-1]


def test_a_slower_provider_has_more_work_in_its_pool():
    """A handle factor of 1.25 stretches the same contacts to 1.25 times the hours."""
    rows = [
        stream(contacts=20_000, **OFFICE),
        own(),
        vendor(handle_factor=1.25),
        speaks("OWN"),
        speaks("VEN"),
    ]
    ours, theirs = pool(*rows)
    assert theirs.line.most_hours == pytest.approx(1.25 * ours.line.most_hours)


def test_a_pool_holds_no_more_than_its_capacity():
    """A pool of 2 FTE is worked out up to the 179.2 handle hours 2 FTE do."""
    (line,) = pool(stream(contacts=20_000, **OFFICE), own(), speaks("OWN", capacity_fte=2))
    assert line.line.most_hours == pytest.approx(2 * 89.6)


def test_the_range_begins_with_the_smallest_package():
    """1,000 and 19,000 contacts in two processes: the line begins at a twentieth of the work."""
    rows = [
        process("P1"),
        process("P2"),
        stream("D1", 1000, **OFFICE),
        stream("D2", 19_000, process_id="P2", **OFFICE),
    ]
    (line,) = pool(*rows, own(), speaks("OWN"))
    assert line.line.least_hours == pytest.approx(line.line.most_hours / 20)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["telecom_isp", "insurer", "online_retailer"])
def test_lines_of_the_samples_are_close(name, data_folder):
    """In the samples every line is within 1.5 FTE of its curve, or 4 % of its largest staff."""
    proposals = propose_pools(load(data_folder / name))
    assert proposals
    for proposal in proposals:
        assert proposal.line.opening_fte >= 0
        assert proposal.line.largest_error_fte <= max(1.5, 0.04 * proposal.curve_fte[-1])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["telecom_isp", "online_retailer"])
def test_the_work_of_today_gives_the_pools_of_today(name, data_folder):
    """The exact FTE of pools, given today's streams whole, are those of the table of staff."""
    project = load(data_folder / name)
    today = providers_today(project)
    pools = {}
    for one in people_streams(project):
        pools.setdefault((today[one.demand_id], one.language), []).append(PoolWork(one, np.ones(12)))
    exact = pools_fte(project, pools)
    for row in staff(project).pools:
        assert exact[row.provider_id, row.language] == pytest.approx(row.fte)


def test_half_of_a_stream_is_half_of_its_work():
    """Back office has no queue: half the contacts at 1.2 times the handle time are 0.6 of the FTE."""
    one = stream(channel="back_office", **OFFICE)
    project = company(one, own())
    found = pools_fte(project, {("OWN", "nl"): [PoolWork(one, np.full(12, 0.5), 1.2)], ("OWN", "de"): []})
    assert found["OWN", "nl"] == pytest.approx(np.full(12, 0.6))
    assert not found["OWN", "de"].any()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["telecom_isp", "insurer", "online_retailer"])
def test_lines_stand_for_the_pools_of_today(name, data_folder):
    """Over today's pools of a sample the lines give what is worked out exactly, to 2 % in total."""
    project = load(data_folder / name)
    today = providers_today(project)
    lines = {(p.provider_id, p.language): p for p in propose_pools(project)}
    live, waiting = (
        hours_of(project, [s for s in people_streams(project) if is_live(s) == kind], today)
        for kind in (True, False)
    )
    by_line = exact = 0.0
    for row in staff(project).pools:
        key = (row.provider_id, row.language)
        if key in lines:
            by_line += by_month(lines[key], live.get(key, NOTHING), waiting.get(key, NOTHING)).mean()
            exact += row.fte.mean()
    assert by_line == pytest.approx(exact, rel=0.02)


NOTHING = np.zeros(12)


def hours_of(project, streams, today):
    """Handle hours of some streams in each month by provider of today and language."""
    groups, _ = build_groups(project, tuple(streams), lambda s: (today[s.demand_id], s.language))
    return {group.key: group.handle_hours for group in groups}


def by_month(line, live, waiting):
    """FTE of a pool in each month by its line."""
    return np.array([line.fte(a, b) for a, b in zip(live, waiting, strict=True)])


@pytest.mark.slow
@pytest.mark.parametrize("part", [(1.0, 0.0), (1.0, 0.5), (1.0, 1.0), (0.3, 0.3), (0.3, 1.0), (0.0, 1.0)])
def test_lines_hold_for_any_mix_of_work(part, data_folder):
    """A pool with some of its live work and some that can wait is within 1 FTE of what is exact."""
    project = load(data_folder / "online_retailer")
    streams = [s for s in people_streams(project) if s.language == "de"]
    (line,) = [p for p in propose_pools(project) if (p.provider_id, p.language) == ("PR01", "de")]
    shares = [part[0] if is_live(s) else part[1] for s in streams]
    work = [PoolWork(s, np.full(12, x)) for s, x in zip(streams, shares, strict=True) if x]
    exact = pools_fte(project, {("PR01", "de"): work})["PR01", "de"].mean()
    who = dict.fromkeys((s.demand_id for s in streams), "PR01")
    live, waiting = (
        hours_of(project, [s for s in streams if is_live(s) == kind], who)["PR01", "de"]
        for kind in (True, False)
    )
    assert by_month(line, part[0] * live, part[1] * waiting).mean() == pytest.approx(exact, abs=1)
