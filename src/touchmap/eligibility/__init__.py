"""Who can do what at all: only the physically or legally impossible is refused, with reason and remedy."""

from touchmap.eligibility.eligibility import Eligibility, find_eligible
from touchmap.eligibility.gates import GATES, Refusal
from touchmap.eligibility.who_can import Standing, who_can

__all__ = ["GATES", "Eligibility", "Refusal", "Standing", "find_eligible", "who_can"]
