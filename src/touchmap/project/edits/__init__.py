"""Edits: every change a person can make to a project, as data that can be undone and merged.

`commands` are what a person does, `change` is an edit as data, `steps` are what it consists of, `draft` is a
project being edited, `references` finds what hangs on a row, `integrity` what
an edit breaks elsewhere, `bound` which of its steps belong together, `difference` is the change between two
states, `returned` what a spreadsheet is held against that comes back again.
"""

from touchmap.project.edits.change import Change, Conflict, StaleChangeError, combine
from touchmap.project.edits.commands import (
    add_row,
    decide_touch,
    forbid,
    move_rows,
    pin,
    remove_row,
    replace_table,
    set_field,
    set_fields,
    set_setting,
    switch_rule,
)
from touchmap.project.edits.difference import DifferenceRow, difference, difference_rows, summary
from touchmap.project.edits.draft import Draft, MissingRowError
from touchmap.project.edits.integrity import broken_references
from touchmap.project.edits.returned import Returned, returned

__all__ = [
    "Change",
    "Conflict",
    "DifferenceRow",
    "Draft",
    "MissingRowError",
    "Returned",
    "StaleChangeError",
    "add_row",
    "broken_references",
    "combine",
    "decide_touch",
    "difference",
    "difference_rows",
    "forbid",
    "move_rows",
    "pin",
    "remove_row",
    "replace_table",
    "returned",
    "set_field",
    "set_fields",
    "set_setting",
    "summary",
    "switch_rule",
]
