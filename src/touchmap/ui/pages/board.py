"""Board page."""

from touchmap.ui.board.show import show_board
from touchmap.ui.desk import desk
from touchmap.ui.parts.heading import heading
from touchmap.ui.parts.plan import plan_in_view
from touchmap.ui.say import say

here = desk()
show_board(plan_in_view(here, heading(here, say("nav.board"))))
