"""All benchmarks, one after the other; each writes its own section of docs/performance.md.

python -m benchmarks            the search on a selection, its ingredients, and all the others: hours
python -m benchmarks --quick    the search on the smallest enterprises only, and no page: minutes

The full table of the search is made in pieces; see `benchmarks.sourcing`.
"""

from __future__ import annotations

import subprocess
import sys

QUICK = ("--families", "light,H,C", "--sizes", "40x10", "--seconds", "10", "--dry")
"""What a quick run asks of the search."""
OTHERS = ("ablation", "pricing", "staffing", "maps", "workspace", "questions", "app")


def main() -> int:
    """Run each benchmark in a process of its own; fails if any of them does."""
    from benchmarks.sourcing.__main__ import SHORT

    quick = "--quick" in sys.argv[1:]
    commands = [("sourcing", *(QUICK if quick else SHORT))]
    commands += [] if quick else [(name,) for name in OTHERS]
    failed = []
    for name, *options in commands:
        print(f"benchmarks.{name}", file=sys.stderr, flush=True)
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *options], check=False)
        failed += [name] if done.returncode else []
    if failed:
        print(f"failed, or missed a goal: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
