"""How a rule stands in the latest plan: at its limit, with room, a gate, or broken."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.plan import Result, RuleActivity
from touchmap.project import STEM_FACTS, RuleStem, Shape

BROKEN, BINDING, HOLDS, GATE = "broken", "binding", "holds", "gate"
_GRAVEST = (BROKEN, BINDING, HOLDS, GATE)


@dataclass(frozen=True)
class Standing:
    """How a rule stands, and the figures of its tightest row."""

    state: str
    value: float | None = None
    unit: str = ""
    subject: str = ""


def standings(result: Result) -> dict[str, Standing]:
    """How each rule stands in a plan; of rules with several rows, the gravest."""
    found: dict[str, Standing] = {}
    for activity in result.rule_activity:
        new = _standing(activity)
        old = found.get(activity.rule_id)
        if old is None or _GRAVEST.index(new.state) < _GRAVEST.index(old.state):
            found[activity.rule_id] = new
    return found


def _standing(activity: RuleActivity) -> Standing:
    is_gate = (
        activity.stem in set(RuleStem) and STEM_FACTS[RuleStem(activity.stem)].shape is Shape.GATE
    ) or (activity.minimum is None and activity.maximum is None)
    if activity.violation > 1e-9:
        return Standing(BROKEN, activity.value, activity.unit, activity.subject)
    if is_gate:
        return Standing(GATE)
    state = BINDING if activity.binding else HOLDS
    return Standing(state, activity.value, activity.unit, activity.subject)
