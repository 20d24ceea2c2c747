"""Charts: the tables behind them add up, and every chart can be drawn as SVG."""

import math
import re
from html import escape

import pandas as pd
import pytest
import vl_convert

from touchmap.analysis.rule_prices import RulePrice, RulePrices
from touchmap.analysis.spans import Span
from touchmap.analysis.stress import PERCENTILES
from touchmap.examples import example
from touchmap.plan import SolveStatus
from touchmap.report import assignment_table, by_sourcing_model, by_stage, cost_line_table
from touchmap.report.charts.blend import blend_chart, blend_table, stage_blend_table
from touchmap.report.charts.futures import futures_chart
from touchmap.report.charts.quality import quality_chart, quality_table
from touchmap.report.charts.rule_prices import (
    curve_chart,
    price_chart,
    price_table,
    rules_for_nothing,
    rules_not_known,
)
from touchmap.report.charts.sankey import GAP, sankey, sankey_chart
from touchmap.report.charts.search import search_chart, search_table
from touchmap.report.charts.waterfall import waterfall_chart, waterfall_table
from touchmap.report.charts.world import PLACES, tile_table, world_chart
from touchmap.report.flows import country_table, flow_table
from touchmap.solving import evaluate


@pytest.fixture(scope="module")
def plan():
    """Today's assignment of a sample, as a plan."""
    project = example("insurer")
    return project, evaluate(project)


def svg(chart) -> str:
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def test_the_blend_adds_up_to_one_today_and_in_every_stage(plan):
    blend = blend_table(by_sourcing_model(*plan))
    assert list(blend.groupby("where")["share"].sum().round(9)) == [1.0, 1.0]
    stages = stage_blend_table(by_stage(*plan))
    assert (abs(stages.groupby("where")["share"].sum() - 1) < 1e-9).all()
    assert "I In-house" in svg(blend_chart(blend))
    assert escape(stages["where"].iloc[0]) in svg(blend_chart(stages))


def test_flows_and_countries_hold_all_handle_time_of_people(plan):
    flows, countries = flow_table(*plan), country_table(*plan)
    hours = float(by_sourcing_model(*plan)["handle_hours_per_month"].sum())
    assert float(flows["handle_hours_per_month"].sum()) == pytest.approx(hours)
    assert float(countries["handle_hours_per_month"].sum()) == pytest.approx(hours)
    assert float(countries["handle_time_share"].sum()) == pytest.approx(1.0)


def test_ribbons_fill_their_nodes_and_nodes_do_not_overlap(plan):
    placed = sankey(flow_table(*plan))
    first = placed.ribbons[placed.ribbons["x"] == placed.ribbons["x"].min()]
    for node in placed.nodes[placed.nodes["side"] == "stage"].itertuples():
        mine = first[first["stage"] == node.name]
        assert float((mine["y2"] - mine["y"]).sum()) == pytest.approx(node.y2 - node.y)
        assert float(mine["y"].min()) == pytest.approx(node.y)
    for side in ("stage", "provider"):
        nodes = placed.nodes[placed.nodes["side"] == side].sort_values("y")
        gaps = nodes["y"].to_numpy()[1:] - nodes["y2"].to_numpy()[:-1]
        assert (gaps > GAP - 1e-9).all()
        assert nodes["y"].iloc[0] > -1e-9
        assert nodes["y2"].iloc[-1] < 1 + 1e-9
    assert "Handle time" in svg(sankey_chart(flow_table(*plan)))


def test_each_country_has_a_tile_of_its_own_even_one_without_a_place():
    assert len(set(PLACES.values())) == len(PLACES)
    row = ("XX", "F", "Offshore", 10.0, 1.0, 1.0, "They")
    columns = ["country", "letter", "sourcing_model", "handle_hours_per_month", "handle_time_share"]
    tiles = tile_table(pd.DataFrame([row], columns=[*columns, "fte", "providers"]))
    here = tiles[tiles["country"] == "XX"].iloc[0]
    assert (here["model"], here["share"]) == ("F Offshore", 1.0)
    assert here["row"] > max(place[1] for place in PLACES.values())
    assert "XX" in svg(world_chart(tiles))


