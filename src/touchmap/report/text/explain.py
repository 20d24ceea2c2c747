"""Why a process is where it is, in a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from touchmap.analysis.explain import Explanation, Home, Standing, WorkExplained
from touchmap.analysis.spans import Span
from touchmap.report.text.style import BLANK, figures, money, number, plain, table

WORDS = {
    Standing.HERE: "here",
    Standing.OPEN: "open",
    Standing.IMPOSSIBLE: "no plan",
    Standing.CLOSED: "may not",
    Standing.CANNOT: "cannot",
}
MOST_REASONS = 3


def span_text(span: Span | None, scale: float, *, in_points: bool = False) -> str:
    """A figure as one number where it is one, else as what is proven of it.

    >>> span_text(Span(8.0, 8.0), 0.0), span_text(Span(1200.0, 3400.0), 0.0), span_text(None, 0.0)
    ('8', '1,200 to 3,400', '–')
    >>> span_text(Span(5.0, float("inf")), 0.0), span_text(Span(0.0, float("inf")), 0.0)
    ('at least 5', 'not known')
    >>> span_text(Span(0.0, 700.0), 0.0)
    'at most 700'
    """
    if span is None:
        return BLANK
    figure = (lambda v: number(v, 3)) if in_points else money
    if span.high == float("inf"):
        return f"at least {figure(span.low)}" if span.low > 0 else "not known"
    if span.is_one_number(scale) or figure(span.low) == figure(span.high):
        return figure(span.high)
    if span.low == 0:
        return f"at most {figure(span.high)}"
    return f"{figure(span.low)} to {figure(span.high)}"


def explanation(found: Explanation) -> RenderableType:
    """A paragraph and a table for each package, and for the whole process if that was asked."""
    parts: list[RenderableType] = [
        plain(f"{found.process_id} {found.process}, {found.scenario}: {found.status.value}"),
    ]
    if found.message and not found.status.has_plan:
        parts.append(plain(found.message))
    for work in (*found.works, *([found.whole] if found.whole else [])):
        parts += [Text(), _work(found, work)]
    return Group(*parts)


def _work(found: Explanation, work: WorkExplained) -> RenderableType:
    unit = "points" if found.in_points else found.currency
    title = ", ".join(work.package_ids) if len(work.package_ids) < 3 else f"{found.process} as one lot"
    grid = table(title, caption=f"Price: how much worse the whole plan is with the work here, {unit}.")
    grid.add_column("Provider")
    grid.add_column("")
    figures(grid, "Own cost", "Quality")
    grid.add_column("Price", justify="right")
    grid.add_column("What moves, what stands in the way", ratio=1)
    names = {h.provider_id: h.name for w in found.works for h in w.homes}
    silent = [h for h in work.homes if {r.gate for r in h.reasons} == {"offer"}]
    for home in (h for h in work.homes if h not in silent):
        price = "0" if home.standing is Standing.HERE else _price(found, home)
        grid.add_row(
            plain(home.name),
            WORDS[home.standing],
            money(home.cost),
            number(home.quality),
            price,
            _why(home, names),
        )
    if silent:
        silent_names = ", ".join(h.name for h in silent)
        remedy = "no price covers all of it; add an offer" if len(silent) > 1 else silent[0].reasons[0].remedy
        grid.add_row(plain(silent_names), WORDS[Standing.CANNOT], BLANK, BLANK, BLANK, remedy)
    return Group(Padding(plain(work.sentence), (0, 0, 1, 0)), grid)


def _price(found: Explanation, home: Home) -> str:
    return span_text(home.price, found.total.high, in_points=found.in_points)


def _why(home: Home, names: Mapping[str, str]) -> Text:
    parts = []
    if home.reasons:
        nearest = [r for r in home.reasons if r.nearest][:MOST_REASONS]
        parts += [f"{r.reason}; {r.remedy}" for r in nearest]
        rest = len(home.reasons) - len(nearest)
        parts += [f"{rest} more reasons in other ways of doing it"] if rest else []
    if home.closed_by:
        parts.append(f"forbidden by {', '.join(home.closed_by)}")
    if home.possible_without:
        parts.append(f"possible without {' or '.join(home.possible_without)}")
    if home.moves:
        named = ", ".join(
            f"{m.package_id} to {names.get(m.after or '', m.after or 'nobody')}" for m in home.moves[:2]
        )
        more = f" and {len(home.moves) - 2} more" if len(home.moves) > 2 else ""
        parts.append(f"then moves too: {named}{more}")
    if home.binding:
        parts.append(f"at its limit: {', '.join(home.binding)}")
    if home.standing is Standing.OPEN and home.price is not None and not home.proven:
        parts.append("limits as far as proven in the time")
    return plain("; ".join(parts))
