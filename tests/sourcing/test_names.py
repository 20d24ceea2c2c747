"""Names are only names: the modelling layer changes them silently, so nothing is found by them."""

import pytest

from tests.properties.changes import renamed
from tests.solving.test_status import asking
from tests.sourcing.trio import trio
from touchmap.project import Rule, RuleScope
from touchmap.solving import solve

NAMES = {
    "P1": "1_P",
    "P2": "P",
    "P3": "a b",
    "OWN": "a_b",
    "NEAR": "a-b",
    "FAR": "x_1",
    "R1": "R",
    "R2": "R_1",
}
"""Rule ``R`` with process ``1_P`` reads like rule ``R_1`` with process ``P``; others differ in a sign."""


def test_names_that_read_alike_are_kept_apart():
    """Identifiers that run together, or that differ in a sign only, do not change the answer."""
    # R1: one process of three may move. R2: nothing may, at 1 a process. Moving P3 to FAR saves 6720.
    rules = (
        Rule(rule_id="R1", stem="max_moves", maximum=1),
        Rule(rule_id="R2", stem="max_moves", maximum=0, strength="should", penalty_per_unit=1),
    )
    project = asking(trio(), *rules)
    plain = solve(project, "s", gap=0.0, in_process=True)
    odd = solve(renamed(project, lambda name: NAMES.get(name, name)), "s", gap=0.0, in_process=True)
    assert plain.objective == odd.objective == pytest.approx(26_880 - 6720 + 1)
    assert [a.provider_id for a in plain.plan.assignments] == ["OWN", "OWN", "FAR"]
    assert {a.package_id: a.provider_id for a in odd.plan.assignments} == {
        "1_P/nl/*/*": "a_b",
        "P/nl/*/*": "a_b",
        "a b/nl/*/*": "x_1",
    }


def test_a_rule_may_be_called_anything():
    """A rule's name may look like a variable of the program."""
    rule = Rule(rule_id="x_0", stem="share_limit", maximum=0.5, strength="should", penalty_per_unit=10_000)
    scope = RuleScope(rule_id="x_0", side="provider", field="provider", value="FAR")
    result = solve(asking(trio(), rule, scopes=(scope,)), "s", gap=0.0, in_process=True)
    # At most half of the work, 3 FTE, at FAR; the other 3 FTE at NEAR.
    assert result.objective == pytest.approx(3 * 2240 + 3 * 3360)
