"""People who keep a language pool open: hired, trained, replaced and set free like all own staff."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines import attrition_cover, hiring, training
from touchmap.costing.lines.pool_opening import Pool
from touchmap.costing.lines.valley_work import saved_fte
from touchmap.costing.shapes import Charge
from touchmap.project.stems import Structural
from touchmap.work.calendar import Array
from touchmap.work.options import Ints


def charges(frame: Frame) -> Iterator[Charge]:
    """What those who keep each own pool open cost besides their pay, owed once the pool is open.

    Attrition cover while it is open; hiring and training if nothing opens it today.
    """
    options = frame.options
    for pool in _pools(frame):
        hire = float(hiring.per_fte(frame)[pool.openers[0]])
        train = mean_of(training.per_fte(frame)[pool.openers], frame.fte[pool.openers])
        provider = options.providers[pool.provider]
        leaving = attrition_cover.cover(np.array([pool.opening_fte]), provider.attrition, hire + train)
        monthly = float(leaving[0])
        worth = frame.calendar.weights(float(frame.prices.escalations[pool.provider])).sum(axis=1)
        running = monthly * frame.months
        yield _charge(frame, pool, "attrition_cover", monthly * worth, pool.openers, running=running)
        if not np.isin(frame.today, pool.openers).any():
            coming = pool.openers[options.moves[pool.openers] & options.is_known[pool.openers]]
            yield _charge(frame, pool, "hiring", frame.once(pool.opening_fte * hire), coming)
            yield _charge(frame, pool, "training", frame.once(pool.opening_fte * train), coming)


def _pools(frame: Frame) -> list[Pool]:
    """Own pools that take people to keep open."""
    project = frame.project
    if not (project.settings.staffing_curve or any(row.opening_fte for row in project.provider_languages)):
        return []
    return [p for p in frame.pools if frame.own[p.provider] and p.opening_fte and len(p.openers)]


def _charge(
    frame: Frame, pool: Pool, line: str, amount: Array, members: Ints, *, running: float = 0.0
) -> Charge:
    provider_id = frame.options.providers[pool.provider].provider_id
    key = f"{line} · {provider_id}/{pool.language}"
    return Charge(line, Structural.CHARGED_ONCE, key, pool.provider, amount, running, members)


def mean_of(values: Array, weights: Array) -> float:
    """Mean by weight, the plain one where nothing weighs.

    >>> mean_of(np.array([100.0, 400.0]), np.array([2.0, 1.0])), mean_of(np.array([1.0, 3.0]), np.zeros(2))
    (200.0, 2.0)
    """
    return float(np.average(values, weights=weights)) if weights.sum() > 0 else float(values.mean())


def opening_today(frame: Frame) -> Array:
    """Average own FTE that keep pools open today, by each package's part of the pool's FTE, (packages,).

    Less what they do of work that can wait, since its FTE are counted with it.
    """
    options, average = frame.options, frame.calendar.average
    out = np.zeros(len(options.packages))
    for pool in _pools(frame):
        opening = frame.today[np.isin(frame.today, pool.openers)]
        if not len(opening):
            continue
        inside = frame.today[np.isin(frame.today, pool.members)]
        busy = saved_fte(frame.waiting_fte[inside].sum(axis=0), pool.valley_fte)
        staff = max(0.0, pool.opening_fte - float(average(busy[None, :])[0]))
        work = frame.fte[opening]
        part = work / work.sum() if work.sum() > 0 else np.full(len(work), 1 / len(work))
        out[options.package[opening]] += staff * part
    return out
