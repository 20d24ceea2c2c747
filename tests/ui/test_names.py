"""What people read in place of codes."""

import pytest

from tests.builders import company, process
from touchmap.analysis.break_even import BreakEven, Verdict
from touchmap.analysis.spans import Span
from touchmap.project import Handoff, Project
from touchmap.ui.parts.names import with_names
from touchmap.ui.prices.negotiation import lot_sentence

PROJECT = company(
    process("10", name="Billing"),
    process("P1", name="Claims"),
    process("P 2", name="Complaints"),
    process("refunds", name="Refunds"),
    process("P11", name="Moves"),
    Handoff(handoff_id="H1", from_process_id="P1", to_id="10"),
)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (
            "It costs 10 % more, 10 contacts; P1.2 stays; 1,234.10 FTE",
            "It costs 10 % more, 10 contacts; P1.2 stays; 1,234.10 FTE",
        ),
        ("P1 stays", "Claims stays"),
        ("After P11 comes P1.", "After Moves comes Claims."),
        ("P 2 and H1 (P1)", "Complaints and Claims → Billing (Claims)"),
        ("refunds: refunds/nl/*/* moves", "refunds: Refunds · Dutch (nl) moves"),
        ("10/*/*/peak, xP1, P1_a, a/P1 and P1/b", "Billing · peak, xP1, P1_a, a/P1 and P1/b"),
    ],
)
def test_only_codes_become_names(said, read):
    """A figure or a part of a word is never taken for a code, though a process has it as its id."""
    assert with_names(PROJECT, said) == read


def test_nothing_has_a_name_in_an_empty_project():
    assert with_names(Project(), "P1/nl/*/* costs 10") == "P1/nl/*/* costs 10"


@pytest.mark.parametrize(
    ("packages", "what"),
    [
        (("P1/nl/*/peak",), "Billing · refunds (Dutch (nl) · peak)"),
        (("P1/*/*/*",), "Billing · refunds"),
        (("P1/nl/*/*", "P1/fr/*/*"), "Billing · refunds"),
    ],
)
def test_what_to_negotiate_is_said_without_ids(packages, what):
    """A dot in the name of a process is a part of the name."""
    row = BreakEven(
        package_ids=packages,
        process_id="P1",
        process="Billing · refunds",
        provider_id="VEN",
        provider="Vendor",
        verdict=Verdict.LOST,
        factor=Span(0.9, 0.9),
        proven=True,
        linear=True,
        why_not_linear="",
        rate=20.0,
        currency="EUR",
        unit="h",
        worth=1.0,
    )
    assert lot_sentence(row) == f"Vendor lost {what} by 10.0 %; wins it at 18.00 EUR/h."
