"""Scopes: which packages and which providers a rule speaks of, field by field."""

import pytest

from tests.builders import company, contract, own, platform, process, stream, today, vendor
from touchmap.project import CountryRow, Stage, Touchpoint
from touchmap.project.scope_fields import PROVIDER_FIELDS, WORK_FIELDS
from touchmap.work.packages import build_packages
from touchmap.work.scopes import WorkScopes, provider_in_scope
from touchmap.work.today import today_of


def select(scope, *rows):
    """Ids of the packages in a scope."""
    project = company(*rows)
    packages = build_packages(project)
    found = WorkScopes(project, packages, today_of(project, packages)).select(scope)
    return [packages[k].package_id for k in found]


P1_FACTS = {
    "process_family": "Money",
    "touch_need": 5,
    "work_type": "back_office",
    "office": "back",
    "data_class": 4,
    "tags": "cash; urgent",
    "regulated": "Wft",
    "key_competency": True,
}
ROWS = (
    process("P1", **P1_FACTS),
    process("P2", stage_id="S2"),
    stream("D1", touchpoint_id="T1", channel="letter", language="de"),
    stream("D2", process_id="P2"),
    Stage(stage_id="S1", name="Enquire"),
    Stage(stage_id="S2", name="Use"),
    Touchpoint(touchpoint_id="T1", stage_id="S1", name="Letter", moment_of_truth_rank=1),
    own(),
    contract(),
    today("D1", "OWN", contract_id="C1"),
    today("D2", "OWN"),
)
"""P1 (first in the list of packages) has everything a scope may name; P2 has the defaults."""

FIRST, SECOND = "P1/de/*/*", "P2/nl/*/*"

# field, a value only P1 has, a value only P2 has ("" = none)
VALUES = [
    ("stage", "S1", "S2"),  # of P1 by its touchpoint, of P2 stated
    ("touchpoint", "T1", ""),
    ("process", "P1", "P2"),
    ("process_family", "Money", ""),
    ("channel", "letter", "phone"),
    ("language", "de", "nl"),
    ("market", "DE", "NL"),
    ("touch", "high_touch", "mixed"),
    ("work_type", "back_office", "live"),
    ("office", "back", "front"),
    ("data_class", "4", "2"),
    ("tag", "urgent", ""),
    ("regulated", "yes", "no"),
    ("key_competency", "yes", "no"),
    ("moment_of_truth", "yes", "no"),
    ("contract", "C1", ""),
]


@pytest.mark.parametrize(("field", "of_first", "of_second"), VALUES)
def test_a_field_of_the_work_selects_its_packages(field, of_first, of_second):
    """Each field tells the package that has a value from the one that has not."""
    assert select({field: (of_first,)}, *ROWS) == [FIRST]
    if of_second:
        assert select({field: (of_second,)}, *ROWS) == [SECOND]
        assert select({field: (of_first, of_second)}, *ROWS) == [FIRST, SECOND]


def test_every_field_of_the_work_is_tried_here():
    """No field that a scope may name is left out."""
    assert {field for field, _, _ in VALUES} == WORK_FIELDS.keys()


def test_an_empty_scope_holds_all_and_fields_must_all_hold():
    """Values of one field are alternatives, different fields narrow each other."""
    assert select({}, *ROWS) == [FIRST, SECOND]
    assert select({"process": ("P1", "P2"), "language": ("nl",)}, *ROWS) == [SECOND]
    assert select({"process": ("P1",), "language": ("nl",)}, *ROWS) == []


def test_one_piece_is_enough_to_be_in_scope():
    """A package of calls and mails is in scope of either channel."""
    rows = [process(), stream("D1"), stream("D2", channel="email")]
    for channel in ("phone", "email"):
        assert select({"channel": (channel,)}, *rows) == ["P1/nl/*/*"]


def test_a_stage_stated_goes_before_that_of_the_touchpoint():
    """A process that serves another stage than its touchpoint is where it says."""
    rows = [*ROWS[2:], process("P1", stage_id="S2"), process("P2")]
    assert select({"stage": ("S1",)}, *rows) == []
    assert select({"stage": ("S2",)}, *rows) == [FIRST]


VENDOR = vendor(certifications="ISO 27001; PCI", licences="Wft", sourcing_model="offshore", country="IN")

# field, values VENDOR has, values it has not
PROVIDER_VALUES = [
    ("provider", "VEN", "OWN"),
    ("sourcing_model", "offshore", "nearshore"),
    ("ownership", "third_party", "own"),
    ("country", "IN", "NL"),
    ("kind", "people", "platform"),
    ("certification", "PCI", "SOC 2"),
    ("licence", "Wft", "Debt collection"),
    ("transfer_basis", "none", "SCC"),
    ("today", "no", "yes"),
]


@pytest.mark.parametrize(("field", "has", "has_not"), PROVIDER_VALUES)
def test_a_field_of_the_provider_tells_who_is_meant(field, has, has_not):
    """Each field holds for a value the provider has, alone or among others, and for no other."""
    assert provider_in_scope(company(), VENDOR, {field: (has,)})
    assert provider_in_scope(company(), VENDOR, {field: (has, has_not)})
    assert not provider_in_scope(company(), VENDOR, {field: (has_not,)})


def test_every_field_of_the_provider_is_tried_here():
    """No field that a scope may name is left out."""
    assert {field for field, _, _ in PROVIDER_VALUES} == PROVIDER_FIELDS.keys()


def test_blank_facts_of_a_provider_are_filled_in():
    """A blank country is home, a blank ownership follows the sourcing model, a blank basis the countries."""
    assert provider_in_scope(
        company(), own(), {"country": ("NL",), "ownership": ("own",), "transfer_basis": ("home",)}
    )
    assert provider_in_scope(company(), vendor(), {"transfer_basis": ("EU",)})
    told = company(CountryRow(country="IN", adequacy="adequate"))
    assert provider_in_scope(told, VENDOR, {"transfer_basis": ("adequate",)})


def test_an_empty_provider_scope_holds_everybody():
    """Without narrowing anybody is meant; who does the work today is told from outside."""
    assert provider_in_scope(company(), platform(), {})
    assert provider_in_scope(company(), VENDOR, {"today": ("yes",)}, is_today=True)
    assert not provider_in_scope(company(), VENDOR, {"today": ("yes",), "kind": ("platform",)}, is_today=True)
