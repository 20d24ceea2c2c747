"""Questions about the samples beside their goals: ``python -m benchmarks.questions``.

Each question is asked in a process of its own, which has nothing remembered; where there is a plan, it is
solved before and handed over, as a page that shows the plan would do. Writes the section on questions in
docs/performance.md anew.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.page import put_section

ROOT = Path(__file__).resolve().parents[1]
HEADING = "## Questions"
SCENARIOS = (("telecom_isp", "blended"), ("insurer", "blended"), ("online_retailer", "blended"))
NO_PLAN = ("online_retailer", "as_asked")
"""A scenario with a clash."""
GOALS = {
    "explain": 2.0,
    "rule prices": 20.0,
    "clash": 10.0,
    "frontier": 30.0,
    "alternatives": 20.0,
    "stress": 180.0,
}
"""Seconds on two cores."""
LABELS = {
    "explain": "explain one process",
    "rule prices": "all rule prices",
    "clash": "clash with repairs",
    "frontier": "20 frontier points",
    "alternatives": "5 alternatives",
    "stress": "200 draws solved anew",
}
KNOWN_GAP = 1e-3
"""Gap of the plan that is asked about."""
SECTION = """{heading}

Asked by `python -m benchmarks.questions` of the samples, each in a process of its own that remembers nothing,
with two processes that solve. Where there is a plan it is known before, as where a page shows it; the
process is the one with the most open homes. *Seconds* are by the clock, *processor* those of all processes
together: half of them is what two cores of their own would take. *Goal* is by the clock on two cores.
*Solving* is the part of the processor's time that goes into searches; the rest is starting, pricing,
building programs and checking plans.{busy}

