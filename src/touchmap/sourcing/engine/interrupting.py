"""Stopping a solver from outside."""

from __future__ import annotations

from collections.abc import Callable

import highspy


def interrupt(model: highspy.Highs, stop: Callable[[], bool]) -> None:
    """Ask in every search of a model whether to stop it."""
    kinds = highspy.cb.HighsCallbackType

    def asked(
        _kind: highspy.cb.HighsCallbackType,
        _text: str,
        _out: highspy.cb.HighsCallbackOutput,
        into: highspy.cb.HighsCallbackInput,
        *_: object,
    ) -> None:
        into.user_interrupt = stop()

    model.setCallback(asked, None)
    for kind in (kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt, kinds.kCallbackIpmInterrupt):
        model.startCallback(kind)
