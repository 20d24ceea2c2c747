"""Results as text for a terminal: pieces that `rich` can print. Nothing here prints."""

from touchmap.report.text.alternatives import alternatives
from touchmap.report.text.business_case import business_case
from touchmap.report.text.case import cost_lines, headline
from touchmap.report.text.clash import clash
from touchmap.report.text.difference import differences, inputs, scenarios, two_projects, who_does_what
from touchmap.report.text.frontier import frontier
from touchmap.report.text.notes import findings, left_out, rules
from touchmap.report.text.peak import peak
from touchmap.report.text.plan import assignment, blend
from touchmap.report.text.risks import risks
from touchmap.report.text.scorecard import scorecard
from touchmap.report.text.seven import visible_rules
from touchmap.report.text.staffing import service_levels, staffing
from touchmap.report.text.staffing_curves import staffing_curves, staffing_differences
from touchmap.report.text.touchmap import map_summary
from touchmap.report.text.trace import trace

__all__ = [
    "alternatives",
    "assignment",
    "blend",
    "business_case",
    "clash",
    "cost_lines",
    "differences",
    "findings",
    "frontier",
    "headline",
    "inputs",
    "left_out",
    "map_summary",
    "peak",
    "risks",
    "rules",
    "scenarios",
    "scorecard",
    "service_levels",
    "staffing",
    "staffing_curves",
    "staffing_differences",
    "trace",
    "two_projects",
    "visible_rules",
    "who_does_what",
]
