"""`say`: every text of the app by its name in `texts/`; a translation is another folder."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"
LANGUAGE = "en"


def say(name: str, /, **values: Any) -> str:
    """Give a text with its values put in.

    Parameters
    ----------
    name
        File and entry, such as ``start.title``.
    values
        What stands in the braces of the text. Values that people typed are put in as they are; where
        Markdown is shown, pass them through `touchmap.ui.plain.plain` first.

    Raises
    ------
    KeyError
        If there is no such text, or a value is missing.

    >>> say("nav.map")
    'Map'
    """
    page, _, entry = name.partition(".")
    text = _texts(page)
    for part in entry.split("."):
        text = text[part]
    if not isinstance(text, str):
        raise KeyError(f"{name} is no text but a group of texts")
    return text.format(**values) if values else text


@cache
def _texts(page: str) -> Any:
    with (TEXTS / LANGUAGE / f"{page}.toml").open("rb") as file:
        return tomllib.load(file)
