"""The vendor scorecard: independent scorers, criteria that can be rated, weights that weigh."""

from __future__ import annotations

from collections.abc import Iterator

from touchmap.errors import Issue
from touchmap.project.checks.finding import error, warning
from touchmap.project.model import Project
from touchmap.project.scorecard_tables import Rating
from touchmap.project.vocabulary import Criterion


def _by_cell(project: Project) -> dict[tuple[str, Criterion], list[Rating]]:
    cells: dict[tuple[str, Criterion], list[Rating]] = {}
    for row in project.ratings:
        cells.setdefault((row.provider_id, row.criterion_id), []).append(row)
    return cells


def _person(row: Rating) -> str:
    return " ".join(row.scorer.casefold().split())


def check_for_same_scorer_twice(project: Project) -> Iterator[Issue]:
    """Nobody rates a provider's criterion twice, under whichever spelling of the name."""
    for rows in _by_cell(project).values():
        seen: dict[str, Rating] = {}
        for row in rows:
            other = seen.setdefault(_person(row), row)
            if other.scorer != row.scorer:
                what = f"is the scorer {other.scorer!r} again, for the same provider and criterion"
                yield error("same_scorer_twice", row, "scorer", what, "keep one of the two rows")


def check_for_rated_by_one(project: Project) -> Iterator[Issue]:
    """One opinion is no agreement; a second, independent scorer shows the spread."""
    for rows in _by_cell(project).values():
        if len({_person(row) for row in rows}) == 1 and rows[0].criterion_id is not Criterion.PRICE:
            what = "is the only scorer of this criterion"
            yield warning(
                "rated_by_one", rows[0], "scorer", what, "have a second person rate it independently"
            )


def check_for_price_rated(project: Project) -> Iterator[Issue]:
    """Points for price follow from the offers and are nobody's opinion."""
    for row in project.ratings:
        if row.criterion_id is Criterion.PRICE:
            hint = "delete the row; the points are computed from the price per resolved contact"
            yield warning("price_rated", row, "criterion_id", "is rated, which counts for nothing", hint)


def check_for_no_weight(project: Project) -> Iterator[Issue]:
    """Some criterion must count."""
    rows = project.scorecard_weights
    if {row.criterion_id for row in rows} == set(Criterion) and all(row.weight_share == 0 for row in rows):
        hint = "give at least one criterion a weight above 0"
        yield error("no_weight", rows[0], "weight_share", "is 0 like the weight of every criterion", hint)


def check_for_weight_sum(project: Project) -> Iterator[Issue]:
    """Weights that are all stated should sum to 1; they are scaled if they do not."""
    rows = project.scorecard_weights
    total = sum(row.weight_share for row in rows)
    if {row.criterion_id for row in rows} == set(Criterion) and total > 0 and abs(total - 1) > 1e-3:
        what = "is one of ten weights that do not sum to 1 and are scaled"
        yield warning("weight_sum", rows[0], "weight_share", what, "correct the weights", value=total)
