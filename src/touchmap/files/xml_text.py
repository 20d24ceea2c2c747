"""Text in XML: characters XML cannot hold are written as ``_x0001_``, as workbooks do."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4})")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}


def escape_xml(text: str) -> str:
    r"""Write text as it may stand in an element or an attribute.

    >>> escape_xml('a < "b" ]]>'), escape_xml("_x0041_ and \x00")
    ('a &lt; &quot;b&quot; ]]&gt;', '_x005F_x0041_ and _x0000_')
    """
    fit = _UNFIT.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return "".join(_MARKUP.get(character, character) for character in fit)


def restore_characters(text: str) -> str:
    """Read characters that were written as codes.

    >>> restore_characters("_x005F_x0041_ and _x0041_")
    '_x0041_ and A'
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
