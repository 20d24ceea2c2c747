"""Scorecard."""

from touchmap.ui.desk import desk
from touchmap.ui.scorecard.show import show_scorecard

show_scorecard(desk())
