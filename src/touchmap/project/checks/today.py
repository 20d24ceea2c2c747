"""Today: who does each stream, under which contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from touchmap.errors import Issue
from touchmap.project.checks.finding import error, some, warning
from touchmap.project.model import Project
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, SplitLayer

STALE_MONTHS = 24
"""A contract nobody has looked at for longer than this is stale."""


def check_for_today_missing(project: Project) -> Iterator[Issue]:
    """Without today's provider of a stream the comparison with today is incomplete."""
    if not project.demand or not project.providers:
        return
    hint = "say in today who does it now; until then the comparison with today is incomplete"
    if not project.today:
        yield warning(
            "today_missing", "today", "", "does not say who does any of the work today", hint, value=0
        )
        return
    recorded = {t.demand_id for t in project.today}
    has_platform = any(p.is_platform for p in project.providers)
    for row in project.demand:
        nobody_there = row.channel in SELF_SERVICE_CHANNELS and not has_platform
        if row.demand_id not in recorded and not nobody_there:
            yield warning("today_missing", row, "demand_id", "has no row in today", hint)


def check_for_today_empty(project: Project) -> Iterator[Issue]:
    """A row of today names people, a platform or both."""
    for row in project.today:
        if row.provider_id is None and row.platform_id is None:
            hint = "fill provider_id or platform_id, or delete the row"
            yield error("today_empty", row, "provider_id", "names neither people nor a platform", hint)


def check_for_wrong_provider_kind(project: Project) -> Iterator[Issue]:
    """People stand in provider_id, platforms in platform_id."""
    platforms = {p.provider_id: p.is_platform for p in project.providers}
    for row in project.today:
        if row.provider_id is not None and platforms.get(row.provider_id) is True:
            hint = "write the platform into platform_id"
            yield error(
                "wrong_provider_kind", row, "provider_id", "names a platform where people are meant", hint
            )
        if row.platform_id is not None and platforms.get(row.platform_id) is False:
            hint = "write the people into provider_id, or correct the provider's kind"
            yield error(
                "wrong_provider_kind", row, "platform_id", "names people where a platform is meant", hint
            )


def check_for_today_people_on_self_service(project: Project) -> Iterator[Issue]:
    """Self-service on the web or with a bot is done by a platform."""
    channels = {d.demand_id: d.channel for d in project.demand}
    for row in project.today:
        if row.provider_id is not None and channels.get(row.demand_id) in SELF_SERVICE_CHANNELS:
            hint = "leave provider_id blank and name the platform, or correct the stream's channel"
            yield error(
                "today_people_on_self_service", row, "provider_id", "has people do self-service", hint
            )


def check_for_today_platform_alone(project: Project) -> Iterator[Issue]:
    """Behind a platform on a channel of people there is somebody who takes the rest."""
    channels = {d.demand_id: d.channel for d in project.demand}
    for row in project.today:
        channel = channels.get(row.demand_id)
        alone = row.platform_id is not None and row.provider_id is None
        if alone and channel is not None and channel not in SELF_SERVICE_CHANNELS:
            hint = "name in provider_id who takes the contacts the platform does not finish"
            what = f"has a platform alone on {channel}"
            yield warning("today_platform_alone", row, "platform_id", what, hint)


def check_for_today_split(project: Project) -> Iterator[Issue]:
    """Work that goes to one home is at several today."""
    by_channel = {p.process_id for p in project.processes if SplitLayer.CHANNEL in p.split_by}
    streams = {d.demand_id: d for d in project.demand}
    homes: dict[tuple[str, ...], set[str]] = {}
    for row in project.today:
        stream = streams.get(row.demand_id)
        if stream is not None and row.provider_id is not None:
            split = (stream.channel.value,) if stream.process_id in by_channel else ()
            homes.setdefault((stream.process_id, stream.language, *split), set()).add(row.provider_id)
    rows = {p.process_id: p for p in project.processes}
    for (process_id, language, *_), found in homes.items():
        if len(found) > 1 and process_id in rows:
            what = f"is done by several providers today in {language}; the largest counts"
            hint = "split the process by channel, or record the one that does most of it"
            yield warning(
                "today_split", rows[process_id], "process_id", what, hint, value=some(sorted(found))
            )


