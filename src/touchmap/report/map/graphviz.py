"""Graphviz, kept at arm's length: it runs in a process of its own, so that it can crash or be stopped.

The program itself comes inside the wheel of ``pygraphviz``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html import unescape

from touchmap.errors import TouchmapError
from touchmap.report.map.fonts import FALLBACKS, font_folder, text_width

FORMATS = ("svg", "png", "pdf", "dot")
MAX_DOT_BYTES = 20_000_000
DEFAULT_SECONDS = 60.0


class DrawingError(TouchmapError):
    """A picture could not be drawn within its limits."""


def render(dot: str, fmt: str, *, engine: str, seconds: float = DEFAULT_SECONDS) -> bytes:
    """Lay out and draw a graph.

    Parameters
    ----------
    dot
        Graph in the DOT language, at most 20 MB.
    fmt
        ``svg``, ``png``, ``pdf`` or ``dot``.
    engine
        ``dot`` to place the nodes, ``nop2`` to keep everything where it is.
    seconds
        Longest time to draw.

    Raises
    ------
    DrawingError
        If it is too large, takes too long or Graphviz fails.
    """
    if fmt not in FORMATS:
        raise ValueError(f"`fmt` must be one of {', '.join(FORMATS)}, got {fmt!r}")
    data = json.dumps([engine, fmt, str(font_folder()), dot]).encode()
    if len(data) > MAX_DOT_BYTES:
        raise DrawingError(f"the map is too large to draw ({len(data) / 1e6:.0f} MB); show a part of it")
    command = [sys.executable, "-I", "-m", "touchmap.report.map.graphviz_child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise DrawingError(f"drawing took more than {seconds:g} s and was stopped; show a part") from None
    said = done.stderr.decode(errors="replace").strip().splitlines()
    if done.returncode or not done.stdout:
        raise DrawingError(f"Graphviz failed: {said[-1] if said else f'exit code {done.returncode}'}")
    # After an error in one label Graphviz goes on and leaves the label out.
    errors = [line for line in said if line.startswith("Error:")]
    if errors:
        raise DrawingError(f"Graphviz failed: {errors[0]}")
    if fmt == "svg":
        return _finish_svg(done.stdout.decode()).encode()
    return _finish_pdf(done.stdout) if fmt == "pdf" else done.stdout


_DATE = re.compile(rb"(?<=/CreationDate \(D:)\d{14}")


def _finish_pdf(pdf: bytes) -> bytes:
    """Take the date of today out of a PDF; everything stays where the PDF says it is."""
    return _DATE.sub(b"19700101000000", pdf)


_TEXT = re.compile(r'<text ([^>]*?)font-family="Lato"([^>]*?)font-size="([\d.]+)"([^>]*)>([^<]*)</text>')


def _finish_svg(svg: str) -> str:
    """Give each text its measured width, which a viewer with another font then keeps."""
    return _TEXT.sub(_fixed_width, re.sub(r"<!-- .*? -->\n?", "", svg, flags=re.DOTALL))


def _fixed_width(found: re.Match[str]) -> str:
    before, middle, size, after, text = found.groups()
    width = text_width(unescape(text), float(size), bold='font-weight="bold"' in middle + after)
    return (
        f'<text {before}font-family="{FALLBACKS}"{middle}font-size="{size}"{after}'
        f' textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs">{text}</text>'
    )
