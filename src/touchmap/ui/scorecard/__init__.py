"""The scorecard: gates before scores, ten criteria, how sure the ranking is."""
