"""A tile map of the world: each country one tile, about where it lies, so that no outlines are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from touchmap.project.vocabulary import SourcingModel
from touchmap.report.charts.models import model_colour, model_label

if TYPE_CHECKING:
    import pandas as pd

    from touchmap.report.charts.kinds import AnyChart

_ROWS = (
    ".. .. .. .. .. .. .. .. IS .. .. NO SE FI EE .. .. .. .. .. .. .. .. ..",
    ".. .. CA .. .. .. .. .. IE GB .. DK .. LV LT .. RU .. .. .. .. .. .. ..",
    ".. .. US .. .. .. .. .. .. BE NL DE PL BY UA .. .. KZ .. MN .. .. .. ..",
    ".. .. .. .. .. .. .. .. .. FR LU CH CZ SK MD RO .. UZ .. .. .. .. .. ..",
    ".. .. .. .. .. .. .. PT ES IT AT SI HR HU RS BG GE AM .. CN .. KR JP ..",
    ".. .. MX .. .. .. .. MA DZ TN MT .. AL MK GR TR CY .. PK NP .. TW .. ..",
    ".. .. GT .. JM DO .. .. .. .. .. .. .. EG IL JO AE .. IN BD VN PH .. ..",
    ".. .. .. CR PA .. .. SN GH NG CM .. .. ET .. .. .. .. LK TH MY .. .. ..",
    ".. .. .. EC CO .. SR .. .. .. .. RW UG KE .. .. .. .. .. SG ID .. .. ..",
    ".. .. .. .. PE BO BR .. .. .. .. .. .. .. MG MU .. .. .. .. .. .. .. ..",
    ".. .. .. .. CL AR UY .. .. .. .. ZA .. .. .. .. .. .. .. .. .. AU .. NZ",
)
PLACES: dict[str, tuple[int, int]] = {
    code: (column, row)
    for row, line in enumerate(_ROWS)
    for column, code in enumerate(line.split())
    if code != ".."
}
"""Column and row of each country's tile, by its two letters."""
COLUMNS = len(_ROWS[0].split())
BELOW = len(_ROWS) + 1
"""Row of countries without a place of their own."""
TILE = 34
PALE_INK, LIGHT_INK, DARK_INK = "#7D8696", "#FFFFFF", "#101418"
_LABELS = {m.letter: model_label(m) for m in SourcingModel}


def tile_table(by_country: pd.DataFrame) -> pd.DataFrame:
    """One row for each part of a tile, and one for each country that has no work.

    Parameters
    ----------
    by_country
        From `touchmap.report.flows.country_table`.

    Returns
    -------
    pandas.DataFrame
        country, model (blank without work), share of the country and of the part, x, x2, row, ink.
    """
    import pandas as pd

    rows: list[tuple[object, ...]] = []
    whole = by_country.groupby("country", sort=False)["handle_time_share"].sum()
    places = dict(PLACES)
    for n, code in enumerate(country for country in whole.index if country not in PLACES):
        places[code] = (n % COLUMNS, BELOW + n // COLUMNS)
    for code, (column, row) in places.items():
        x = float(column)
        if code not in whole.index:
            rows.append((code, "", 0.0, 0.0, "", x, x + 1, row, PALE_INK))
            continue
        share = float(whole[code])
        largest = by_country[by_country["country"] == code].sort_values("handle_time_share").iloc[-1]
        ink = LIGHT_INK if largest["letter"] == SourcingModel.IN_HOUSE.letter else DARK_INK
        for part in by_country[by_country["country"] == code].to_dict("records"):
            size = float(part["handle_time_share"])
            width = size / share if share else 1.0
            label = _LABELS[str(part["letter"])]
            rows.append((code, label, share, size, part["providers"], x, x + width, row, ink))
            x += width
    columns = ["country", "model", "share", "part", "providers", "x", "x2", "row", "ink"]
    return pd.DataFrame(rows, columns=columns)


def world_chart(tiles: pd.DataFrame) -> AnyChart:
    """The tiles; where there is work, in the colours of the sourcing models with the share of handle time.

    Parameters
    ----------
    tiles
        From `tile_table`.
    """
    import altair as alt

    rows = int(tiles["row"].max()) + 1
    x = alt.X("left:Q", axis=None, scale=alt.Scale(domain=[0, COLUMNS], nice=False))
    base = alt.Chart(tiles).transform_calculate(
        left="datum.x + 0.03", right="datum.x2 - 0.03", top="datum.row + 0.04", bottom="datum.row + 0.96"
    )
    y = alt.Y("top:Q", axis=None, scale=alt.Scale(domain=[0, rows], reverse=True, nice=False))
    empty = (
        base.transform_filter("datum.share == 0")
        .mark_rect(color="#9AA3B2", opacity=0.18)
        .encode(x=x, x2="right:Q", y=y, y2="bottom:Q", tooltip=alt.Tooltip("country:N", title="Country"))
    )
    full = (
        base.transform_filter("datum.share > 0")
        .mark_rect()
        .encode(
            x=x,
            x2="right:Q",
            y=y,
            y2="bottom:Q",
            color=model_colour(),
            tooltip=[
                alt.Tooltip("country:N", title="Country"),
                alt.Tooltip("model:N", title="Sourcing model"),
                alt.Tooltip("part:Q", title="Share of handle time", format=".1%"),
                alt.Tooltip("providers:N", title="Providers"),
            ],
        )
    )
    words = (
        alt.Chart(tiles)
        .transform_aggregate(x="min(x)", share="max(share)", row="min(row)", groupby=["country", "ink"])
        .transform_calculate(middle="datum.x + 0.5", height="datum.row + (datum.share > 0 ? 0.34 : 0.5)")
    )
    at = {
        "x": alt.X("middle:Q", axis=None, scale=alt.Scale(domain=[0, COLUMNS], nice=False)),
        "y": alt.Y("height:Q", axis=None, scale=alt.Scale(domain=[0, rows], reverse=True, nice=False)),
    }
    pale = words.transform_filter("datum.share == 0").mark_text(fontSize=9)
    with_work = words.transform_filter("datum.share > 0")
    strong = with_work.mark_text(fontSize=11, fontWeight="bold")
    shares = with_work.transform_calculate(
        height="datum.row + 0.7", label="format(datum.share, '.0%')"
    ).mark_text(fontSize=10)
    ink = alt.Color("ink:N", scale=None)
    layers = [
        empty,
        full,
        pale.encode(text="country:N", color=ink, **at),
        strong.encode(text="country:N", color=ink, **at),
        shares.encode(text="label:N", color=ink, **at),
    ]
    chart: AnyChart = alt.layer(*layers).properties(height=TILE * rows).configure_view(strokeWidth=0)
    return chart
