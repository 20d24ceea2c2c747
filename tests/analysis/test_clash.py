"""Clashes: sets that cannot hold and are as small as can be, repairs that make room at the price stated."""

from functools import cached_property
from itertools import combinations

import pytest

import touchmap
from tests.analysis.here import AskerHere
from tests.builders import company, own, process, speaks, stream, vendor
from tests.properties.brute_force import BruteForce
from tests.properties.dice import SeededDice
from tests.properties.projects import build_project
from touchmap.analysis import clash, mending
from touchmap.analysis.clash import ClashStatus, find_clash, shrink
from touchmap.plan import SolveStatus
from touchmap.project import Rule, RuleScope, ScenarioRow, ScenarioRule, find_scenario
from touchmap.project.vocabulary import Strength
from touchmap.solving import solve
from touchmap.verifying import RULE_CHECKS, STRUCTURAL_CHECKS


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    """Ask in this process."""
    monkeypatch.setattr(mending, "Asker", AskerHere)
    monkeypatch.setattr(clash, "Asker", AskerHere)


def asked(*rows, rules=(), scopes=(), **fields):
    """A project whose scenario *wanted* has these rules on."""
    return company(*rows).replace(
        scenarios=[ScenarioRow(scenario_id="wanted", name="Wanted", **fields)],
        rules=rules,
        rule_scopes=scopes,
        scenario_rules=[ScenarioRule(scenario_id="wanted", rule_id=r.rule_id) for r in rules],
    )


def members(found):
    """Members of each set, by id."""
    return [{m.subject for m in s.members} for s in found.sets]


CORE = Rule(rule_id="core", stem="retained_knowledge", minimum=1.0, reason="Knowledge stays.")
FEW = Rule(rule_id="few", stem="provider_count", maximum=5)


def test_a_rule_clashes_with_a_capacity():
    """1 FTE of own work, room for half of one: the rule and own capacity clash, and each way out is priced.

    In half-FTE rooms nothing of the 1-FTE package fits own staff: the core must fall to 0, at which VEN
    does the work for 12 × 1120 = 13,440; or OWN grows by 0.5 and does it for 12 × 2240 = 26,880.
    """
    project = asked(process(), stream(), own(capacity_fte=0.5), vendor(), rules=[CORE, FEW])
    found = find_clash(project, "wanted", gap=0)
    assert found.status is ClashStatus.CLASH
    assert members(found) == [{"core", "OWN"}]
    assert found.sets[0].is_minimal
    assert found.is_complete
    assert "core cannot hold with the capacity of OWN (0.5 FTE)" in found.sets[0].sentence
    assert "Why: Knowledge stays." in found.sets[0].members[0].sentence
    assert [(r.sentence, round(r.cost)) for r in found.repairs] == [
        ("lower core from 1 to 0", 13440),
        ("raise the capacity of OWN by 0.5 FTE to 1", 26880),
    ]
    assert all(r.is_proven for r in found.repairs)


def test_a_repair_can_be_applied():
    """The project with a repair solves to the price of the repair; nothing else in it changes."""
    project = asked(process(), stream(), own(capacity_fte=0.5), vendor(), rules=[CORE, FEW])
    for repair in find_clash(project, "wanted", gap=0).repairs:
        mended = repair.apply(project)
        assert solve(mended, "wanted", gap=0, in_process=True).cost == pytest.approx(repair.cost)
        changed = [t for t in ("providers", "scenario_rules") if mended.rows(t) != project.rows(t)]
        assert len(changed) == 1


def test_demand_above_all_capacity_is_named_with_its_month():
    """1 FTE of work and half of one at the only party: no rule is to blame."""
    found = find_clash(asked(process(), stream(), own(capacity_fte=0.5), rules=[FEW]), "wanted", gap=0)
    assert members(found) == [{"OWN"}]
    assert found.sets[0].sentence.endswith("is too small for the work, whatever the rules")
    assert [r.sentence for r in found.repairs] == ["raise the capacity of OWN by 0.5 FTE to 1"]


def test_a_language_pool_that_is_too_small_is_named():
    """The only party has room, but not in Dutch."""
    rows = (process(), stream(), own(), speaks("OWN", "nl", capacity_fte=0.25))
    found = find_clash(asked(*rows), "wanted", gap=0)
    assert members(found) == [{"OWN nl"}]
    repair = found.repairs[0]
    assert repair.sentence == "raise the nl pool of OWN by 0.8 FTE to 1.05"
    assert repair.apply(asked(*rows)).provider_languages[0].capacity_fte == pytest.approx(1.05)


