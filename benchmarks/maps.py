"""Measuring and drawing large maps, beside Graphviz finding the ways of the links itself:
``python -m benchmarks.maps``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.page import put_section

ROOT = Path(__file__).resolve().parents[1]
HEADING = "## Map"
MEASURED = 1500
"""Touchpoints of the map that is measured."""
DRAWN = (40, 150)
"""Touchpoints of the maps that are drawn."""
RUNS = 3
"""The best of so many counts."""
LIMIT = 300.0
"""Seconds after which a drawing is stopped."""
SECTION = """{heading}

Maps made up by `benchmarks/map_instance.py`; `python -m benchmarks.maps`, best of {runs}, in seconds of the
processor.
{busy}
Measuring {measured:,} touchpoints ({processes:,} processes, {links:,} links): the graph {graph:.2f} s; all
measures of the map, with a graph of their own, {measures:.2f} s.

Drawing a journey map as SVG, the start of Graphviz's process included. *Ours* runs Graphviz with the ways of
the links that touchmap has found; *Graphviz* draws the same cards in the same places, and finds its own ways
around them (`splines=true`). Both without the emotion curve and the names of lanes and stages: where two
nodes touch, Graphviz gives up and draws straight lines across the cards.

| touchpoints | links | compose s | ours: draw s | Graphviz: draw s | ours / Graphviz |
| --- | --: | --: | --: | --: | --: |
{rows}
"""


def best(work: Callable[[], Any], runs: int = RUNS) -> tuple[float, Any]:
    """Seconds of the processor, child processes included, of the quickest of some runs; the last result."""
    seconds, result = [], None
    for _ in range(runs):
        start = sum(os.times()[:4])
        result = work()
        seconds.append(sum(os.times()[:4]) - start)
    return min(seconds), result


def measured() -> dict[str, Any]:
    """Graph and all measures of a large map."""
    from benchmarks.map_instance import map_project
    from touchmap.journey.graph import build_graph
    from touchmap.journey.measures import measure

    project = map_project(MEASURED)
    seconds, graph = best(lambda: build_graph(project))
    return {
        "graph": seconds,
        "measures": best(lambda: measure(project))[0],
        "processes": len(project.processes),
        "links": graph.number_of_edges(),
    }


def drawn(touchpoints: int) -> dict[str, Any]:
    """Compose a map and draw it both ways."""
    from benchmarks.map_instance import map_project
    from touchmap.report.map.dot import to_dot
    from touchmap.report.map.drawing import map_scene
    from touchmap.report.map.graphviz import DrawingError, render

    project = map_project(touchpoints)
    compose, scene = best(lambda: map_scene(project))
    # Where two nodes touch, Graphviz gives up and draws straight lines across the cards.
    scene = replace(scene, notes=(), dots=())
    bare = replace(scene, links=tuple(replace(link, path=()) for link in scene.links))
    ours, _ = best(lambda: render(to_dot(scene), "svg", engine="nop2"))
    said: dict[str, Any] = {"compose": compose, "ours": ours, "links": len(scene.links)}
    try:
        said["peer"], _ = best(lambda: render(to_dot(bare), "svg", engine="nop2", seconds=LIMIT), runs=1)
    except DrawingError:
        said["peer"] = None
    return said


def run(task: str) -> dict[str, Any]:
    """Let one task run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.maps", "--task", task]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def section(load: float) -> str:
    """Measure everything; the part of docs/performance.md about the map."""
    rows = []
    for count in DRAWN:
        said = run(str(count))
        peer = f"{said['peer']:.2f}" if said["peer"] else f"stopped after {LIMIT:g}"
        ratio = f"{said['ours'] / (said['peer'] or LIMIT):.2f}"
        rows.append(
            f"| {count} | {said['links']:,} | {said['compose']:.2f} | {said['ours']:.2f} | {peer} "
            f"| {ratio if said['peer'] else f'< {ratio}'} |"
        )
    return SECTION.format(
        heading=HEADING,
        runs=RUNS,
        busy=f"Other work ran beside it (load {load:.1f}).\n" if load > 0.5 else "",
        measured=MEASURED,
        rows="\n".join(rows),
        **run("measures"),
    )


def main() -> int:
    """Measure, print, and write the section into docs/performance.md."""
    if sys.argv[1:2] == ["--task"]:
        task = sys.argv[2]
        print(json.dumps(measured() if task == "measures" else drawn(int(task))))
        return 0
    text = section(os.getloadavg()[0])
    print(text)
    put_section(HEADING, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
