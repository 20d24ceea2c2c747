"""Risks."""

from touchmap.ui.desk import desk
from touchmap.ui.parts.heading import heading
from touchmap.ui.parts.plan import plan_in_view
from touchmap.ui.risks.show import show_risks
from touchmap.ui.say import say

here = desk()
show_risks(here, plan_in_view(here, heading(here, say("nav.risks"))))
