"""Which pages are written, and in what order."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from touchmap.examples import EXAMPLES

from . import maps, peak, picture, reference, stories, walkthrough
from .blocks import DOCS, ROOT, fill

KINDS = ("reference", "peak", "walkthrough", "picture", "stories", "maps")


def main() -> None:
    """Write the pages that are asked for."""
    parser = argparse.ArgumentParser(description="Write the generated pages of docs/ anew.")
    parser.add_argument("what", nargs="*", choices=[*KINDS, *EXAMPLES, []], help="default: everything")
    wanted = set(parser.parse_args().what or KINDS)
    if "reference" in wanted:
        for name, text in reference.pages().items():
            _write(DOCS / name, text)
    if "peak" in wanted:
        _write(peak.PAGE, fill(peak.PAGE.read_text(encoding="utf-8"), peak.blocks()))
    if "walkthrough" in wanted:
        for page in walkthrough.pages():
            with tempfile.TemporaryDirectory() as folder:
                _write(page, walkthrough.work_through(page.read_text(encoding="utf-8"), Path(folder)))
    if "picture" in wanted:
        _write(DOCS / "images" / "demo.svg", picture.demo_svg())
    if "maps" in wanted:
        for drawn in maps.PICTURES:
            _write(DOCS / "images" / drawn.name, drawn.svg())
    for name in EXAMPLES:
        if wanted & {"stories", name}:
            blocks = stories.story_blocks(name)
            page = DOCS / "samples" / f"{name}.md"
            _write(page, fill(page.read_text(encoding="utf-8"), blocks))


def _write(path: Path, text: str) -> None:
    same = path.is_file() and path.read_text(encoding="utf-8") == text
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {'as it was' if same else 'written'}", flush=True)
