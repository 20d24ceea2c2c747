"""The hand-off pack: for each provider a workbook of its scope, its hand-offs, and what it did not win.

A sheet is made to be given to that provider: it holds no cost and no rate, and of other parties only those
it hands work to or gets it from.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from touchmap.analysis.facts import ResultFacts, facts_of
from touchmap.journey.cut import Cut, find_cut
from touchmap.journey.parties import COMPANY
from touchmap.plan import Result
from touchmap.project import DemandStream, Process, Project, Provider
from touchmap.report.assignment import stage_of
from touchmap.report.columns import Column, Kind, frame
from touchmap.report.reasons import SAME_SHARE, Reasons
from touchmap.report.sheets import Sheets
from touchmap.work.options import Ints
from touchmap.work.packages import Package, Piece
from touchmap.work.today import Today, today_of

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
"""Columns of a scope: one row for each demand stream of which a party does a part."""

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

PEOPLE, IN_FRONT, SELF_SERVICE = "people", "self-service in front", "self-service"
"""Parts of a demand stream: people's, a platform's before them, and a platform's that serves it alone."""
AS_TODAY, NEW, NOT_KNOWN = "as today", "new to you", "not known"
"""What changes for a party; the last where nobody wrote down who does the work today."""
NO_OWNER = "nobody yet"
DEARER = "dearer by itself, over the horizon and with everything the change costs"
SAME = "as dear by itself; what several packages share, or a limit on the whole plan, decides"
CHEAPER = "cheaper by itself; what several packages share, or a limit on the whole plan, decides"
NOT_POSSIBLE = "not possible with any of those it would work with"
LEFT_UNDONE = "left undone: the scenario allows it"
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
    busy = {party.provider_id for k in range(len(facts.packages)) for party in _parties(facts, k)}
    quoting = {offer.provider_id for offer in project.offers}
    return [p for p in project.providers if p.provider_id in busy | quoting]


def scope_table(project: Project, result: Result, provider_id: str) -> pd.DataFrame:
    """The work a plan gives to a provider: one row for each demand stream, columns `SCOPE_COLUMNS`."""
    return _scope_table(_Pack(facts_of(project, result)), provider_id)


def handoff_table(project: Project, result: Result, provider_id: str) -> pd.DataFrame:
    """Hand-offs between a provider and other parties, the heaviest first; own sites are one party."""
    return _handoff_table(_Pack(facts_of(project, result)), provider_id)


def lost_table(project: Project, result: Result, provider_id: str) -> pd.DataFrame:
    """Work a provider quotes for and does not get, the closest first.

    *Lost by* is how much dearer its cheapest open way is than the way chosen, each by itself and as a
    share of the latter; blank where it cannot or may not do the work, and where the way chosen costs
    nothing or brings money in.
    """
    return _lost_table(_Pack(facts_of(project, result)), provider_id)


def scope_sheet_bytes(project: Project, result: Result, provider_id: str) -> bytes:
    """What a plan means for one provider, as the bytes of an Excel workbook."""
    return _workbook_bytes(_Pack(facts_of(project, result)), provider_id)


def scope_pack_bytes(project: Project, result: Result) -> bytes:
    """One workbook for each provider of `pack_providers`, zipped."""
    pack, memory = _Pack(facts_of(project, result)), BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for provider in pack_providers(project, result):
            archive.writestr(
                f"scope-{provider.provider_id}.xlsx", _workbook_bytes(pack, provider.provider_id)
            )
    return memory.getvalue()


@dataclass(frozen=True)
class _Pack:
    """What every sheet of a pack looks up, found once."""

    facts: ResultFacts

    @cached_property
    def reasons(self) -> Reasons:
        """Which options are open in the scenario, and why others are not."""
        return Reasons(self.facts)

    @cached_property
    def today(self) -> tuple[Today, ...]:
        """Who does each package today."""
        return today_of(self.facts.project, self.facts.packages)

    @cached_property
    def cut(self) -> Cut:
        """Hand-offs between parties."""
        plan = self.facts.result.plan
        assert plan is not None  # noqa: S101
        return find_cut(self.facts.project, plan)


def _workbook_bytes(pack: _Pack, provider_id: str) -> bytes:
    import xlsxwriter

    project, result = pack.facts.project, pack.facts.result
    name = next(p.name for p in project.providers if p.provider_id == provider_id)
    memory = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, {"in_memory": True, **options}) as book:
        sheets = Sheets(book, project.settings.currency, footer=f"{project.settings.name} – {name}")
        scope = _scope_table(pack, provider_id)
        handoffs = _handoff_table(pack, provider_id)
        lost = _lost_table(pack, provider_id)
        sheets.pairs("Read-me", _readme(project, result, name, (len(scope), len(handoffs), len(lost))))
        sheets.table("Scope", SCOPE_COLUMNS, scope, total="Total of the rows shown")
        sheets.table("Hand-offs", HANDOFF_COLUMNS, handoffs)
        sheets.table("Not won", LOST_COLUMNS, lost)
    return memory.getvalue()


def _parties(facts: ResultFacts, k: int) -> Iterator[Provider]:
    """People and platform of a package."""
    yield from (party for party in (facts.people(k), facts.platform(k)) if party is not None)


def _handoff_table(pack: _Pack, provider_id: str) -> pd.DataFrame:
    project = pack.facts.project
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
        for found in pack.cut.handoffs
        if party in (found.from_party, found.to_party)
        for h in (found.handoff,)
    )
    return frame(HANDOFF_COLUMNS, rows)


def _scope_table(pack: _Pack, provider_id: str) -> pd.DataFrame:
    return frame(SCOPE_COLUMNS, _scope(pack, provider_id))


