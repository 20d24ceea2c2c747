"""A drawing in pieces: put together again it is the drawing, and an edit changes few of them."""

import pytest

from touchmap.examples import EXAMPLES, example
from touchmap.project.edits import remove_row, set_field
from touchmap.report.map.drawing import View
from touchmap.ui.map.pieces import changes, split
from touchmap.ui.map.sheets import Wanted, make_sheet, since


def _put_together(before, parts):
    return [
        piece for part in parts for piece in ([part] if isinstance(part, str) else before[part[0] : part[1]])
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("abcd", "abxd"),
        ("abcd", "dcba"),
        ("abcd", ""),
        ("", "ab"),
        ("abcd", "bc"),
        ("ab", "xabyab"),
        ("aab", "baa"),
    ],
)
def test_changes_lead_from_one_to_the_other(before, after):
    """Whatever stays, goes, comes, moves or stands there twice."""
    parts = changes(list(before), list(after))
    assert _put_together(list(before), parts) == list(after)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("view", View)
def test_a_new_name_is_sent_as_a_few_pieces(name, view):
    """The rest of the drawing is named, not sent; names that stay are not sent either."""
    project = example(name)
    row = project.processes[0]
    other = set_field(project, "processes", row.process_id, "name", row.name[::-1]).apply(project)
    before, after = make_sheet(project, Wanted(view=view)), make_sheet(other, Wanted(view=view))
    sent = since(before, after)
    assert _put_together(before["pieces"], sent["parts"]) == after["pieces"]
    assert sent["names"] == {
        "cards": {f"process:{row.process_id}": (f"process:{row.process_id}", row.name[::-1])}
    }
    if view is View.JOURNEY:
        new = [part for part in sent["parts"] if isinstance(part, str)]
        assert sum(map(len, new)) < sum(map(len, after["pieces"])) / 5


def test_what_is_gone_is_told():
    """A name of a card that was removed comes as none."""
    project = example("telecom_isp")
    fewer = remove_row(project, "touchpoints", "T05").apply(project)
    sent = since(make_sheet(project, Wanted()), make_sheet(fewer, Wanted()))
    assert sent["names"]["cards"]["touchpoint:T05"] is None


def test_a_typed_text_that_looks_like_the_drawing_is_kept():
    """What is left out of the drawing is never taken from what somebody typed."""
    project = example("telecom_isp")
    typed = 'a text-anchor="start" b <g id="a_node1">'
    named = set_field(project, "touchpoints", "T05", "name", typed).apply(project)
    drawing = "".join(make_sheet(named, Wanted())["pieces"])
    assert "a text&#45;anchor=&quot;start&quot; b &lt;g id=&quot;a_node1&quot;&gt;" in drawing


def test_a_drawing_is_cut_before_each_card():
    """Head and foot stand alone, so that pieces can be drawn by themselves."""
    head, card, note, foot = split(
        "<svg><g>\n"
        '<g id="touchpoint:A" class="node touchpoint">\n<g id="a_touchpoint:A"><a>A</a>\n</g>\n</g>\n'
        '<g id="node7" class="node note">\n</g>\n</g>\n</svg>'
    )
    assert (head, foot) == ("<svg><g>\n", "</g>\n</svg>")
    assert card == '<g id="touchpoint:A" class="node touchpoint">\n<g><a>A</a>\n</g>\n</g>\n'
    assert note == '<g class="node note">\n</g>\n'
