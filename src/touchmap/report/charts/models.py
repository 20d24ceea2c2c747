"""The sourcing models in charts: always the same order, colours and letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from touchmap.project.vocabulary import SourcingModel
from touchmap.report.colours import SOURCING_COLOURS
from touchmap.report.map.colouring import UNKNOWN

if TYPE_CHECKING:
    import altair as alt

NOBODY = "Nobody"
"""Stands for work that is left undone."""


def model_label(model: SourcingModel) -> str:
    """Letter and word of a sourcing model, so that colour never stands alone.

    >>> model_label(SourcingModel.OFFSHORE)
    'F Offshore'
    """
    return f"{model.letter} {model.label}"


def model_colour(*, title: str | None = None, field: str = "model:N") -> alt.Color:
    """The colour of sourcing models, from a field that holds their labels."""
    import altair as alt

    domain = [*(model_label(m) for m in SourcingModel), NOBODY]
    colours = [*SOURCING_COLOURS.values(), UNKNOWN]
    return alt.Color(
        field,
        title=title,
        scale=alt.Scale(domain=domain, range=colours),
        legend=alt.Legend(orient="top", values=domain[:-1], symbolType="square", columns=3),
    )
