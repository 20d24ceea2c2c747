"""When a package can leave today's arrangement: months until the contract and the mending allow it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from touchmap.costing.contracts import months_left, notice_months
from touchmap.costing.readiness import is_unready
from touchmap.project import Project
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Ints, Options
from touchmap.work.today import today_of

Bools = npt.NDArray[np.bool_]


def start_delays(project: Project, options: Options) -> Array:
    """Months for which today's arrangement still runs before each option starts, shape (options,).

    0 for staying. A contract is left at its end, or after its notice against the exit fee, whichever
    comes first; work whose contract's party goes on taking part is free at once. Unhealthy work that
    moves to others waits until it is mended.
    """
    third = np.array([not p.is_own for p in options.providers] + [False])
    contract, bound_to = np.zeros(len(options.packages)), np.full(len(options.packages), NONE)
    mended = np.zeros(len(options.packages))
    for k, today in enumerate(today_of(project, options.packages)):
        if today.contract_id is not None:
            contract[k] = _release(project, today.contract_id)
            bound_to[k] = options.position[project.contract(today.contract_id).provider_id]
        mended[k] = _mended(project, options.packages[k].process.process_id)
    leaves = leaves_party(options, bound_to)
    delay = np.maximum(
        np.where(leaves, contract[options.package], 0.0),
        np.where(third[options.people] & options.moves, mended[options.package], 0.0),
    )
    known = options.is_known & ~options.is_today
    result: Array = np.where(known, np.minimum(delay, project.settings.horizon_months), 0.0)
    return result


def leaves_party(options: Options, party: Ints) -> Bools:
    """Whether each option is done without a party of today's, shape (options,).

    Parameters
    ----------
    party
        Party of each package, `NONE` for none, shape (packages,).
    """
    bound = party[options.package]
    result: Bools = (bound != NONE) & (options.people != bound) & (options.platform != bound)
    return result


def _release(project: Project, contract_id: str) -> float:
    left, notice = months_left(project, contract_id), notice_months(project, contract_id)
    return float(notice if left is None else min(notice, left))


def _mended(project: Project, process_id: str) -> float:
    process, start = project.process(process_id), project.settings.start_on
    if start is None or process.remediation_on is None or not is_unready(project, process_id):
        return 0.0
    on = process.remediation_on
    return float(max(0, (on.year - start.year) * 12 + on.month - start.month))
