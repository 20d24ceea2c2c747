"""Prices & limits: what each rule costs, one limit as a curve, what to negotiate."""

from touchmap.ui.desk import desk
from touchmap.ui.parts.heading import heading
from touchmap.ui.parts.section import choose_section
from touchmap.ui.parts.sought import sought
from touchmap.ui.prices.limits import show_limits
from touchmap.ui.prices.negotiation import show_negotiation
from touchmap.ui.prices.rules import show_rules
from touchmap.ui.say import say

VIEWS = ("rules", "curve", "negotiate")

here = desk()
about = sought(here, heading(here, say("nav.prices")), else_say=say("prices.today"))
chosen = choose_section("prices", say("prices.view"), {name: say(f"prices.view_{name}") for name in VIEWS})
if chosen == "rules":
    show_rules(about)
elif chosen == "curve":
    show_limits(about)
else:
    show_negotiation(about)