| company | question | seconds | processor | goal | within | solves | solving | what came of it |
| --- | --- | --: | --: | --: | --- | --: | --: | --- |
{rows}
"""


def task(sample: str, scenario: str, question: str, draws: int) -> dict[str, Any]:
    """Ask one question and say what it took."""
    import touchmap
    from touchmap.analysis import asking

    project = touchmap.example(sample)
    known = None
    if question in ("explain", "rule prices", "alternatives"):
        known = touchmap.solve(project, scenario, gap=KNOWN_GAP)
    spent = Counter[str]()
    concluded = vars(asking)["conclude"]

    def counted(costing: Any, wanted: Any, found: Any, limits: Any) -> Any:
        spent["solves"] += 1
        spent["solving"] += found.seconds
        return concluded(costing, wanted, found, limits)

    vars(asking)["conclude"] = counted
    before, started = sum(os.times()[:4]), time.perf_counter()
    told = ASKED[question](project, scenario, known, draws)
    seconds = time.perf_counter() - started
    if question == "stress":
        from joblib.externals.loky import get_reusable_executor

        get_reusable_executor(reuse=True).shutdown(wait=True)
    cpu = sum(os.times()[:4]) - before
    return {"seconds": seconds, "cpu": cpu, "told": told, **spent}


def _explain(project: Any, scenario: str, known: Any, _: int) -> str:
    from touchmap.analysis.explain import explain

    found = explain(project, _busiest(project, scenario), scenario, known=known)
    prices = [h for w in found.works for h in w.homes if h.price is not None]
    return f"{sum(h.proven for h in prices)} of {len(prices)} forced prices proven, the others between limits"


def _busiest(project: Any, scenario: str) -> str:
    """Process whose packages have the most homes to choose from."""
    from touchmap.costing.costing import build_costing
    from touchmap.project import find_scenario
    from touchmap.sourcing.gates import GateFacts
    from touchmap.sourcing.search import admit

    costing = build_costing(project)
    left = admit(costing, find_scenario(project, scenario), GateFacts(costing)).open
    options = costing.options
    homes = {(int(options.package[i]), int(options.lead[i])) for i in left.nonzero()[0]}
    count = Counter(options.packages[k].process.process_id for k, _ in sorted(homes))
    return count.most_common(1)[0][0]


def _rule_prices(project: Any, scenario: str, known: Any, _: int) -> str:
    from touchmap.analysis.rule_prices import rule_prices

    found = rule_prices(project, scenario, known=known).prices
    return f"{sum(p.proven for p in found)} of {len(found)} proven, the others between limits"


def _clash(project: Any, scenario: str, _: Any, __: int) -> str:
    from touchmap.analysis.clash import find_clash

    found = find_clash(project, scenario)
    minimal = sum(s.is_minimal for s in found.sets)
    return f"{len(found.sets)} sets, {minimal} proven minimal; {len(found.repairs)} repairs priced"


def _frontier(project: Any, scenario: str, _: Any, __: int) -> str:
    from touchmap.analysis.frontier import frontier

    found = frontier(project, scenario)
    worst = max(p.cost_tolerance / abs(p.total) for p in found.points)
    return (
        f"{len(found.points)} points, beaten by at most {100 * worst:.1f} % of cost; "
        f"none missed by more than {found.missed:.2f} points of quality"
    )


def _alternatives(project: Any, scenario: str, known: Any, _: int) -> str:
    from touchmap.analysis.alternatives import alternatives

    found = alternatives(project, scenario, known=known)
    return f"{len(found.plans) - 1} plans within {100 * found.within:g} %"


def _stress(project: Any, scenario: str, _: Any, draws: int) -> str:
    from touchmap.analysis.stress import stress

    found = stress(project, scenario, draws, reoptimise=draws, beside=(), futures=0)
    return ", ".join(f"{n} {outcome}" for outcome, n in sorted(found.outcomes.items()))


ASKED: dict[str, Callable[[Any, str, Any, int], str]] = {
    "explain": _explain,
    "rule prices": _rule_prices,
    "clash": _clash,
    "frontier": _frontier,
    "alternatives": _alternatives,
    "stress": _stress,
}


def measure(sample: str, scenario: str, question: str, draws: int) -> dict[str, Any]:
    """Ask one question in a process of its own."""
    what = json.dumps([sample, scenario, question, draws])
    command = [sys.executable, "-m", "benchmarks.questions", "--task", what]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def row(sample: str, question: str, said: dict[str, Any], draws: int) -> str:
    """One line of the table."""
    goal = GOALS[question]
    limit = goal * draws / 200 if question == "stress" else goal
    within = "yes" if said["seconds"] < limit else "by processor" if said["cpu"] / 2 < limit else "no"
    solving = f"{min(1.0, said['solving'] / said['cpu']):.0%}" if said.get("solving") else ""
    label = LABELS[question].replace("200", str(draws)) if question == "stress" else LABELS[question]
    cells = [sample, label, f"{said['seconds']:.1f}", f"{said['cpu']:.1f}", f"{limit:g}", within]
    return f"| {' | '.join([*cells, str(said.get('solves', '')), solving, said['told']])} |"


def section(load: float, draws: int = 200) -> str:
    """Measure everything; the part of docs/performance.md about questions."""
    asked = [(s, c, q) for s, c in SCENARIOS for q in GOALS if q != "clash"]
    rows = []
    for sample, scenario, question in [*asked, (*NO_PLAN, "clash")]:
        print(f"{sample} {scenario}: {question}", file=sys.stderr, flush=True)
        rows.append(row(sample, question, measure(sample, scenario, question, draws), draws))
    return SECTION.format(
        heading=HEADING,
        busy=f" Other work ran beside it (load {load:.1f})." if load > 0.5 else "",
        rows="\n".join(rows),
    )


def main() -> int:
    """Measure, print, and write the section anew; ``--draws N``: fewer draws, to a goal in proportion."""
    if sys.argv[1:2] == ["--task"]:
        print(json.dumps(task(*json.loads(sys.argv[2]))))
        return 0
    draws = int(sys.argv[2]) if sys.argv[1:2] == ["--draws"] else 200
    text = section(os.getloadavg()[0], draws)
    print(text)
    put_section(HEADING, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
