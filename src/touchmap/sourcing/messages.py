"""What a solver process says to its parent: one JSON object a line."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import asdict
from typing import Any

import numpy as np

from touchmap.sourcing.culprits import Culprits
from touchmap.sourcing.fence import Outcome
from touchmap.sourcing.search import Found


def say(kind: str, **data: Any) -> None:
    """Write one message; what is not finite becomes null."""
    clean = {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in data.items()}
    sys.stdout.write(json.dumps({"kind": kind, **clean}) + "\n")
    sys.stdout.flush()


def say_found(found: Found, **data: Any) -> None:
    """Write what a search found."""
    say(
        "found",
        outcome=found.outcome.value,
        choice=None if found.choice is None else [int(i) for i in found.choice],
        objective=found.objective,
        bound=found.bound,
        seconds=found.seconds,
        message=found.message,
        ties_settled=found.ties_settled,
        is_shared=found.is_shared,
        blocked=list(found.blocked),
        culprits=None if found.culprits is None else asdict(found.culprits),
        **data,
    )


def found_of(said: dict[str, Any]) -> Found:
    """Read what `say_found` wrote."""
    choice = None if said["choice"] is None else np.array(said["choice"])
    return Found(
        Outcome(said["outcome"]),
        choice,
        number(said["objective"], math.inf),
        number(said["bound"], -math.inf),
        said["seconds"],
        said["message"],
        said["ties_settled"],
        tuple(said["blocked"]),
        _culprits(said["culprits"]),
        said["is_shared"],
    )


def number(value: float | None, missing: float) -> float:
    """Read a number that was not finite when it was written."""
    return missing if value is None else value


def _culprits(said: dict[str, Any] | None) -> Culprits | None:
    return None if said is None else Culprits(said["without_rules"], tuple(said["alone"]))
