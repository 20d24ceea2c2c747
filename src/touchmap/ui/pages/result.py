"""Result: what a plan costs and saves, who does what and why, and how sure it is."""

import streamlit as st

from touchmap.ui.desk import desk
from touchmap.ui.parts.heading import heading
from touchmap.ui.parts.plan import plan_in_view
from touchmap.ui.parts.section import choose_section
from touchmap.ui.result.flow import show_flow
from touchmap.ui.result.headline import show_headline
from touchmap.ui.result.money import show_money
from touchmap.ui.result.notes import show_notes
from touchmap.ui.result.overview import show_overview
from touchmap.ui.result.proof import show_proof
from touchmap.ui.result.quality import show_quality
from touchmap.ui.result.rules import show_rules
from touchmap.ui.result.work import show_work
from touchmap.ui.say import say

VIEWS = ("overview", "work", "flow", "money", "quality", "rules", "open", "proof")

here = desk()
view = plan_in_view(here, heading(here, say("nav.result")))
with st.container(key="plan-stale" if view.is_stale else "plan-fresh"):
    show_headline(view)
    chosen = choose_section(
        "result", say("result.view"), {name: say(f"result.view_{name}") for name in VIEWS}
    )
    if chosen == "overview":
        show_overview(here, view)
    elif chosen == "work":
        show_work(here, view)
    elif chosen == "flow":
        show_flow(view)
    elif chosen == "money":
        show_money(here, view)
    elif chosen == "quality":
        show_quality(here, view)
    elif chosen == "rules":
        show_rules(view)
    elif chosen == "open":
        show_notes(view)
    elif chosen == "proof":
        show_proof(view)
