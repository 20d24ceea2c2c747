"""`plain`: text that people typed, so that it shows as text where Markdown or HTML is read."""

from __future__ import annotations

import re

from touchmap.report.map.text import printable

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^&=/@])")
_ADDRESS = re.compile(r"(?i)(?<=http\\:)(?=\\/)|(?<=https\\:)(?=\\/)|(?<=www)(?=\\\.)|(?<=@)")
"""Where a web or e-mail address would be made a link, in escaped text."""
_NO_LINK = "\u2060"
"""Shows nothing and breaks no line."""
LONGEST = 300


def plain(text: object, longest: int = LONGEST) -> str:
    r"""Escape typed text for Markdown; too long text is cut, nothing that steers a page is kept.

    An address does not become a link.

    Parameters
    ----------
    longest
        Characters that are shown, > 0.

    >>> plain("<b>5 * 3</b>")
    '\\<b\\>5 \\* 3\\<\\/b\\>'
    """
    shown = " ".join(printable(str(text)).split())
    if len(shown) > longest:
        shown = shown[: longest - 1] + "…"
    return _ADDRESS.sub(_NO_LINK, _MARKUP.sub(r"\\\1", shown))
