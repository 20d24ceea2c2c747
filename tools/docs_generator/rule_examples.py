"""An example and a note for each kind of rule; the ids are those of the sample telecom_isp."""

from __future__ import annotations

from dataclasses import dataclass, field

from touchmap.project import RuleStem


@dataclass(frozen=True)
class Example:
    """A row of ``rules`` with its rows of ``rule_scopes``, and what to know of the stem."""

    rule: dict[str, object]
    scopes: list[tuple[str, str, str]] = field(default_factory=list)
    """side, field, value"""
    note: str = ""


def _models(*models: str) -> list[tuple[str, str, str]]:
    return [("provider", "sourcing_model", model) for model in models]


EXAMPLES: dict[RuleStem, Example] = {
    RuleStem.BUDGET: Example(
        {"basis": "total", "maximum": 44_000_000, "reason": "The board spends 5 % less than today."},
        note="`total`: net present cost over the horizon. `running`: one calendar year at today's prices, "
        "not discounted. `one_off`: everything paid once. Penalties never count. The rule has no scope.",
    ),
    RuleStem.MIN_AVERAGE_QUALITY: Example(
        {"basis": "handle_time", "minimum": 72, "reason": "No worse on average than the market."},
        [("work", "moment_of_truth", "yes")],
        "Work left unassigned is not part of the average.",
    ),
    RuleStem.MAX_BRAND_RISK: Example(
        {"basis": "contacts", "maximum": 1.5, "reason": "Few sensitive contacts abroad."},
        note="Points as in [method/quality.md](method/quality.md#brand-risk).",
    ),
    RuleStem.MIN_INSIGHT_SHARE: Example(
        {"basis": "contacts", "minimum": 0.6, "reason": "We keep hearing what customers say."},
        note="Insight is the provider's rating `insight_feedback` ÷ 100, weighted by what it handles.",
    ),
    RuleStem.MIN_PROCESS_QUALITY: Example(
        {"minimum": 74, "reason": "Quality is never traded for cost."},
        [("work", "office", "front")],
        "Only work that is done otherwise than today is held to the floor; work that stays below it is the "
        "finding *to be mended where it is*. Self-service has a floor of its own, "
        "`settings.self_service_quality_floor`.",
    ),
    RuleStem.SHARE_LIMIT: Example(
        {"basis": "handle_time", "maximum": 0.4, "reason": "Brand and continuity do not hang on far sites."},
        _models("offshore"),
        "Several groups need several rules. A scope in which nothing is assigned satisfies the rule.",
    ),
    RuleStem.MAX_CONCENTRATION: Example(
        {"basis": "handle_time", "maximum": 0.5, "reason": "We must be able to leave any of them."},
        note="Each third party by itself; own sites are exempt, however large.",
    ),
    RuleStem.BENCHMARK_SHARE: Example(
        {"basis": "handle_time", "minimum": 0.1, "reason": "Own work shows what good looks like."},
        [("work", "process", "P12")],
    ),
    RuleStem.PROVIDER_COUNT: Example(
        {"maximum": 3, "reason": "Each party needs contracts, systems and attention."},
        note="Own sites never count. Platforms count only with `include_platforms`.",
    ),
    RuleStem.PIN: Example(
        {"reason": "Mail production stays where it is."},
        [("work", "process", "P03"), ("provider", "today", "yes")],
        "One of the named parties takes part, as people or as platform.",
    ),
    RuleStem.FORBID: Example(
        {"reason": "A competitor owns this bidder."},
        [("work", "process", "P04"), ("provider", "provider", "PR03")],
        "None of the named parties takes part, neither as people nor as platform.",
    ),
    RuleStem.ALLOWED_SOURCING: Example(
        {"reason": "Complaints and the save desk are done by own staff only."},
        [("work", "process", "P22"), ("work", "process", "P25"), *_models("in_house")],
        "Asks for whoever leads: the people, or the platform where there are none.",
    ),
    RuleStem.TOUCH_SOURCING: Example(
        {"reason": "Contacts with much feeling stay close."},
        [("work", "touch", "high_touch"), *_models("in_house", "insourced", "onshore")],
    ),
    RuleStem.KEY_COMPETENCY_INHOUSE: Example(
        {"reason": "What the company lives by stays with its own people."},
        note="Reads `processes.key_competency`. A name in `competency_override_by` lifts it, and the name is "
        "printed with the plan.",
    ),
    RuleStem.READY_TO_MOVE: Example(
        {"reason": "What is broken is mended before it moves."},
        note="Unready: health 2 or less, or codifiability below `settings.documentation_bar`. Mending is "
        "planned when cost, owner and date are all filled. Pulling work back to own staff is always allowed.",
    ),
    RuleStem.DATA_RESIDENCY: Example(
        {"reason": "Special data stays in the Union."},
        [
            ("work", "data_class", "4"),
            ("provider", "transfer_basis", "home"),
            ("provider", "transfer_basis", "EU"),
        ],
        "Stricter than the law. What the law forbids is refused without any rule: see "
        "[eligibility](method/program.md#who-can-do-what).",
    ),
    RuleStem.LICENCE: Example(
        {"reason": "Card payments need a certified party."},
        [("work", "process", "P12"), ("requirement", "certification", "PCI-DSS")],
        "Own staff need no certificate.",
    ),
    RuleStem.LANGUAGE_PROFICIENCY: Example(
        {"reason": "Complaints are handled in fluent language."},
        [("work", "process", "P22"), ("requirement", "language_level", "C1")],
        "Order of the levels: native, C2, C1 (a platform's language model counts as C1), B2, B1, A2. A "
        "provider that lists no languages counts as C1.",
    ),
    RuleStem.KEEP_TOGETHER: Example(
        {"strength": "should", "penalty_per_unit": 20_000, "reason": "A fault is told only once."},
        [("work", "process", "P13"), ("work", "process", "P14"), ("work", "process", "P17")],
        "All own sites together are one home.",
    ),
    RuleStem.KEEP_APART: Example(
        {"reason": "Sales and the checks on sales are not one party."},
        [("work", "process", "P02"), ("other", "process", "P05")],
    ),
    RuleStem.MAX_MOVES: Example(
        {"basis": "processes", "maximum": 6, "reason": "More than six moves a year nobody can manage."},
        note="A process has moved if any of its packages has another home than today.",
    ),
    RuleStem.RETAINED_KNOWLEDGE: Example(
        {"basis": "fte", "minimum": 70, "reason": "A core of own staff knows customers and products."},
        note="Average over the months of the plan. Narrow it by `process_family` for one body of knowledge.",
    ),
    RuleStem.LOCKED_CONTRACT: Example(
        {"reason": "Nobody pays an exit fee."},
        [("work", "contract", "C-PR03")],
        "Without the rule, leaving early is possible and costs the notice and the exit fee.",
    ),
}
"""Every stem has one; a test builds them all and asks the checks of the project."""

COLUMNS = ("rule_id", "stem", "strength", "penalty_per_unit", "basis", "minimum", "maximum", "reason")


def rule_row(stem: RuleStem) -> dict[str, object]:
    """The example of a stem as a row of ``rules``; its id says that it is one."""
    given = {"rule_id": f"{stem.value}_example", "stem": stem.value, **EXAMPLES[stem].rule}
    return {name: given[name] for name in COLUMNS if name in given}


def scope_rows(stem: RuleStem) -> list[dict[str, str]]:
    """The example's rows of ``rule_scopes``."""
    rule_id = f"{stem.value}_example"
    return [
        {"rule_id": rule_id, "side": side, "field": name, "value": value}
        for side, name, value in EXAMPLES[stem].scopes
    ]