def _scope(pack: _Pack, provider_id: str) -> Iterator[tuple[object, ...]]:
    facts = pack.facts
    stages = {s.stage_id: s.name for s in facts.project.stages}
    systems = {s.system_id: s.name for s in facts.project.systems}
    uses: dict[str, list[str]] = {}
    for use in facts.project.process_systems:
        uses.setdefault(use.process_id, []).append(systems.get(use.system_id, use.system_id))
    for k, package in enumerate(facts.packages):
        process = package.process
        for piece, part, contacts in _parts(facts, k, provider_id):
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
                contacts,
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
                _change(pack.today[k], provider_id),
            )


def _parts(facts: ResultFacts, k: int, provider_id: str) -> Iterator[tuple[Piece, str, float]]:
    """Pieces of a package that a party serves: which part of each, and contacts in an average month."""
    if not facts.assigned[k]:
        return
    people, platform = facts.people(k), facts.platform(k)
    lines, options = facts.costing.lines, facts.costing.options
    first = int(options.first_line[facts.choice[k]])
    for n, piece in enumerate(facts.packages[k].pieces, first):
        by_people, by_platform = lines.people_offer[n] is not None, lines.platform_offer[n] is not None
        if people is not None and people.provider_id == provider_id and by_people:
            yield piece, PEOPLE, float(facts.costing.calendar.average(lines.people_contacts[n]))
        if platform is not None and platform.provider_id == provider_id and by_platform:
            visits = float(facts.costing.calendar.average(lines.platform_visits[n]))
            yield piece, IN_FRONT if by_people else SELF_SERVICE, visits


def _change(today: Today, provider_id: str) -> str:
    """What a party's part of a package is to it, beside who does the package today."""
    if not any(today.parties):
        return NOT_KNOWN
    return AS_TODAY if provider_id in today.parties else NEW


def _language(package: Package) -> str:
    return "" if package.language == "xx" else package.language


def _service_level(stream: DemandStream) -> str:
    if stream.service_level_share is None or stream.service_level_seconds is None:
        return ""
    return f"{stream.service_level_share:.0%} within {stream.service_level_seconds:g} s"


def _requirements(process: Process) -> str:
    return "; ".join((*process.regulated, *process.licence_required))


def _lost_table(pack: _Pack, provider_id: str) -> pd.DataFrame:
    rows = sorted(_lost(pack, provider_id), key=lambda row: (row[3] is None, row[3] or 0))
    return frame(LOST_COLUMNS, rows)


def _lost(pack: _Pack, provider_id: str) -> Iterator[tuple[str, str, str, float | None, str]]:
    facts, options = pack.facts, pack.facts.costing.options
    if facts.is_today:  # nobody lost what was never sought
        return
    bids = options.members.get(options.position[provider_id], np.zeros(0, dtype=np.int64))
    package_of_bid = options.package[bids]
    for k in dict.fromkeys(package_of_bid.tolist()):
        if any(party.provider_id == provider_id for party in _parties(facts, k)):
            continue
        package = facts.packages[k]
        by, why = _why_lost(pack, k, provider_id, bids[package_of_bid == k])
        yield package.package_id, package.process.name, _language(package), by, why


def _why_lost(pack: _Pack, k: int, provider_id: str, bids: Ints) -> tuple[float | None, str]:
    """By how much a party lost a package it could do in some ways, and why."""
    facts, reasons, cost = pack.facts, pack.reasons, pack.facts.costing.cost
    possible = reasons.eligibility.possible[bids]
    if not possible.any():
        told = (refusal.reason for refusal in reasons.eligibility.refusals_of(bids))
        return None, _own_reason(facts.project, provider_id, told)
    ways = bids[reasons.open[bids]]
    if not len(ways):
        return None, RULED_OUT
    if not facts.assigned[k]:
        return None, LEFT_UNDONE
    least, chosen = float(cost[ways].min()), float(cost[facts.choice[k]])
    more = least - chosen
    why = SAME if abs(more) <= SAME_SHARE * abs(chosen) else DEARER if more > 0 else CHEAPER
    return (more / chosen if chosen > 0 else None), why


def _own_reason(project: Project, provider_id: str, told: Iterable[str]) -> str:
    """The reason given for most ways of a party, but none that speaks of somebody else."""
    names = {p.provider_id: p.name for p in project.providers}
    own = names.pop(provider_id)
    others = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names.values()) or r"(?!)")
    mine = Counter(reason for reason in told if not others.search(reason.replace(own, "")))
    return mine.most_common(1)[0][0] if mine else NOT_POSSIBLE


def _readme(
    project: Project, result: Result, name: str, counts: tuple[int, int, int]
) -> Iterator[tuple[str, object, str]]:
    yield ("Scope sheet", None, "")
    yield ("For", name, "")
    yield ("From", project.settings.name or project.settings.company_id, "")
    yield ("Plan", result.scenario_name or result.scenario_id, "")
    yield ("Sheets", None, "")
    yield ("Scope", f"{counts[0]} parts of demand streams: what you would do, how much of it, how well", "")
    yield ("Hand-offs", f"{counts[1]} hand-offs to or from other parties, each with its owner", "")
    yield ("Not won", f"{counts[2]} pieces of work you quoted for that go elsewhere, and by how much", "")
    yield ("How to read it", None, "")
    yield (
        "Volumes",
        "what reaches people, or tries self-service, in an average month of the first year",
        "",
    )
    yield ("Handle times", "today's", "")
    yield ("Lost by", "how much dearer your cheapest way is than the way chosen, each by itself", "")
    yield ("Self-service in front", "customers try it first; what it does not settle goes to people", "")
    yield ("Self-service", "customers are served there and by nobody else", "")
    yield ("Change", "whether you do this part of the work today; not known where nobody wrote it down", "")
    yield ("What this is", "a plan to talk about, and no order", "")
