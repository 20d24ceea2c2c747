"""What a column of a report is: its name in data, its heading with unit, how its values look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class Kind(StrEnum):
    """How the values of a column look."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    """One decimal."""
    VALUE = "value"
    """Two decimals: a figure whose unit stands in another column."""
    MONEY = "money"
    CHANGE = "change"
    """Money with its sign, dearer and cheaper in their colours."""
    SHARE = "share"
    POINTS = "points"
    """Quality on the scale 0–100, one decimal."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a report."""

    name: str
    """Name in data frames and CSV files, with its unit."""
    heading: str
    """Heading for people, ``{currency}`` where the currency belongs."""
    kind: Kind = Kind.TEXT
    total: bool = False
    """Whether adding its rows up makes sense."""

    def title(self, currency: str) -> str:
        """Heading with the currency filled in.

        >>> Column("cost", "Cost ({currency})").title("EUR")
        'Cost (EUR)'
        """
        return self.heading.replace("{currency}", currency)


def frame(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """A data frame with these columns, in this order, also where there are no rows."""
    import pandas as pd

    return pd.DataFrame(list(rows), columns=[c.name for c in columns])
