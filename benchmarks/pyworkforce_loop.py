"""pyworkforce over the queues of a file, one after the other; runs in an environment that has it.

``python pyworkforce_loop.py queues.json 600``: prints seconds and agents as one JSON object, and stops after
so many seconds.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

from pyworkforce.queuing import ErlangC


def main() -> None:
    """Staff every queue."""
    data = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    longest, agents = float(sys.argv[2]), []
    start = time.process_time()
    for calls, handle, level, threshold, cap in zip(*data.values(), strict=True):
        queue = ErlangC(transactions=calls, aht=handle / 60, asa=threshold / 60, interval=30)
        agents.append(queue.required_positions(service_level=level, max_occupancy=cap)["raw_positions"])
        if time.process_time() - start > longest:
            break
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "agents": agents, "version": version("pyworkforce")}))


if __name__ == "__main__":
    main()
