"""Random small projects in which every feature may occur, small enough to try every plan."""

import math

from hypothesis import strategies as st

from tests.properties.dice import Dice
from tests.properties.parties import parties, today
from tests.properties.wishes import wishes
from tests.properties.work import settings, touchpoints, work
from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.evaluation import Evaluation, evaluate_choice
from touchmap.project import Offer, Process, Project, RuleStem
from touchmap.project.checks.offers import check_for_offers_equally_specific
from touchmap.project.checks.scopes import check_for_scope_value_unknown
from touchmap.project.vocabulary import Basis, SplitLayer

MOST_PLANS = 3000
"""Most combinations of options a project may have."""


@st.composite
def small_projects(draw: st.DrawFn, most_plans: int = MOST_PLANS, most_rules: int = 4) -> Project:
    """A project with a scenario ``s``: 1 to 6 streams, 2 to 4 providers of people, perhaps a platform."""
    return build_project(Dice(draw), most_plans, most_rules)


def build_project(dice: Dice, most_plans: int = MOST_PLANS, most_rules: int = 4) -> Project:
    """Draw a project; see `small_projects`."""
    facts = settings(dice)
    self_service = dice.flip()
    tables = touchpoints(dice) | work(dice, facts.start_on, self_service=self_service)
    process_ids = tuple(p.process_id for p in tables["processes"])
    tables |= parties(dice, process_ids, facts.start_on, self_service=self_service)
    tables |= {"today": today(dice, tables)} | wishes(dice, most_rules)
    project = without_clashing_offers(Project(settings=facts, **tables))
    project = without_unknown_names(_small_enough(project, most_plans))
    return with_budgets(dice, project)


def without_clashing_offers(project: Project) -> Project:
    """Drop offers that are as specific as another one of the provider, which no valid project has."""
    while clashing := [i.where.row_id for i in check_for_offers_equally_specific(project)]:
        kept: list[Offer] = [o for o in project.offers if o.offer_id != clashing[0]]
        paid = [
            t.model_copy(update={"offer_id": None}) if t.offer_id == clashing[0] else t for t in project.today
        ]
        project = project.replace(offers=kept, today=paid)
    return project


def without_unknown_names(project: Project) -> Project:
    """Drop what names rows that were not drawn, and the rules that are left without a scope they need."""
    systems = {s.system_id for s in project.systems}
    unknown = {i.where.row_id for i in check_for_scope_value_unknown(project)}
    scopes = [s for s in project.rule_scopes if s.row_key not in unknown]
    narrowed = {(s.rule_id, s.side) for s in scopes}
    broken = {s.rule_id for s in project.rule_scopes if (s.rule_id, s.side) not in narrowed}
    return project.replace(
        provider_systems=[r for r in project.provider_systems if r.system_id in systems],
        rules=[r for r in project.rules if r.rule_id not in broken],
        rule_scopes=[s for s in scopes if s.rule_id not in broken],
        scenario_rules=[r for r in project.scenario_rules if r.rule_id not in broken],
    )


def plan_count(costing: Costing, allow_unassigned: bool) -> int:
    """Number of ways to choose one option for each package."""
    return math.prod(max(1, len(o) + allow_unassigned) for o in costing.options.of_package)


def _small_enough(project: Project, most_plans: int) -> Project:
    """Leave streams out, the last first, then splits of the only one, until every plan can be tried."""
    allow = project.scenarios[0].allow_unassigned
    while plan_count(build_costing(project), allow) > most_plans:
        left = project.demand[:-1]
        if left:
            ids = {d.demand_id for d in left}
            project = project.replace(demand=left, today=[t for t in project.today if t.demand_id in ids])
        elif any(p.split_by for p in project.processes):
            project = project.replace(processes=[_split_once_less(p) for p in project.processes])
        else:
            break
    return project


def _split_once_less(process: Process) -> Process:
    kept = process.split_by[:-1]
    levels = {
        "split_shares": process.split_shares if SplitLayer.SHARES in kept else (),
        "base_level_fte": process.base_level_fte if SplitLayer.BASE_PEAK in kept else None,
    }
    return process.model_copy(update={"split_by": kept, **levels})


def some_evaluation(dice: Dice, costing: Costing) -> Evaluation:
    """Some plan, priced."""
    choice = [int(dice.pick(*inside)) if len(inside) else -1 for inside in costing.options.of_package]
    return evaluate_choice(costing, choice)


def with_budgets(dice: Dice, project: Project) -> Project:
    """Give budgets a limit at, below or above what some plan costs."""
    if not any(r.stem is RuleStem.BUDGET for r in project.rules):
        return project
    found = some_evaluation(dice, build_costing(project))
    amounts = {
        None: found.cost,
        Basis.TOTAL: found.cost,
        Basis.RUNNING: found.first_year_running,
        Basis.ONE_OFF: found.one_off,
    }
    rules = [
        r.model_copy(update={"maximum": max(0.0, amounts[r.basis] * dice.pick(1, 1.1, 0.9))})
        if r.stem is RuleStem.BUDGET
        else r
        for r in project.rules
    ]
    return project.replace(rules=rules)
