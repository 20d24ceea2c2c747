"""Business case."""

from touchmap.ui.case.show import show_case
from touchmap.ui.desk import desk
from touchmap.ui.parts.heading import heading
from touchmap.ui.parts.plan import plan_in_view
from touchmap.ui.say import say

here = desk()
show_case(plan_in_view(here, heading(here, say("nav.case"))))
