"""The cut of a plan, and what it leaves behind."""

import pytest
from hypothesis import given

from tests.builders import company, costing_of, handoff, own, platform, process, stream, today, vendor
from tests.journey.maps import any_map, point, renamed, served
from touchmap import example
from touchmap.costing.costing import build_costing
from touchmap.costing.lines.handoffs import homes_of
from touchmap.journey.after_cut import check_after_cut
from touchmap.journey.coupling import handoff_weight
from touchmap.journey.cut import CutBand, find_cut
from touchmap.journey.parties import COMPANY, place, today_plan
from touchmap.plan import Assignment, Plan
from touchmap.project import Department, Project
from touchmap.work.packages import build_packages

SAMPLES = ("telecom_isp", "insurer", "online_retailer")


def plan_with(project: Project, party: str | None) -> Plan:
    """All work at one party; none = at a third party of its own for each process."""
    packages = build_packages(project)
    return Plan(
        assignments=tuple(
            Assignment(package_id=k.package_id, provider_id=party or f"V{k.process.process_id}")
            for k in packages
        )
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_all_own_is_no_cut(name):
    """With everything at one own site no hand-off crosses, departments' neither."""
    project = example(name)
    cut = find_cut(project, plan_with(project, "PR01"))
    assert (cut.complexity, cut.handoffs, cut.band) == (0, (), CutBand.CLEAN)


@pytest.mark.parametrize("name", SAMPLES)
def test_all_different_is_a_full_cut(name):
    """With each process at a party of its own every hand-off between processes crosses."""
    project = example(name)
    project = project.replace(
        providers=(*project.providers, *(vendor(f"V{p.process_id}") for p in project.processes))
    )
    cut = find_cut(project, plan_with(project, None))
    assert cut.complexity == pytest.approx(100)
    assert cut.band is CutBand.REDRAW
    assert cut.handoff_count == len(project.handoffs)
    assert cut.contacts_per_month == pytest.approx(sum(h.contacts_per_month for h in project.handoffs))


@pytest.mark.parametrize("name", SAMPLES)
def test_cut_of_today_is_the_one_that_is_priced(name):
    """Hand-offs cross here exactly where the costing charges them as crossing."""
    project = example(name)
    costing = build_costing(project)
    homes = homes_of(costing, costing.options.today)
    priced: dict[str, float] = {}
    for cost in costing.pairs:
        end = 0 if cost.pair.receiver < 0 else homes[cost.pair.receiver]
        if homes[cost.pair.sender] != end:
            i = cost.pair.handoff.handoff_id
            priced[i] = priced.get(i, 0.0) + float(cost.pair.contacts.mean())
    charged = {
        i: sum(h.contacts_per_month for h in find_cut(project).handoffs if h.handoff.handoff_id == i)
        for i in priced
    }
    assert priced
    assert charged == pytest.approx(priced)
    free = {h.handoff.handoff_id for h in find_cut(project).handoffs} - priced.keys()
    assert all(h.cut_seconds == 0 for h in project.handoffs if h.handoff_id in free)


def test_own_sites_are_one_party():
    """Work passed between two own sites does not cross."""
    rows = (
        *(process(p) for p in "AB"),
        *(stream(p, process_id=p) for p in "AB"),
        own("O1"),
        own("O2"),
        today("A", "O1"),
        today("B", "O2"),
    )
    assert find_cut(company(*rows, handoff("A", "B"))).handoffs == ()


def test_platform_alone_is_a_party():
    """Self-service hands over to people across a line."""
    rows = (
        *(process(p) for p in "AB"),
        *(stream(p, 10, process_id=p, channel="web" if p == "A" else "phone") for p in "AB"),
        own(),
        platform(),
        today("A", None, platform_id="BOT"),
        today("B", "OWN"),
    )
    (found,) = find_cut(company(*rows, handoff("A", "B"))).handoffs
    assert (found.from_party, found.to_party) == ("BOT", COMPANY)


def test_work_nobody_is_known_to_do_is_on_no_side():
    """Who does A is not known: what it hands over neither crosses nor counts, and leaves nobody alone."""
    rows = (
        handoff("A", "B", 100, handoff_id="H1"),
        handoff("B", "A", 100, handoff_id="H2"),
        handoff("A", "D", 100, handoff_id="H3", to_kind="department"),
        handoff("B", "C", 100, handoff_id="H4"),
        Department(department_id="D", name="D"),
    )
    project = served({"A": None, "B": "OWN", "C": "V"}, *rows)
    cut, left = find_cut(project), check_after_cut(project)
    assert ([h.handoff.handoff_id for h in cut.handoffs], cut.complexity) == (["H4"], 100)
    assert cut.unplaced == ("H1", "H2", "H3")
    assert {(o.process_id, o.party) for o in left.orphans} == {("B", COMPANY), ("C", "V")}


def test_extra_hours_are_seconds_and_rework():
    """A cut hand-off takes its seconds, those of the team leader, and what is done again."""
    # 100 · (30 + 90) s = 10/3 h; 10 % of 100 again at 322.56 s: 0.896 h; 40 a month flat.
    row = handoff(
        "A", "B", 100, cut_seconds=30, route="supervisor", cut_rework_share=0.1, cut_cost_per_month=40
    )
    (found,) = find_cut(served({"A": "OWN", "B": "V"}, row)).handoffs
    assert found.hours_per_month == pytest.approx(12000 / 3600 + 10 * 322.56 / 3600)
    assert found.cost_per_month == 40
    assert (found.is_owned, found.share) == (False, 1)


def test_owner_is_named():
    """Hand-offs with an owner are not among those nobody answers for."""
    rows = (handoff("A", "B", owner="Head of billing"), handoff("B", "A", owner=" "))
    cut = find_cut(served({"A": "OWN", "B": "V"}, *rows))
    assert {h.handoff.handoff_id: h.owner for h in cut.handoffs} == {"A-B": "Head of billing", "B-A": ""}
    assert cut.unowned == ("B-A",)


def test_handoff_without_work_at_an_end_is_left_out():
    """A process nobody has demand for is with no party, so its hand-offs neither cross nor count."""
    rows = (handoff("A", "B", 100), handoff("A", "C", 100), process("C"))
    cut = find_cut(served({"A": "OWN", "B": "V"}, *rows))
    assert (cut.complexity, cut.unplaced) == (100, ("A-C",))


def test_complexity_weighs_what_matters():
    """Complexity is the cut part of the weights, not of the counts."""
    # √100 · 3 · 2 · 2 = 120 cut of 120 + √100 · 5 · 4 · 3 (at once) = 600.
    rows = (handoff("A", "B", 100), handoff("A", "C", 100, criticality=5, data_class=4, latency_hours=0.1))
    cut = find_cut(served({"A": "OWN", "B": "V", "C": "OWN"}, *rows))
    assert cut.complexity == pytest.approx(100 * 120 / 720)


@pytest.mark.parametrize(
    ("assignment", "word"),
    [
        (Assignment(package_id="P9/nl/*/*"), "packages"),
        (Assignment(package_id="P1/nl/*/*", provider_id="X"), "providers"),
    ],
)
def test_plan_of_another_project_is_refused(assignment, word):
    """A plan that names what the project does not have is a mistake of the caller."""
    with pytest.raises(ValueError, match=f"must name {word} of the project"):
        place(company(stream()), Plan(assignments=(assignment,)))


def test_today_plan_says_who_does_what_no_offer_covers():
    """Today's plan needs no prices."""
    project = company(stream(), today("D1", "VEN"), vendor(base_rate=None))
    assert today_plan(project).of("P1/nl/*/*").provider_id == "VEN"
    assert costing_of(stream(), today("D1", "VEN"), vendor(base_rate=None)).options.today.tolist() == [-1]


@given(any_map())
def test_cut_is_a_share_of_what_there_is(project):
    """Complexity is in 0 … 100, and each hand-off is cut at most once over."""
    cut = find_cut(project)
    assert 0 <= cut.complexity <= 100
    for handoff_id in {h.handoff.handoff_id for h in cut.handoffs}:
        parts = [h for h in cut.handoffs if h.handoff.handoff_id == handoff_id]
        assert sum(h.share for h in parts) <= 1 + 1e-9
        assert sum(h.weight for h in parts) <= handoff_weight(parts[0].handoff) * (1 + 1e-9)
        assert all(h.from_party != h.to_party for h in parts)


@given(any_map())
def test_other_ids_change_no_cut(project):
    """Renamed processes and touchpoints are cut alike."""
    names = {f"{k}{i}": f"{k}{9 - i}x" for k in "TP" for i in range(9)}
    one, two = find_cut(project), find_cut(renamed(project, names))
    assert two.complexity == pytest.approx(one.complexity)
    assert [h.handoff.handoff_id for h in two.handoffs] == [h.handoff.handoff_id for h in one.handoffs]
    first, second = check_after_cut(project), check_after_cut(renamed(project, names))
    assert {(names[o.process_id], o.party) for o in first.orphans} == {
        (o.process_id, o.party) for o in second.orphans
    }
    assert [m.handoff_id for m in first.missing_returns] == [m.handoff_id for m in second.missing_returns]


# --- After the cut ----------------------------------------------------------------------------------


def test_auxiliary_work_left_alone_is_an_orphan():
    """Back-office work whose every hand-off crosses is alone; one that stays with a partner is not."""
    project = served(
        {"A": "OWN", "B": "V", "C": "V", "D": "V"}, handoff("A", "B"), handoff("A", "C"), handoff("C", "D")
    )
    found = check_after_cut(project)
    assert [(o.process_id, o.party, o.handoff_ids) for o in found.orphans] == [
        ("A", COMPANY, ("A-B", "A-C")),
        ("B", "V", ("A-B",)),
    ]
    assert found.orphans[1].sentence == "B B is left alone at V: its only hand-off crosses"
    assert all(o.remedy for o in found.orphans)


def test_work_with_customers_of_its_own_is_no_orphan():
    """A process that customers come to lives from them, unless they never see it."""
    rows = (process("A"), process("B"), vendor("V"), own(), handoff("A", "B"), point("T"))
    for channel, expected in (("phone", ["A"]), ("production", ["A", "B"])):
        streams = (
            stream("A", process_id="A", channel="back_office"),
            stream("B", process_id="B", channel=channel, touchpoint_id="T"),
        )
        project = company(*rows, *streams, today("A", "OWN"), today("B", "V"))
        assert [o.process_id for o in check_after_cut(project).orphans] == expected


def test_work_for_a_department_is_alone_only_away_from_the_company():
    """Departments sit with the company."""
    row = handoff("A", "D", to_kind="department")
    for party, count in (("OWN", 0), ("V", 1)):
        project = served({"A": party}, row, Department(department_id="D", name="D"))
        assert len(check_after_cut(project).orphans) == count


def test_work_without_handoffs_is_no_orphan():
    """A cut takes nothing from a process that passes nothing on."""
    assert check_after_cut(served({"A": "OWN", "B": "V"})).orphans == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"mode": "ticket"}, 1),
        ({"mode": "workflow"}, 1),
        ({"mode": "phone"}, 1),
        ({"mode": "warm_transfer"}, 0),
        ({"mode": "bot_handover"}, 0),
        ({"mode": "data_feed"}, 0),
        ({"mode": "report"}, 0),
        ({"mode": "ticket", "criticality": 2}, 0),
    ],
)
def test_question_without_a_way_back(fields, expected):
    """A ticket, a workflow step or a call across the line needs an answer; other ways do not."""
    found = check_after_cut(served({"A": "OWN", "B": "V"}, handoff("A", "B", **fields)))
    assert len(found.missing_returns) == expected


def test_way_back_may_lead_over_others():
    """An answer that comes by way of a third process is an answer."""
    rows = (handoff("A", "B"), handoff("B", "C"), handoff("C", "A"))
    parties = {"A": "OWN", "B": "V", "C": "W"}
    assert check_after_cut(served(parties, *rows)).missing_returns == ()
    lost = check_after_cut(served(parties, *rows[:2])).missing_returns
    assert [m.handoff_id for m in lost] == ["A-B", "B-C"]


def test_uncut_tickets_need_no_return_path():
    """Within one party people find each other."""
    assert check_after_cut(served({"A": "V", "B": "V"}, handoff("A", "B"))).missing_returns == ()
