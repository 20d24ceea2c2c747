"""The picture of the README: the demo's plan as a terminal shows it, as SVG."""

from __future__ import annotations

import io

from rich.console import Console, RenderableType
from rich.segment import SegmentLines
from rich.terminal_theme import TerminalTheme

from touchmap.report import text

from .solved import sample, solved

SAMPLE, SCENARIO = "telecom_isp", "blended"
WIDTH = 110
FIRST_ROWS = 16
"""Lines of the assignment that are shown, its headings included."""

THEME = TerminalTheme(
    (255, 255, 255),
    (31, 41, 55),
    [
        (31, 41, 55),
        (185, 28, 28),
        (21, 128, 61),
        (161, 98, 7),
        (29, 78, 216),
        (126, 34, 206),
        (14, 116, 144),
        (107, 114, 128),
    ],
)

_FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<title>The plan of the demo</title>
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace;
font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect fill="#ffffff" stroke="#d1d5db" stroke-width="1" x="1" y="1" width="99.8%" height="99.8%" rx="8"/>
<rect fill="#f3f4f6" x="1.5" y="1.5" width="99.7%" height="32" rx="8"/>
<g fill="#374151" font-family="DejaVu Sans Mono, Menlo, monospace" font-size="16">
<text text-anchor="middle" x="50%" y="23">$ touchmap demo</text>
</g>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def demo_svg() -> str:
    """Headline, blend, the first rows of who does what, and the cost lines of the demo's plan."""
    project, result = sample(SAMPLE), solved(SAMPLE, SCENARIO)
    console = Console(
        record=True,
        width=WIDTH,
        file=io.StringIO(),
        color_system="truecolor",
        force_terminal=True,
        highlight=False,
    )
    console.print(text.headline(project, result))
    console.print()
    console.print(text.blend(project, result, width=WIDTH))
    console.print()
    _first_lines(console, text.assignment(project, result, width=WIDTH), FIRST_ROWS)
    console.print()
    console.print(text.cost_lines(project, result, width=WIDTH))
    return console.export_svg(title="", theme=THEME, code_format=_FORMAT, unique_id="demo")


def _first_lines(console: Console, table: RenderableType, count: int) -> None:
    lines = console.render_lines(table, pad=False)
    console.print(SegmentLines(lines[:count], new_lines=True), end="")
    console.print("…", style="dim")
