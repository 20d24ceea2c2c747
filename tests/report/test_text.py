"""Results as text: they fit the width, and nothing in the data can break them."""

import io

import pytest
from rich.console import Console

from touchmap.analysis.compare import compare
from touchmap.project.vocabulary import SourcingModel
from touchmap.report import text
from touchmap.report.colours import SOURCING_COLOURS, tint
from touchmap.report.text.plan import bar

WIDTHS = (80, 100, 160, 220)


def printed(renderable, width=100) -> list[str]:
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(renderable)
    return console.export_text().splitlines()


def everything(project, result, today, width):
    yield text.map_summary(project)
    yield text.headline(project, result)
    yield text.blend(project, result, width=width)
    yield text.assignment(project, result, width=width)
    yield text.cost_lines(project, result, width=width)
    yield text.rules(project, result)
    yield text.findings(result)
    yield text.left_out(result)
    comparison = compare(project, today, result)
    yield text.scenarios(comparison)
    yield text.differences(comparison, width=width)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_terminal(telecom, cheapest, today, width):
    """No line is longer than the terminal is wide."""
    for piece in everything(telecom, cheapest, today, width):
        assert max(map(len, printed(piece, width)), default=0) <= width


def test_every_process_is_listed(telecom, cheapest):
    """The assignment shows every process by its id."""
    shown = "\n".join(printed(text.assignment(telecom, cheapest, width=160), 160))
    assert all(p.process_id in shown for p in telecom.processes)


def test_languages_with_one_home_share_a_row(telecom, cheapest):
    """Languages of a process with the same home stand in one row."""
    rows = [
        line
        for line in printed(text.assignment(telecom, cheapest, width=160), 160)
        if "P03 Direct mail" in line
    ]
    assert len(rows) == 1
    assert "de en fr nl" in rows[0]


def test_bar_is_as_long_as_asked():
    """The bar of shares has exactly its length, whatever the rounding."""
    shares = {SourcingModel.IN_HOUSE: 1 / 3, SourcingModel.ONSHORE: 1 / 3, SourcingModel.OFFSHORE: 1 / 3}
    assert [len(bar(shares, n).plain) for n in (1, 10, 77, 100)] == [1, 10, 77, 100]


def test_markup_in_names_is_text(telecom, cheapest):
    """Square brackets in a name are shown and not obeyed."""
    renamed = tuple(p.model_copy(update={"name": "[red]Odd[/nope]"}) for p in telecom.processes)
    shown = "\n".join(printed(text.assignment(telecom.replace(processes=renamed), cheapest, width=160), 160))
    assert "[red]Odd[/nope]" in shown


def test_an_outcome_without_a_plan_is_told(telecom, no_plan):
    """An infeasible scenario says so in words."""
    assert "proven that no plan" in "\n".join(printed(text.headline(telecom, no_plan)))


def test_colours_are_all_different():
    """Each sourcing model has a colour of its own, also as a tint."""
    assert len(set(SOURCING_COLOURS.values())) == len(SourcingModel)
    assert len({tint(colour) for colour in SOURCING_COLOURS.values()}) == len(SourcingModel)
