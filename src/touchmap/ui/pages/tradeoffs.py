"""Trade-offs: the frontier, plans as good, plans in many futures, providers that fail."""

from touchmap.ui.desk import desk
from touchmap.ui.parts.heading import heading
from touchmap.ui.parts.section import choose_section
from touchmap.ui.parts.sought import sought
from touchmap.ui.say import say
from touchmap.ui.tradeoffs.alike import show_alike
from touchmap.ui.tradeoffs.curve import show_curve
from touchmap.ui.tradeoffs.futures import show_futures, show_outages

VIEWS = ("frontier", "alternatives", "futures", "outage")

here = desk()
about = sought(here, heading(here, say("nav.tradeoffs")), else_say=say("tradeoffs.today"))
chosen = choose_section(
    "tradeoffs", say("tradeoffs.view"), {name: say(f"tradeoffs.view_{name}") for name in VIEWS}
)
if chosen == "frontier":
    show_curve(here, about)
elif chosen == "alternatives":
    show_alike(here, about)
elif chosen == "futures":
    show_futures(about)
else:
    show_outages(about)
