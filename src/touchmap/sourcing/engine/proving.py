"""The proof: a search of the whole program that is told of better solutions found elsewhere."""

from __future__ import annotations

import highspy
import numpy as np

from touchmap.sourcing.engine.incumbent import Incumbent


def prove(model: highspy.Highs, incumbent: Incumbent) -> highspy.HighsModelStatus:
    """Search a whole program until it is over; solutions and bounds go to the incumbent and come from it."""
    kinds = highspy.cb.HighsCallbackType
    given = np.inf

    def heard(
        kind: highspy.cb.HighsCallbackType,
        _text: str,
        out: highspy.cb.HighsCallbackOutput,
        into: highspy.cb.HighsCallbackInput,
        *_: object,
    ) -> None:
        nonlocal given
        if kind == kinds.kCallbackMipImprovingSolution:
            incumbent.take(np.array(out.mip_solution, dtype=np.float64), float(out.objective_function_value))
        elif kind == kinds.kCallbackMipUserSolution:
            if incumbent.values is not None and incumbent.objective < given:
                given = incumbent.objective
                into.setSolution(incumbent.values)
        else:
            incumbent.raise_bound(float(out.mip_dual_bound))
            into.user_interrupt = incumbent.is_over

    model.setCallback(heard, None)
    asked = (
        kinds.kCallbackMipImprovingSolution,
        kinds.kCallbackMipUserSolution,
        kinds.kCallbackMipLogging,
        kinds.kCallbackMipInterrupt,
    )
    for kind in asked:
        model.startCallback(kind)
    model.run()
    for kind in asked:
        model.stopCallback(kind)
    status = model.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        incumbent.take(
            np.array(model.getSolution().col_value), float(model.getInfo().objective_function_value)
        )
    if status != highspy.HighsModelStatus.kInfeasible:
        incumbent.raise_bound(float(model.getInfo().mip_dual_bound))
    return status
