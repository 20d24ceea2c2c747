"""The hand-off pack: for each provider a workbook of its scope, its hand-offs, and what it did not win.

A sheet is made to be given to that provider: it holds no cost and no rate, and of other parties only those
it hands work to or gets it from.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from touchmap.analysis.facts import ResultFacts, facts_of
from touchmap.eligibility import find_eligible
from touchmap.journey.cut import find_cut
from touchmap.journey.parties import COMPANY
from touchmap.plan import Result
from touchmap.project import DemandStream, Process, Project, Provider
from touchmap.report.assignment import stage_of
from touchmap.report.columns import Column, Kind, frame
from touchmap.report.reasons import SAME_SHARE, Reasons
from touchmap.report.sheets import Sheets
from touchmap.work.packages import Package

if TYPE_CHECKING:
    import pandas as pd

SCOPE_COLUMNS: tuple[Column, ...] = (
    Column("package_id", "Package"),
    Column("stage", "Stage"),
    Column("process", "Process"),
    Column("part", "Part"),
    Column("channel", "Channel"),
    Column("language", "Language"),
    Column("market", "Market"),
    Column("layer", "Layer"),
    Column("contacts_per_month", "Contacts (per month)", Kind.WHOLE, total=True),
    Column("handle_seconds", "Handle time today (s)", Kind.WHOLE),
    Column("service_level", "Service level"),
    Column("opening_hours", "Opening hours"),
    Column("touch_need", "Touch need (1–5)", Kind.WHOLE),
    Column("brand_sensitivity", "Brand sensitivity (1–5)", Kind.WHOLE),
    Column("satisfaction_target", "Satisfaction aimed at (0–100)", Kind.POINTS),
    Column("resolution_target_share", "Resolved at first contact, aim", Kind.SHARE),
    Column("data_class", "Data class (1–4)", Kind.WHOLE),
    Column("requirements", "Regulation and licences"),
    Column("systems", "Systems"),
    Column("training_days", "Training (days)", Kind.NUMBER),
    Column("change", "Change"),
)
"""Columns of a scope: one row for each demand stream of the work."""

HANDOFF_COLUMNS: tuple[Column, ...] = (
    Column("handoff_id", "Hand-off"),
    Column("from_process", "From"),
    Column("from_party", "Done by"),
    Column("to", "To"),
    Column("to_party", "There done by"),
    Column("contacts_per_month", "Contacts (per month)", Kind.WHOLE, total=True),
    Column("mode", "How"),
    Column("route", "Route"),
    Column("latency_hours", "Within (h)", Kind.NUMBER),
    Column("data_class", "Data class (1–4)", Kind.WHOLE),
    Column("owner", "Owner"),
    Column("note", "What is passed on"),
)
"""Columns of the hand-offs to and from other parties."""

LOST_COLUMNS: tuple[Column, ...] = (
    Column("package_id", "Package"),
    Column("process", "Process"),
    Column("language", "Language"),
    Column("lost_by", "Lost by (share of the cost of the way chosen)", Kind.SHARE),
    Column("reason", "Why"),
)
"""Columns of the work a provider quoted for and did not get."""

PEOPLE, PLATFORM = "people", "self-service in front"
NO_OWNER = "nobody yet"
DEARER = "dearer by itself, over the horizon and with everything the change costs"
SAME = "as dear by itself; what several packages share, or a limit on the whole plan, decides"
CHEAPER = "cheaper by itself; what several packages share, or a limit on the whole plan, decides"
RULED_OUT = "a rule of this scenario keeps it elsewhere"


def pack_providers(project: Project, result: Result) -> list[Provider]:
    """Providers that have work in a plan or quote for some, in the order of the project.

    Parameters
    ----------
    result
        A result with a plan.

    >>> import touchmap
    >>> project = touchmap.example("insurer")
    >>> pack_providers(project, touchmap.evaluate(project))[0].provider_id
    'PR01'
    """
    facts = facts_of(project, result)
    busy = {party.provider_id for k in range(len(facts.packages)) for party, _ in _parties(facts, k)}
    quoting = {offer.provider_id for offer in project.offers}
    return [p for p in project.providers if p.provider_id in busy | quoting]


def scope_table(project: Project, result: Result, provider_id: str) -> pd.DataFrame:
    """The work a plan gives to a provider: one row for each demand stream, columns `SCOPE_COLUMNS`."""
    return frame(SCOPE_COLUMNS, _scope(facts_of(project, result), provider_id))


def handoff_table(project: Project, result: Result, provider_id: str) -> pd.DataFrame:
    """Hand-offs between a provider and other parties, the heaviest first; own sites are one party."""
    names = {p.provider_id: p.name for p in project.providers}
    names[COMPANY] = project.settings.name or COMPANY
    ends = {p.process_id: p.name for p in project.processes}
    ends |= {d.department_id: d.name for d in project.departments}
    own = {p.provider_id for p in project.providers if p.is_own}
    party = COMPANY if provider_id in own else provider_id
    rows = (
        (
            h.handoff_id,
            ends.get(h.from_process_id, h.from_process_id),
            names.get(found.from_party, found.from_party),
            ends.get(h.to_id, h.to_id),
            names.get(found.to_party, found.to_party),
            found.contacts_per_month,
            h.mode.value.replace("_", " "),
            h.route.value.replace("_", " "),
            h.latency_hours,
            h.data_class,
            found.owner or NO_OWNER,
            h.note,
        )
        for found in find_cut(project, result.plan).handoffs
        if party in (found.from_party, found.to_party)
        for h in (found.handoff,)
    )
    return frame(HANDOFF_COLUMNS, rows)


def lost_table(project: Project, result: Result, provider_id: str) -> pd.DataFrame:
    """Work a provider quotes for and does not get, the closest first.

    *Lost by* is how much dearer its cheapest open way is than the way chosen, each by itself and as a
    share of the latter; blank where it cannot or may not do the work.
    """
    rows = sorted(
        _lost(facts_of(project, result), provider_id), key=lambda row: (row[3] is None, row[3] or 0)
    )
    return frame(LOST_COLUMNS, rows)


def scope_sheet_bytes(project: Project, result: Result, provider_id: str) -> bytes:
    """What a plan means for one provider, as the bytes of an Excel workbook."""
    import xlsxwriter

    name = next(p.name for p in project.providers if p.provider_id == provider_id)
    memory = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, {"in_memory": True, **options}) as book:
        sheets = Sheets(book, project.settings.currency, footer=f"{project.settings.name} – {name}")
        scope = scope_table(project, result, provider_id)
        handoffs = handoff_table(project, result, provider_id)
        lost = lost_table(project, result, provider_id)
        sheets.pairs("Read-me", _readme(project, result, name, (len(scope), len(handoffs), len(lost))))
        sheets.table("Scope", SCOPE_COLUMNS, scope, total="Total of the rows shown")
        sheets.table("Hand-offs", HANDOFF_COLUMNS, handoffs)
        sheets.table("Not won", LOST_COLUMNS, lost)
    return memory.getvalue()


def scope_pack_bytes(project: Project, result: Result) -> bytes:
    """One workbook for each provider of `pack_providers`, zipped."""
    memory = BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for provider in pack_providers(project, result):
            name = f"scope-{provider.provider_id}.xlsx"
            archive.writestr(name, scope_sheet_bytes(project, result, provider.provider_id))
    return memory.getvalue()


def _parties(facts: ResultFacts, k: int) -> Iterator[tuple[Provider, str]]:
    people, platform = facts.people(k), facts.platform(k)
    if people is not None:
        yield people, PEOPLE
    if platform is not None and platform is not people:
        yield platform, PLATFORM


def _scope(facts: ResultFacts, provider_id: str) -> Iterator[tuple[object, ...]]:
    stages = {s.stage_id: s.name for s in facts.project.stages}
    systems = {s.system_id: s.name for s in facts.project.systems}
    uses: dict[str, list[str]] = {}
    for use in facts.project.process_systems:
        uses.setdefault(use.process_id, []).append(systems.get(use.system_id, use.system_id))
    for k, package in enumerate(facts.packages):
        process = package.process
        for party, part in _parties(facts, k):
            if party.provider_id != provider_id:
                continue
            for piece in package.pieces:
                stream = piece.stream
                yield (
                    package.package_id,
                    stages.get(stage_of(facts.project, package), ""),
                    process.name,
                    part,
                    stream.channel.value.replace("_", " "),
                    _language(package),
                    stream.market or "",
                    "" if package.layer == "*" else package.layer,
                    piece.contacts_per_month,
                    stream.handle_seconds,
                    _service_level(stream),
                    stream.opening_hours,
                    process.touch_need,
                    process.brand_sensitivity,
                    process.satisfaction_target,
                    process.resolution_target_share,
                    process.data_class,
                    _requirements(process),
                    "; ".join(uses.get(process.process_id, ())),
                    process.training_days,
                    "new to you" if facts.moved[k] else "as today",
                )


def _language(package: Package) -> str:
    return "" if package.language == "xx" else package.language


def _service_level(stream: DemandStream) -> str:
    if stream.service_level_share is None or stream.service_level_seconds is None:
        return ""
    return f"{stream.service_level_share:.0%} within {stream.service_level_seconds:g} s"


def _requirements(process: Process) -> str:
    return "; ".join((*process.regulated, *process.licence_required))


def _lost(facts: ResultFacts, provider_id: str) -> Iterator[tuple[str, str, str, float | None, str]]:
    if facts.is_today:  # nobody lost what was never sought
        return
    options, cost = facts.costing.options, facts.costing.cost
    number = next(j for j, p in enumerate(options.providers) if p.provider_id == provider_id)
    reasons = Reasons(facts)
    refused = {
        (r.package_id, r.provider_id): r.reason
        for r in reversed(find_eligible(facts.project, options).refusals)
        if r.platform_id is None
    }
    for k, package in enumerate(facts.packages):
        quotes = any(int(options.lead[i]) == number for i in options.of_package[k])
        if not quotes or any(party.provider_id == provider_id for party, _ in _parties(facts, k)):
            continue
        way = reasons.homes(k).get(number)
        chosen = int(facts.choice[k])
        if way is None:
            by, why = None, refused.get((package.package_id, provider_id), RULED_OUT)
        elif not facts.assigned[k] or not cost[chosen] > 0:
            by, why = None, "left undone: the scenario allows it" if not facts.assigned[k] else CHEAPER
        else:
            by = float(cost[way] / cost[chosen] - 1)
            why = SAME if abs(by) < SAME_SHARE else DEARER if by > 0 else CHEAPER
        yield package.package_id, package.process.name, _language(package), by, why


def _readme(
    project: Project, result: Result, name: str, counts: tuple[int, int, int]
) -> Iterator[tuple[str, object, str]]:
    yield ("Scope sheet", None, "")
    yield ("For", name, "")
    yield ("From", project.settings.name or project.settings.company_id, "")
    yield ("Plan", result.scenario_name or result.scenario_id, "")
    yield ("Sheets", None, "")
    yield ("Scope", f"{counts[0]} demand streams: what you would do, how much of it, how well", "")
    yield ("Hand-offs", f"{counts[1]} hand-offs to or from other parties, each with its owner", "")
    yield ("Not won", f"{counts[2]} pieces of work you quoted for that go elsewhere, and by how much", "")
    yield ("How to read it", None, "")
    yield ("Volumes", "averages of the months of the plan; handle times are today's", "")
    yield ("Lost by", "how much dearer your cheapest way is than the way chosen, each by itself", "")
    yield ("Self-service in front", "customers try it first; what it does not settle goes to people", "")
    yield ("What this is", "a plan to talk about, and no order", "")
