"""Graphviz, kept at arm's length: it runs in a process of its own, so that it can crash or be stopped.

The program itself comes inside the wheel of ``pygraphviz``.
"""

from __future__ import annotations

import atexit
import json
import re
import subprocess
import sys
import threading
from html import unescape

from touchmap.errors import TouchmapError
from touchmap.report.map.fonts import FALLBACKS, font_folder, text_width

FORMATS = ("svg", "png", "pdf", "dot")
MAX_DOT_BYTES = 20_000_000
DEFAULT_SECONDS = 60.0
KEPT_READY = 2
"""Processes that wait: an edit may follow the one before at once."""
REST_SECONDS = 1.0
"""How long after a drawing the next processes are started."""
END_SECONDS = 3.0
"""Longest that a process which is not needed any more may take to clear up."""


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
    data = json.dumps([engine, fmt, dot]).encode()
    if len(data) > MAX_DOT_BYTES:
        raise DrawingError(f"the map is too large to draw ({len(data) / 1e6:.0f} MB); show a part of it")
    try:
        with _spare.take() as process:
            try:
                drawn, told = process.communicate(data, timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
    except subprocess.TimeoutExpired:
        raise DrawingError(f"drawing took more than {seconds:g} s and was stopped; show a part") from None
    finally:
        _spare.refill()
    said = told.decode(errors="replace").strip().splitlines()
    if process.returncode or not drawn:
        raise DrawingError(f"Graphviz failed: {said[-1] if said else f'exit code {process.returncode}'}")
    # After an error in one label Graphviz goes on and leaves the label out.
    errors = [line for line in said if line.startswith("Error:")]
    if errors:
        raise DrawingError(f"Graphviz failed: {errors[0]}")
    if fmt == "svg":
        return _finish_svg(drawn.decode()).encode()
    return _finish_pdf(drawn) if fmt == "pdf" else drawn


def keep_ready() -> None:
    """From now on keep processes of Graphviz waiting, so that no drawing has to wait for their start.

    For programs that draw again and again; the processes end with the program.
    """
    _spare.keep()


class _Spare:
    """Starts processes of Graphviz, if wanted ahead of time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[subprocess.Popen[bytes]] = []
        self._wanted = 0
        self._soon: threading.Timer | None = None

    def keep(self) -> None:
        with self._lock:
            if not self._wanted:
                self._wanted = KEPT_READY
                atexit.register(self._end)
        self._fill()

    def take(self) -> subprocess.Popen[bytes]:
        """Give a process that has drawn nothing yet."""
        with self._lock:
            while self._waiting:
                waiting = self._waiting.pop(0)
                if waiting.poll() is None:
                    return waiting
                waiting.communicate()
            return self._start()

    def refill(self) -> None:
        """Start others in a moment, once whoever wanted this drawing has no more use for the processor."""
        with self._lock:
            if self._soon is None and len(self._waiting) < self._wanted:
                self._soon = threading.Timer(REST_SECONDS, self._fill)
                self._soon.daemon = True
                self._soon.start()

    def _fill(self) -> None:
        with self._lock:
            self._soon = None
            while len(self._waiting) < self._wanted:
                self._waiting.append(self._start())

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-I", "-m", "touchmap.report.map.graphviz_child", str(font_folder())]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603 - our own module

    def _end(self) -> None:
        with self._lock:
            self._wanted = 0
            if self._soon is not None:
                self._soon.cancel()
            while self._waiting:
                waiting = self._waiting.pop()
                _send_away(waiting)


def _send_away(process: subprocess.Popen[bytes]) -> None:
    """End a process that waits: without a question it clears up and ends by itself."""
    try:
        process.communicate(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


_spare = _Spare()

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
