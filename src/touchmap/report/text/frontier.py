"""A frontier in a terminal: its points, the knee, and what is proven."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from touchmap.analysis.frontier import Frontier
from touchmap.report.text.style import change, figures, money, number, plain, table


def frontier(found: Frontier) -> RenderableType:
    """The points from the cheapest to the best, and the guarantee."""
    if not found.points:
        return plain(f"No frontier: {found.message or found.status.value}")
    criterion = found.criterion
    name = found.scenario_name or found.scenario_id
    title = f"{name}: cost against {criterion.label.lower()}"
    grid = table(title, caption=f"{found.currency}, present value. The price is that of a unit more.")
    figures(grid, "Point", criterion.label, "Cost", "Against the cheapest", "Price of a unit")
    if criterion.name != "quality":
        figures(grid, "Quality")
    grid.add_column("")
    for row, point in zip(found.table().to_dict("records"), found.points, strict=True):
        unit = _price(row["price_per_unit"], percent=criterion.as_percent)
        quality = () if criterion.name == "quality" else (number(point.result.average_quality),)
        cells = (str(row["point"]), criterion.shown(point.value), money(point.total))
        knee = "knee" if point.is_knee else ""
        grid.add_row(
            *cells, change(row["change_to_cheapest"]), unit, *quality, knee, style="bold" if knee else None
        )
    proof = "Every search was proven to" if found.status.value == "optimal" else "Not every search reached"
    told = f"{found.guarantee} {proof} a gap of {100 * found.gap:g} %."
    return Group(grid, plain(told), Text(_knee_words(found), style="dim"))


def _price(value: float | None, *, percent: bool) -> str:
    """Price of a unit; of one percent point where the criterion is a share."""
    return money(value / 100 if percent and value is not None else value)


def _knee_words(found: Frontier) -> str:
    knee = found.knee
    if knee is None:
        return "The curve has no knee."
    return f"Knee: beyond {found.criterion.shown(knee.value)} each step costs more than up to there."