def check_for_key_competency_outside(project: Project) -> Iterator[Issue]:
    """A key competency is already in other hands."""
    third = {p.provider_id for p in project.providers if not p.is_own and not p.is_platform}
    keys = {p.process_id: p for p in project.processes if p.key_competency and not p.competency_override_by}
    of_stream = {d.demand_id: d.process_id for d in project.demand}
    found: dict[str, set[str]] = {}
    for row in project.today:
        process_id = of_stream.get(row.demand_id, "")
        if row.provider_id in third and process_id in keys:
            found.setdefault(process_id, set()).add(row.provider_id or "")
    for process_id, providers in found.items():
        what = "is a key competency that a third party does today"
        hint = "bring it home, or name in competency_override_by who allows it"
        yield warning(
            "key_competency_outside",
            keys[process_id],
            "key_competency",
            what,
            hint,
            value=some(sorted(providers)),
        )


def check_for_contract_of_another_provider(project: Project) -> Iterator[Issue]:
    """Work falls under a contract with the party that does it."""
    parties = {c.contract_id: c.provider_id for c in project.contracts}
    for row in project.today:
        party = parties.get(row.contract_id or "")
        if party is not None and party not in (row.provider_id, row.platform_id):
            what = f"falls under a contract with {party}, who does not do it"
            hint = "name the contract with the party that does the work"
            yield error("contract_of_another_provider", row, "contract_id", what, hint)


def check_for_offer_of_other_work(project: Project) -> Iterator[Issue]:
    """The offer that pays for work today is its provider's, and for that work."""
    offers = {o.offer_id: o for o in project.offers}
    streams = {d.demand_id: d for d in project.demand}
    for row in project.today:
        offer, stream = offers.get(row.offer_id or ""), streams.get(row.demand_id)
        if offer is None or stream is None:
            continue
        if offer.provider_id not in (row.provider_id, row.platform_id):
            what = f"is paid by an offer of {offer.provider_id}, who does not do it"
            hint = "name an offer of the provider or platform that does the work, or leave offer_id blank"
            yield error("offer_of_other_work", row, "offer_id", what, hint)
        elif (
            offer.process_id not in (None, stream.process_id)
            or (offer.channel and stream.channel not in offer.channel)
            or offer.language not in (None, stream.language)
        ):
            what = "is paid by an offer that is not for its process, channel and language"
            hint = "name the offer that covers this work, or leave offer_id blank"
            yield error("offer_of_other_work", row, "offer_id", what, hint)


def check_for_unused_contract(project: Project) -> Iterator[Issue]:
    """A contract nothing falls under has no effect."""
    used = {t.contract_id for t in project.today}
    for row in project.contracts:
        if row.contract_id not in used:
            hint = "name it in today at the work it covers, or delete it"
            yield warning("unused_contract", row, "contract_id", "covers no work of today", hint)


def check_for_dates_without_start(project: Project) -> Iterator[Issue]:
    """Dates mean something only once the plan has a first day."""
    if project.settings.start_on is not None:
        return
    hint = "fill start_on in the settings with the first day of the plan"
    for contract in project.contracts:
        if contract.ends_on is not None:
            yield error(
                "dates_without_start", contract, "ends_on", "has an end but the plan has no first day", hint
            )
    for process in project.processes:
        if process.remediation_on is not None:
            what = "is mended on a date but the plan has no first day"
            yield error("dates_without_start", process, "remediation_on", what, hint)


def check_for_contract_over(project: Project) -> Iterator[Issue]:
    """A contract that ended before the plan begins binds nobody."""
    start = project.settings.start_on
    for row in project.contracts:
        if start is not None and row.ends_on is not None and row.ends_on < start:
            hint = "enter the end of the current term, or leave it blank if it runs on"
            what = f"ends before the plan begins on {start}"
            yield warning("contract_over", row, "ends_on", what, hint)


def check_for_contract_stale(project: Project) -> Iterator[Issue]:
    """A contract designed years ago by colleagues long gone."""
    start = project.settings.start_on
    for row in project.contracts:
        if start is not None and row.last_reviewed is not None and _stale(row.last_reviewed, start):
            what = f"was last looked at more than {STALE_MONTHS} months before {start}"
            yield warning(
                "contract_stale", row, "last_reviewed", what, "review it before relying on its terms"
            )


def _stale(reviewed: date, start: date) -> bool:
    due = (reviewed.year * 12 + reviewed.month + STALE_MONTHS, reviewed.day)
    return due < (start.year * 12 + start.month, start.day)


def check_for_contract_owner_missing(project: Project) -> Iterator[Issue]:
    """Somebody at the client manages each contract."""
    for row in project.contracts:
        if not row.owner:
            hint = "name the client role that manages it"
            yield warning("contract_owner_missing", row, "owner", "has no owner", hint)
