"""Exit fees: leaving a contract of today before its end."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.contracts import is_free_to_leave, months_left
from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import Charge
from touchmap.project.stems import Structural
from touchmap.work.calendar import Array
from touchmap.work.today import today_of

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Exit fees",
    "once per contract left early",
    "contracts.exit_fee, providers.exit_fee_months",
    "usual 1–3 months of the bill",
)


def fee(stated: float | None, months: float, bill: float) -> float:
    """What leaving costs: the amount stated, else months of today's bill.

    >>> fee(None, 2, 1120.0), fee(0.0, 2, 1120.0)
    (2240.0, 0.0)
    """
    return months * bill if stated is None else stated


def charges(frame: Frame, people_bill: Array, platform_bill: Array) -> Iterator[Charge]:
    """Leaving each contract before its end, once; free where the notice lasts to its end.

    Work that starts elsewhere only at the end of the term costs no fee.

    Parameters
    ----------
    people_bill, platform_bill
        Average monthly bill of each option's people and platform, shape (options,).
    """
    options, project = frame.options, frame.project
    under: dict[str, list[int]] = {}
    for k, today in enumerate(today_of(project, options.packages)):
        if today.contract_id is not None and options.today[k] >= 0:
            under.setdefault(today.contract_id, []).append(k)
    for contract_id, packages in sorted(under.items()):
        contract = project.contract(contract_id)
        j = options.position[contract.provider_id]
        if is_free_to_leave(project, contract_id):
            continue
        done = options.today[packages]
        bill = float((people_bill[done] * (options.people[done] == j)).sum())
        bill += float((platform_bill[done] * (options.platform[done] == j)).sum())
        owed = fee(contract.exit_fee, options.providers[j].exit_fee_months, bill)
        if owed:
            left = months_left(project, contract_id)
            early = np.ones(len(frame.delays), dtype=bool) if left is None else frame.delays < left
            inside = np.isin(options.package, packages)
            yield Charge(
                "exit_fee",
                Structural.CHARGED_ONCE,
                contract_id,
                j,
                frame.once(owed),
                0.0,
                np.flatnonzero(inside & early & (options.people != j) & (options.platform != j)),
                True,
                tuple(packages),
            )