def test_rules_that_leave_work_without_a_home_are_named_with_it():
    """Own work only, and own work never: two gates and the package they close, mended by either."""
    rules = [Rule(rule_id="ours", stem="pin"), Rule(rule_id="away", stem="forbid"), FEW]
    scopes = [RuleScope(rule_id=r, side="provider", field="ownership", value="own") for r in ("ours", "away")]
    found = find_clash(
        asked(process(), stream(), own(), vendor(), rules=rules, scopes=scopes), "wanted", gap=0
    )
    assert found.sets[0].sentence == "ours and away leave 1 package without any home: P1/nl/*/*"
    assert found.sets[0].is_minimal
    assert [(r.sentence, round(r.cost)) for r in found.repairs] == [
        ("switch ours off", 13440),
        ("switch away off", 26880),
    ]


def test_work_nobody_can_do_is_told_before_anything_else():
    """A package without any offer is no clash of rules: why, and what to do."""
    found = find_clash(asked(process(), stream(), vendor(), speaks("VEN", "de"), rules=[FEW]), "wanted")
    assert found.status is ClashStatus.CLASH
    assert found.sets == ()
    assert "P1/nl/*/*" in found.impossible[0]


def test_two_clashes_need_two_changes():
    """A floor nobody else reaches and a core, each against own capacity: what breaks both is found.

    2 packages of 1 FTE, OWN has room for half of one: either OWN grows, or both rules give way.
    """
    floor = Rule(rule_id="floor", stem="min_process_quality", minimum=80)
    rows = (
        *(process(p) for p in ("P1", "P2")),
        *(stream(f"D{p}", process_id=f"P{p}") for p in (1, 2)),
        own(capacity_fte=0.5, satisfaction=90, confidence=1),
        vendor(satisfaction=60, confidence=1),
    )
    found = find_clash(asked(*rows, rules=[floor, CORE]), "wanted", gap=0)
    assert members(found)[:2] == [{"floor", "OWN"}, {"core", "OWN"}]
    ways = [{c.subject for c in r.changes} for r in found.repairs]
    assert {"floor", "core"} in ways
    assert {"OWN"} in ways


def test_a_budget_clashes_with_what_work_costs():
    """VEN does the work for 13,440 at least: a budget of 10,000 cannot hold, and is raised to that."""
    budget = Rule(rule_id="budget", stem="budget", maximum=10_000)
    found = find_clash(asked(process(), stream(), own(), vendor(), rules=[FEW, budget]), "wanted", gap=0)
    assert members(found) == [{"budget"}]
    (change,) = found.repairs[0].changes
    assert (change.subject, change.after, round(change.least)) == ("budget", 13440, 13440)
    assert change.sentence == "raise budget by 3,440 to 13,440"


def test_a_budget_that_gives_way_with_another_rule_is_raised_to_what_that_then_takes():
    """Both the core and the budget are in the way: with no core VEN does it for 13,440, else OWN grows."""
    budget = Rule(rule_id="budget", stem="budget", maximum=10_000)
    rows = (process(), stream(), own(capacity_fte=0.5), vendor())
    found = find_clash(asked(*rows, rules=[CORE, budget]), "wanted", gap=0)
    assert [(r.sentence, round(r.cost)) for r in found.repairs] == [
        ("lower core from 1 to 0; raise budget by 3,440 to 13,440", 13440),
        ("raise the capacity of OWN by 0.5 FTE to 1; raise budget by 16,880 to 26,880", 26880),
    ]


def without_budgets(project):
    """The project without limits of money, and with no work left undone."""
    gone = {r.rule_id for r in project.rules if r.stem == "budget"}
    return project.replace(
        rules=[r for r in project.rules if r.rule_id not in gone],
        rule_scopes=[s for s in project.rule_scopes if s.rule_id not in gone],
        scenario_rules=[s for s in project.scenario_rules if s.rule_id not in gone],
        scenarios=[s.model_copy(update={"allow_unassigned": False}) for s in project.scenarios],
    )


def test_what_a_budget_lacks_is_exact():
    """Against trying every plan: a budget below the cheapest plan is raised to what that costs, no less."""
    tried = 0
    for seed in range(40):
        project = without_budgets(build_project(SeededDice(seed), most_plans=40, most_rules=3))
        brute = BruteForce(project)
        seen = [brute.context(choice) for choice in brute.plans()]
        costs = [c.evaluation.cost for c in seen if brute.penalties(c) is not None]
        if not costs or min(costs) < 10:
            continue
        poor = project.replace(
            rules=[*project.rules, Rule(rule_id="purse", stem="budget", maximum=0.9 * min(costs))],
            scenario_rules=[*project.scenario_rules, ScenarioRule(scenario_id="s", rule_id="purse")],
        )
        found = find_clash(poor, "s", gap=1e-4)
        assert any("purse" in s.rules for s in found.sets), seed
        (repair,) = [r for r in found.repairs if [c.subject for c in r.changes] == ["purse"]]
        (change,) = repair.changes
        room = 1e-5 * min(costs)
        assert min(costs) - room <= change.after <= min(costs) + 1 + room, seed
        assert change.least <= min(costs) + room, seed
        assert change.least >= min(costs) - 2 * room, seed
        assert BruteForce(repair.apply(poor)).best().choice is not None, seed
        tried += 1
        if tried == 5:
            return
    raise AssertionError(f"only {tried} projects had a plan")


