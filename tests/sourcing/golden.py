"""The golden file of each stem: its rows, or what it refuses, on the case that shows it.

``.venv/bin/python -m tests.sourcing.golden`` writes them anew; read the difference before you keep it.
"""

from pathlib import Path

from tests.sourcing.text import refused_text, rows_text
from tests.sourcing.trio import STRUCTURE, must, should
from touchmap.project import STEM_FACTS, RuleStem, Shape, Structural

FOLDER = Path(__file__).parent / "golden"


def path_of(stem: Structural | RuleStem) -> Path:
    """Where a stem's golden file is."""
    return FOLDER / f"{stem.value}.txt"


def golden_text(stem: Structural | RuleStem) -> str:
    """What the golden file of a stem must say."""
    if isinstance(stem, Structural):
        return rows_text(STRUCTURE[stem]().built()[0], stem)
    if STEM_FACTS[stem].shape is Shape.GATE:
        return "refused as a must:\n" + refused_text(must(stem).built()[1], "R")
    return (
        "as a must:\n"
        + rows_text(must(stem).built()[0], stem)
        + "\nas a should:\n"
        + rows_text(should(stem).built()[0], stem)
    )


def write() -> None:
    """Write every golden file."""
    FOLDER.mkdir(exist_ok=True)
    for stem in (*Structural, *RuleStem):
        path_of(stem).write_text(golden_text(stem), encoding="utf-8")


if __name__ == "__main__":
    write()
