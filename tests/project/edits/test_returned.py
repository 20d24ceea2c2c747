"""A spreadsheet that was taken over before: only what is new in it counts."""

import pytest

import touchmap
from touchmap.project.edits import add_row, combine, difference, move_rows, remove_row, set_field, set_setting
from touchmap.project.edits.returned import returned


@pytest.fixture(scope="module")
def base():
    """The state the spreadsheet was written from."""
    return touchmap.example("insurer")


def walked(project, *edits):
    """A project with edits made one after another."""
    for edit in edits:
        project = edit(project).apply(project)
    return project


def named(stage, name):
    """An edit that renames a stage."""
    return lambda p: set_field(p, "stages", stage, "name", name)


@pytest.fixture(scope="module")
def first(base):
    """The spreadsheet as it was taken over first: cells, a row more, a row less, another order."""
    key = base.rows("departments")[0].row_key
    return walked(
        base,
        named("ST1", "One"),
        lambda p: set_setting(p, "name", "X"),
        lambda p: add_row(p, "departments", {"department_id": "NEW", "name": "New"}),
        lambda p: remove_row(p, "departments", key),
        lambda p: move_rows(p, "stages", [row.row_key for row in p.stages][::-1]),
    )


def test_what_was_taken_over_is_not_taken_over_again(base, first):
    """The very same spreadsheet holds nothing new."""
    back = returned(base, first, [difference(base, first)])
    assert back.base == first
    assert back.turned_back == ()
    assert back.known >= 4


def test_what_is_new_is_held_against_what_was_taken_over(base, first):
    """A cell changed once more is a change of what was taken over, not of what once was."""
    second = walked(first, named("ST1", "Two"), named("ST2", "Other"))
    back = returned(base, second, [difference(base, first)])
    change = difference(back.base, second)
    assert {(s.row, s.old, s.new) for s in change.steps} == {
        ("ST1", "One", "Two"),
        ("ST2", base.stages[1].name, "Other"),
    }
    third = walked(second, named("ST1", "Three"))
    again = returned(base, third, [difference(base, first), change])
    assert [(s.old, s.new) for s in difference(again.base, third).steps] == [("Two", "Three")]


def test_a_row_taken_over_and_changed_since_in_the_sheet(base):
    """A row added by the spreadsheet is there once; its new name is a change of it."""
    first = walked(base, lambda p: add_row(p, "departments", {"department_id": "NEW", "name": "New"}))
    second = walked(first, lambda p: set_field(p, "departments", "NEW", "name", "Newer"))
    third = walked(second, lambda p: set_field(p, "departments", "NEW", "name", "Newest"))
    taken = [difference(base, first), difference(first, second)]
    back = returned(base, third, taken)
    assert [(s.field, s.old, s.new) for s in difference(back.base, third).steps] == [
        ("name", "Newer", "Newest")
    ]


def test_what_is_again_as_it_was_is_told_and_left(base, first):
    """Another copy in which nothing was changed does not turn back what was taken over from the first."""
    back = returned(base, base, [difference(base, first)])
    assert difference(back.base, base).is_empty
    assert set(back.turned_back) >= {"stages ST1, name", "settings, name", "departments NEW"}
    both = combine("both", [difference(base, first), difference(first, base)])
    assert returned(base, base, [both]).turned_back == ()


def test_a_row_of_a_colleague_in_another_copy_is_not_overwritten(base, first):
    """Where somebody else added a row, another one under its id is a new row and meets the other as such."""
    taken = difference(base, first)
    other = walked(first, lambda p: set_field(p, "departments", "NEW", "name", "Mine"))
    mine = difference(returned(base, other, [taken]).base, other)
    assert {(s.table, s.kind) for s in mine.steps} == {("departments", "cell")}
    others = difference(returned(base, other, [taken], taken.cells).base, other)
    assert {(s.table, s.kind, s.row) for s in others.steps} == {("departments", "row", "NEW")}
    assert difference(returned(base, first, [taken], taken.cells).base, first).is_empty