def test_a_scenario_with_a_plan_has_no_clash():
    """Where there is a plan, nothing is looked for."""
    found = find_clash(asked(process(), stream(), own(), rules=[FEW]), "wanted")
    assert found.status is ClashStatus.NONE
    assert found.sets == found.repairs == ()


def test_stopping_leaves_it_undecided():
    """Stopped before anything is proven, nothing is claimed."""
    project = asked(process(), stream(), own(capacity_fte=0.5), rules=[FEW])
    assert find_clash(project, "wanted", stop=lambda: True).status is ClashStatus.UNDECIDED


def test_a_scenario_that_goes_without_saying_can_be_mended():
    """The recommended rules of a project without any are written down by a repair."""
    from touchmap.analysis.repairs import write_down

    project = company(process(touch_need=5), stream(), vendor())
    scenario = find_scenario(project, "blended")
    written = write_down(project, scenario)
    again = find_scenario(written, "blended")
    assert [r.rule.rule_id for r in again.rules] == [r.rule.rule_id for r in scenario.rules]
    assert [r.scopes for r in again.rules] == [
        {side: {f: tuple(sorted(v)) for f, v in fields.items()} for side, fields in r.scopes.items()}
        for r in scenario.rules
    ]
    found = find_clash(project, "blended", gap=0)
    assert members(found) == [{"high_touch"}]
    mended = found.repairs[0].apply(project)
    assert solve(mended, "blended", in_process=True).status is SolveStatus.OPTIMAL


@pytest.mark.parametrize("needed", [c for n in range(1, 4) for c in combinations(range(7), n)][::3])
def test_shrinking_finds_what_is_needed(needed):
    """Whatever the one set that is impossible, it is found, and nothing else."""
    assert shrink(lambda kept: set(needed) <= set(kept), [], range(7)) == list(needed)


class Brute(BruteForce):
    """Every plan with the members it breaks."""

    @cached_property
    def broken(self):
        """Members each plan breaks."""
        return [frozenset(self._broken(self.context(choice))) for choice in self.plans()]

    def _broken(self, context):
        for rule in self.scenario.rules:
            if rule.rule.strength is Strength.MUST and RULE_CHECKS[rule.rule.stem](context, rule).violations:
                yield rule.rule.rule_id
        for stem in ("provider_capacity", "provider_ramp", "language_pool"):
            for violation in STRUCTURAL_CHECKS[stem](context).violations:
                if violation.amount and violation.subject[:4] not in ("pool", "idle"):
                    yield violation.subject.replace("/", " ")

    def can_hold(self, kept):
        """Whether any plan holds these members."""
        return any(not broken & set(kept) for broken in self.broken)


@pytest.mark.slow
def test_clashes_of_random_projects_are_minimal_and_repairs_hold():
    """Against trying every plan: the sets are impossible and minimal, repairs make room at their price."""
    seen = repaired = 0
    for seed in range(220):
        project = build_project(SeededDice(seed), most_plans=150, most_rules=6)
        brute = Brute(project)
        if brute.best().choice is not None:
            if seed % 10 == 0:
                assert find_clash(project, "s", repairs=False).status is ClashStatus.NONE, seed
            continue
        found = find_clash(project, "s", gap=0)
        assert found.status is ClashStatus.CLASH, seed
        assert found.sets or found.impossible, seed
        for one in found.sets:
            ids = [m.subject for m in one.members]
            assert not brute.can_hold(ids), (seed, ids)
            assert one.is_minimal, (seed, ids)
            assert all(brute.can_hold([i for i in ids if i != left]) for left in ids), (seed, ids)
        seen += bool(found.sets)
        for repair in found.repairs:
            mended = repair.apply(project)
            best = BruteForce(mended).best()
            assert best.choice is not None, (seed, repair.sentence)
            assert repair.result.objective == pytest.approx(best.value, rel=1e-6, abs=1e-6), seed
            repaired += 1
    assert seen > 20
    assert repaired > 20


@pytest.mark.slow
def test_the_retailers_clash():
    """In what the retailer asked first, floor and core each clash with own capacity in December, no more."""
    found = find_clash(touchmap.example("online_retailer"), "as_asked", repairs=False)
    assert members(found) == [{"quality_floor", "PR01"}, {"core_staff", "PR01"}]
    assert all(s.is_minimal and s.sentence.endswith("(42 FTE) in December") for s in found.sets)
    assert found.is_complete
