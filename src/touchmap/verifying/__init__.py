"""The independent check of a plan: every rule and every coupling re-derived from the facts.

Nothing here knows how plans are found: neither the list of eligible options nor the program is
imported. Amounts of one option (its hours, bill, quality) have one source, `touchmap.costing`, by
design; everything that binds options together is worked out again.
"""

from touchmap.verifying.check import Check
from touchmap.verifying.context import Context
from touchmap.verifying.find import find_choice
from touchmap.verifying.registry import RULE_CHECKS, STRUCTURAL_CHECKS
from touchmap.verifying.result import ResultVerdict, verify
from touchmap.verifying.verification import Verification, verify_plan

__all__ = [
    "RULE_CHECKS",
    "STRUCTURAL_CHECKS",
    "Check",
    "Context",
    "ResultVerdict",
    "Verification",
    "find_choice",
    "verify",
    "verify_plan",
]
