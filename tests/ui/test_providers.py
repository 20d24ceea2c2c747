"""Providers: readable cards, who can do what, stand-ins seen before they are added, pins from a cell."""

import pytest

import touchmap
from touchmap.examples import EXAMPLES
from touchmap.project import Project, find_scenario
from touchmap.project.edits import forbid, pin
from touchmap.ui.parts.placings import placings
from touchmap.ui.providers.facts import cards
from touchmap.ui.providers.matrix import _mark, standings


@pytest.mark.parametrize("sample", sorted(EXAMPLES))
def test_a_card_for_each_provider_in_the_order_of_the_models(sample):
    """Own staff first, then further and further away."""
    project = touchmap.example(sample)
    found = cards(project)
    assert sorted(card.provider_id for card in found) == sorted(p.provider_id for p in project.providers)
    order = [card.model.letter for card in found]
    assert order == sorted(order, key="ISONFP".index)


def test_a_card_says_rate_languages_offers_and_evidence():
    """What a strategist asks first is on the card."""
    project = touchmap.example("telecom_isp")
    card = next(c for c in cards(project) if c.provider_id == "PR01")
    said = dict(card.lines)
    assert said["Hourly rate"] == "44.60 EUR per logged hour (ongoing)"
    assert said["Languages"].startswith("Dutch (nl) native")
    assert said["How well known"] == "measured"
    offers = [o for o in project.offers if o.provider_id == "PR01"]
    assert said["Offers"].startswith(f"{len(offers)} × per FTE")


def test_placings_are_those_of_the_scenario():
    """A pin of one process at one provider is seen; rules of many are not taken for one."""
    project = touchmap.example("telecom_isp")
    project = pin(project, "blended", "P12", "PR01").apply(project)
    project = forbid(project, "blended", "P12", "PR03").apply(project)
    placed = placings(project, "blended")
    assert {k: v[0].value for k, v in placed.items()} == {("P12", "PR01"): "pin", ("P12", "PR03"): "forbid"}
    assert not placings(project, "cheapest")
    found = standings(project.hash, project)["P12", "PR01"]
    assert _mark(found, placed["P12", "PR01"]).endswith("pin")


def test_no_provider_teaches_what_to_do(open_page, workspace):
    """An empty page leads to market stand-ins."""
    workspace.add("bare", Project(), author="Ann")
    app = open_page("providers", "bare")
    assert "No provider yet" in [found.value for found in app.subheader]


def test_stand_ins_are_seen_and_added(open_page, workspace):
    """One edit adds the country with its languages and evidence; undo takes all of it back."""
    stored = workspace.open("telecom_isp")
    before = stored.project()
    app = open_page("providers")
    app.button(key="add-market").click().run()
    app.multiselect(key="market-countries").set_value(["PT"])
    app.button(key="market-apply").click().run()
    after = stored.project()
    assert after.provider("MKT-PT").country == "PT"
    assert any(e.row_id == "MKT-PT" for e in after.evidence)
    app.button(key="undo").click().run()
    assert stored.project() == before


def test_errors_are_to_be_corrected_before_anything_is_matched(open_page, workspace):
    """Who can do what is not guessed from facts that do not fit."""
    broken = touchmap.example("telecom_isp").replace(stages=())
    workspace.add("broken", broken, author="Ann")
    app = open_page("providers", "broken", view="matrix")
    assert any("Correct the errors first" in found.value for found in app.info)


@pytest.mark.parametrize("table", ["offers", "provider_languages"])
def test_tables_of_one_provider_hold_its_rows_only(open_page, table):
    """And a new row belongs to it."""
    app = open_page("providers", view="tables", provider="PR03")
    app.button_group(key="provider-table").set_value(table).run()
    grid = app.session_state[f"grid-providers-{table}"]
    rows = getattr(touchmap.example("telecom_isp"), table)
    assert grid.sheet.keys == tuple(r.row_key for r in rows if r.provider_id == "PR03")
    assert grid.sheet.given == {"provider_id": "PR03"}


def test_the_matrix_opens_for_every_scenario(open_page):
    """Also for today, which is written down and can hold pins, too."""
    for row in find_scenario(touchmap.example("telecom_isp"), "blended"), None:
        app = open_page("providers", view="matrix", scenario=row.scenario_id if row else "today")
        assert app.dataframe
