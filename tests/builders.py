"""Tiny companies for tests, with figures that can be derived by hand.

1000 contacts of 322.56 s are 89.6 handle hours, 112 logged hours (÷ 0.80 occupied) and 1 paid FTE
(÷ 0.70 present ÷ 160 paid hours). OWN costs 20 and VEN 10 a logged hour: 2240 and 1120 an FTE-month.
A plan lasts the twelve months of 2027, is not discounted, and puts nothing on top of prices, unless
a test says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.evaluation import Evaluation, evaluate_choice
from touchmap.project import (
    Contract,
    DemandStream,
    Entity,
    Handoff,
    Offer,
    Process,
    Project,
    Provider,
    ProviderLanguage,
    Settings,
    TodayRow,
)
from touchmap.work.options import NONE, Options, build_options
from touchmap.work.packages import Package, build_packages

SECONDS = 322.56
"""Handle time at which 1000 contacts a month are 1 FTE."""
P1, P2 = "P1/nl/*/*", "P2/nl/*/*"
"""Packages of the processes P1 and P2 where nothing is split."""


def process(process_id: str = "P1", **fields: Any) -> Process:
    """A process that can be measured and written down."""
    usual = {"name": process_id, "metric_clarity": 5, "codifiability": 5}
    return Process(process_id=process_id, **(usual | fields))


def stream(demand_id: str = "D1", contacts: float = 1000, **fields: Any) -> DemandStream:
    """Phone calls in Dutch for P1: 1 FTE."""
    usual = {"process_id": "P1", "language": "nl", "handle_seconds": SECONDS}
    return DemandStream(demand_id=demand_id, contacts_per_month=contacts, **(usual | fields))


def own(provider_id: str = "OWN", **fields: Any) -> Provider:
    """Own staff at 20 a logged hour, all of whom can be sent home unpaid."""
    usual = {"name": provider_id, "sourcing_model": "in_house", "base_rate": 20, "flex_share": 1}
    return Provider(provider_id=provider_id, **(usual | fields))


def vendor(provider_id: str = "VEN", **fields: Any) -> Provider:
    """A third party at 10 a logged hour."""
    usual = {"name": provider_id, "sourcing_model": "nearshore", "country": "PL", "base_rate": 10}
    return Provider(provider_id=provider_id, **(usual | fields))


def platform(provider_id: str = "BOT", **fields: Any) -> Provider:
    """A self-service platform."""
    usual = {"name": provider_id, "sourcing_model": "self_service", "kind": "platform"}
    return Provider(provider_id=provider_id, **(usual | fields))


def offer(offer_id: str = "O1", provider_id: str = "VEN", price: float = 1, **fields: Any) -> Offer:
    """An offer by the logged hour for anything."""
    return Offer(offer_id=offer_id, provider_id=provider_id, price=price, **fields)


def front(share: float = 0.4, price: float = 0, **fields: Any) -> Offer:
    """BOT's offer in front of phone calls; in practice it takes the whole of `share` off people."""
    usual = {
        "pricing_model": "per_resolution",
        "containment_share": share,
        "achieved_share": 1,
        "channel": "phone",
    }
    return offer("BOT-TALK", "BOT", price, **(usual | fields))


def web(price: float = 0, **fields: Any) -> Offer:
    """BOT's offer for web pages."""
    return offer("BOT-WEB", "BOT", price, **({"pricing_model": "per_contact", "channel": "web"} | fields))


def speaks(provider_id: str = "VEN", language: str = "nl", **fields: Any) -> ProviderLanguage:
    """A language a provider lists."""
    return ProviderLanguage(provider_id=provider_id, language=language, **fields)


def today(demand_id: str, provider_id: str | None, **fields: Any) -> TodayRow:
    """Who does a stream today."""
    return TodayRow(demand_id=demand_id, provider_id=provider_id, **fields)


def contract(provider_id: str = "VEN", **fields: Any) -> Contract:
    """The contract C1 with a provider."""
    return Contract(contract_id="C1", provider_id=provider_id, **fields)


def handoff(from_id: str = "P1", to_id: str = "P2", contacts: float = 100, **fields: Any) -> Handoff:
    """100 hand-offs a month from P1 to P2."""
    usual = {"handoff_id": f"{from_id}-{to_id}", "from_process_id": from_id, "to_id": to_id}
    return Handoff(contacts_per_month=contacts, **(usual | fields))


def company(*rows: Entity, **settings: Any) -> Project:
    """A project of these rows, in whatever order; without any process P1 is added."""
    usual = {
        "home_country": "NL",
        "start_on": "2027-01-01",
        "horizon_months": 12,
        "discount_rate": 0,
        "contingency_share": 0,
        "unclear_contingency_share": 0,
    }
    tables: dict[str, list[Entity]] = {}
    for row in rows:
        tables.setdefault(row.table_name, []).append(row)
    tables.setdefault("processes", [process()])
    return Project(settings=Settings(**(usual | settings)), **{name: tuple(r) for name, r in tables.items()})


def packages_of(*rows: Entity, **settings: Any) -> dict[str, Package]:
    """Packages of a project of these rows, by id."""
    return {k.package_id: k for k in build_packages(company(*rows, **settings))}


def options_of(*rows: Entity, **settings: Any) -> Options:
    """Options of a project of these rows."""
    project = company(*rows, **settings)
    return build_options(project, build_packages(project))


def costing_of(*rows: Entity, **settings: Any) -> Costing:
    """Costing of a project of these rows."""
    return build_costing(company(*rows, **settings))


def home_of(options: Options, i: int) -> str:
    """Who does an option: ``VEN``, ``VEN+BOT`` or ``+BOT``."""
    option = options.options[i]
    behind = "" if option.platform_id is None else f"+{option.platform_id}"
    return (option.provider_id or "") + behind


def homes_of(options: Options, package_id: str = P1) -> list[str]:
    """Who could do a package, in the order of options."""
    k = [p.package_id for p in options.packages].index(package_id)
    return [home_of(options, int(i)) for i in options.of_package[k]]


def find(options: Options, home: str, package_id: str = P1) -> int:
    """The option of a package with this home, such as ``VEN+BOT``; there must be exactly one."""
    k = [p.package_id for p in options.packages].index(package_id)
    found = [int(i) for i in options.of_package[k] if home_of(options, int(i)) == home]
    assert len(found) == 1, (
        f"{package_id} has {len(found)} options {home!r}; there are {homes_of(options, package_id)}"
    )
    return found[0]


def plan(
    costing: Costing, moved: str | Mapping[str, str | None] | None = None, per_contact: float = 0
) -> Evaluation:
    """Today's plan but for some packages; a home alone stands for P1, none for work left undone."""
    homes = moved if isinstance(moved, Mapping) else {} if moved is None else {P1: moved}
    choice = np.array(costing.options.today)
    ids = [p.package_id for p in costing.options.packages]
    for package_id, home in homes.items():
        choice[ids.index(package_id)] = NONE if home is None else find(costing.options, home, package_id)
    return evaluate_choice(costing, choice, per_contact)


def lines(costing: Costing, moved: str | Mapping[str, str | None] | None = None) -> dict[str, float]:
    """Cost lines of `plan`."""
    return plan(costing, moved).lines
