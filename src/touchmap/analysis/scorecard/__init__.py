"""The vendor scorecard: gates before scores, ten criteria, two scorers, and how sure the ranking is."""

from touchmap.analysis.scorecard.card import ProviderScore, Scorecard, build_scorecard
from touchmap.analysis.scorecard.criteria import process_weights, scorecard_weights

__all__ = ["ProviderScore", "Scorecard", "build_scorecard", "process_weights", "scorecard_weights"]
