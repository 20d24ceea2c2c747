"""The search beside general solvers: ``python -m benchmarks.sourcing``.

Runs that were made before are kept in ``build/benchmarks/sourcing`` and not made again, so that a table
can be made in pieces and a run broken off goes on. Writes the section on the search in docs/performance.md
from all that is kept.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks.page import put_section
from benchmarks.sourcing.instances import FAMILIES, chosen
from benchmarks.sourcing.measures import SOLVERS, cases_of
from benchmarks.sourcing.report import HEADING, section
from benchmarks.sourcing.runs import OURS, VARIANTS, Runs, kept_models, kept_runs, missing

COMMAND = "python -m benchmarks.sourcing"
SHORT = ["--families", "telecom_isp,insurer,online_retailer,light,H,C,gap-D,facility,tasks"]
SHORT += ["--sizes", "40x10,100x14,300x20,5x100,10x50,20x50", "--seconds", "20"]
"""What ``make bench`` asks for: an hour and a half at most."""


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def parser() -> argparse.ArgumentParser:
    """The options."""
    options = argparse.ArgumentParser(prog=COMMAND, description="The search beside general solvers.")
    options.add_argument("--families", type=_words, default=["light", "H", "C"], help=", ".join(FAMILIES))
    options.add_argument("--sizes", type=_words, default=["40x10", "100x14", "300x20"], help="all: empty")
    options.add_argument("--seeds", type=_words, default=["1"], help="such as 1,2,3,4,5")
    options.add_argument("--seconds", type=float, default=60.0, help="time limit of each run")
    options.add_argument("--solvers", type=_words, default=list(SOLVERS), help=", ".join(SOLVERS))
    options.add_argument("--variants", type=_words, default=list(VARIANTS), help="statements peers are given")
    options.add_argument("--dry", action="store_true", help="leave docs/performance.md as it is")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is missing, print the tables, and write the section anew."""
    asked = parser().parse_args(arguments)
    for group, known in (("families", FAMILIES), ("solvers", SOLVERS), ("variants", VARIANTS)):
        if unknown := set(getattr(asked, group)) - set(known):
            parser().error(f"no such {group}: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    absent = set(missing())
    for peer in sorted(absent & set(asked.solvers)):
        print(f"{SOLVERS[peer]} is not installed: pip install 'touchmap[bench]'", file=sys.stderr)
    runs = Runs(asked.seconds)
    for instance in chosen(asked.families, asked.sizes, list(map(int, asked.seeds))):
        for solver in [solver for solver in asked.solvers if solver not in absent]:
            for variant in asked.variants if solver != OURS else [""]:
                print(instance.name, solver, variant, file=sys.stderr, flush=True)
                runs.run(instance, solver, variant)
    cases = cases_of(kept_runs())
    text = section(cases, kept_models(), COMMAND)
    print(text)
    if not asked.dry:
        put_section(HEADING, text)
    return 1 if any(case.disagreements() for case in cases) else 0


if __name__ == "__main__":
    sys.exit(main())
