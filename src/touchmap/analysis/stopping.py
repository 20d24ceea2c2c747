"""Stopping a question within a second, from whatever thread it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

POLL_SECONDS = 0.2
"""How often a question asks whether to stop."""

Stop = Callable[[], bool]
"""Asked several times a second, from another thread, whether to stop."""


class Stopped(Exception):  # noqa: N818 - no error: somebody wanted it
    """Somebody asked a question to stop before it had an answer."""


@contextmanager
def stopping(cancel: Callable[[], None], stop: Stop | None) -> Iterator[None]:
    """Call a function once as soon as a question shall stop, while the body runs.

    Parameters
    ----------
    cancel
        Stops what is being calculated; the body then comes to its end by itself.
    stop
        None: never.
    """
    if stop is None:
        yield
        return
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(POLL_SECONDS):
            if stop():
                cancel()
                return

    watcher = threading.Thread(target=watch, name="stop", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
