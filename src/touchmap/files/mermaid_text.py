"""Text inside a Mermaid diagram: whatever Mermaid would take for syntax, written as a character code."""

from __future__ import annotations

import html
import re

_SYNTAX = re.compile(r"[\x00-\x1f\x7f-\x9f#:;%<>{}ﬂ¶\u2028\u2029\ufeff]|&(?=[#\w])|^\s|\s$")
"""``ﬂ`` and ``¶`` begin and end the marks that Mermaid itself puts in place of character codes."""
_KEYWORD = re.compile(r"^(?:title|section|journey|acctitle|accdescr)", re.IGNORECASE)
_CODE = re.compile(r"#(\w+);", re.ASCII)


def escape_mermaid(text: str) -> str:
    """Write text so that Mermaid shows it as it is and `unescape_mermaid` gives it back.

    >>> escape_mermaid("Pay: card; #1"), escape_mermaid("section 8")
    ('Pay#58; card#59; #35;1', '#115;ection 8')
    """
    coded = _SYNTAX.sub(lambda found: _code(found[0]), text)
    return _KEYWORD.sub(lambda found: _code(found[0][0]) + found[0][1:], coded)


def unescape_mermaid(text: str) -> str:
    """Read character codes, by number or by name.

    >>> unescape_mermaid("#35;1 #quot;a#quot; #9829; #none;")
    '#1 "a" ♥ #none;'
    """
    return _CODE.sub(_character, text)


def _code(character: str) -> str:
    return f"#{ord(character)};"


def _character(found: re.Match[str]) -> str:
    code = found[1]
    if not code.isdigit():
        named = html.unescape(f"&{code};")
        return found[0] if named == f"&{code};" else named
    number = int(code) if len(code) < 8 else -1
    is_character = 0 <= number < 0xD800 or 0xDFFF < number < 0x110000
    return chr(number) if is_character else found[0]