def test_the_waterfall_ends_at_the_plan():
    total, today = 90.0, 100.0
    lines = pd.DataFrame(
        [
            ("run", "Run", "running", 70.0, 85.0, -15.0),
            ("travel", "Travel", "running", 20.0, 15.0, 5.0),
            ("total", "Total cost", "", total, today, -10.0),
            ("x", "Rule", "penalty", 3.0, 0.0, 3.0),
        ],
        columns=["line", "label", "kind", "total", "today", "difference"],
    )
    steps = waterfall_table(lines)
    assert list(steps["label"]) == ["Today", "Run", "Travel", "This plan"]
    assert steps["end"].iloc[-2] == steps["end"].iloc[-1] == total
    assert list(steps["kind"]) == ["sum", "cheaper", "dearer", "sum"]
    assert "begins at" in svg(waterfall_chart(steps, currency="EUR"))


def test_the_waterfall_of_many_lines_adds_up_the_small_ones(plan):
    changed = cost_line_table(*plan).assign(difference=lambda t: range(1, len(t) + 1))
    steps = waterfall_table(changed)
    kept = changed[(changed["kind"] != "penalty") & ~changed["line"].isin(["total", "penalties"])]
    moved = steps[steps["kind"] != "sum"]["change"].sum()
    assert moved == pytest.approx(kept["difference"].sum())
    assert len(steps) <= 16


def test_quality_is_averaged_by_handle_time():
    rows = pd.DataFrame(
        {
            "process_id": ["P", "P", "Q"],
            "process": ["Calls", "Calls", "Chat"],
            "quality": [80.0, 60.0, 70.0],
            "quality_today": [70.0, 70.0, None],
            "handle_hours_per_month": [3.0, 1.0, 1.0],
            "contacts_per_month": [0.0, 0.0, 0.0],
        }
    )
    table = quality_table(rows)
    assert list(table["process"]) == ["Calls"]
    assert float(table["plan"].iloc[0]) == pytest.approx(75.0)
    assert table["verdict"].iloc[0] == "better"


def test_quality_of_a_sample_is_drawn(plan):
    assert "Expected quality" in svg(quality_chart(quality_table(assignment_table(*plan))))


def test_the_search_shows_both_curves_and_leaves_out_what_is_not_known():
    table = search_table([(1, None, 5.0), (2, 9.0, 6.0)])
    assert list(table["what"]) == ["No plan can beat", "Best plan so far", "No plan can beat"]
    assert "Best plan so far" in svg(search_chart(table, unit="EUR"))


def test_futures_prices_and_curves_are_drawn():
    plans = pd.DataFrame([{"plan": "blended", "planned_cost": 5.0, **{f"p{n}_cost": n for n in PERCENTILES}}])
    assert "blended" in svg(futures_chart(plans, currency="EUR"))
    prices = pd.DataFrame(
        [
            ("cap", "At most 40 % offshore.", "share_limit", 5.0, 7.0, 2, True),
            ("floor", "At most EUR 5 in all.", "budget", 0.0, 3.0, 0, False),
        ],
        columns=["rule", "words", "stem", "low", "high", "binds", "proven"],
    )
    drawn = svg(price_chart(prices, unit="EUR"))
    assert "At most EUR 5 in all." in drawn
    assert "floor" not in drawn
    curve = pd.DataFrame(
        [(0.1, 5.0, 6.0, 6.0, True, False), (0.2, 4.0, 4.0, 4.0, True, True)],
        columns=["limit", "low", "high", "cost", "proven", "now"],
    )
    assert "20%" in svg(curve_chart(curve, unit="EUR", share=True))


def test_only_rules_that_may_cost_something_have_a_bar():
    """Each rule has a bar or is told as free or not known; two that are said alike are told apart."""
    spans = {
        "a": (5.0, 7.0),
        "b": (2.0, math.inf),
        "c": (0.0, 9.0),
        "free": (0.0, 0.2),
        "open": (0.0, math.inf),
    }
    prices = tuple(RulePrice((rule,), "budget", Span(*s), True, Span(0, 1)) for rule, s in spans.items())
    found = RulePrices("s", "S", "EUR", False, SolveStatus.OPTIMAL, "", Span(10, 10), prices)
    table = price_table(found, lambda row: "Third." if row.rule_ids == ("c",) else "Same.")
    assert list(table["rule"]) == ["a", "b", "c"]
    assert list(table["words"]) == ["Same. (a)", "Same. (b)", "Third."]
    assert table["high"].isna().tolist() == [False, True, False]
    assert [row.rule_ids for row in rules_for_nothing(found)] == [("free",)]
    assert [row.rule_ids for row in rules_not_known(found)] == [("open",)]
    ticks = re.findall(r">([\d.]+[kM]?)</text>", svg(price_chart(table.assign(low=6_800_000.0), unit="EUR")))
    assert 3 <= len(ticks) <= 6
