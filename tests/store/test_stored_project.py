"""A project of the workspace: edits of several people, undo, versions, the journal as minutes."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from touchmap.errors import InvalidProjectError, UnknownNameError
from touchmap.project.edits import (
    Change,
    StaleChangeError,
    add_row,
    combine,
    move_rows,
    remove_row,
    set_field,
    set_setting,
)
from touchmap.project.stating import unstated_text
from touchmap.store import EditConflictError, Entry, RemarkKind, Workspace, WorkspaceError, minutes
from touchmap.store.schema import journal, projects, snapshots


def name_of(stored, process_id="P1"):
    """Name of a process now."""
    return stored.project().process(process_id).name


def renamed(project, name, process_id="P1"):
    """The edit that gives a process another name."""
    return set_field(project, "processes", process_id, "name", name)


# --- Several people -------------------------------------------------------------------------------


def test_edits_to_different_cells_of_one_row_both_stay(stored, small):
    """Two people who saw the same state and changed different cells both find their change."""
    stored.commit(renamed(small, "Bills"), author="Ann", seen=0)
    stored.commit(set_field(small, "processes", "P1", "note", "Ours"), author="Bob", seen=0)
    process = stored.project().process("P1")
    assert (process.name, process.note) == ("Bills", "Ours")


def test_the_second_at_the_same_cell_is_told_who_and_what(stored, small):
    """The later author learns by whom and to what the cell was changed; nothing is written."""
    stored.commit(renamed(small, "Bills"), author="Ann")
    with pytest.raises(EditConflictError, match=r"is now ‘Bills’ \(by Ann, .*: Rename") as raised:
        stored.commit(renamed(small, "Invoices"), author="Bob")
    assert raised.value.told[0].by.number == 1
    assert (name_of(stored), stored.revision) == ("Bills", 1)


def test_a_cell_changed_and_changed_back_is_no_conflict(stored, small):
    """What counts is the value the author saw: it is there again, so nothing of anybody is lost."""
    stored.commit(renamed(small, "Bills"), author="Ann")
    stored.undo("Ann")
    stored.commit(renamed(small, "Invoices"), author="Bob", seen=0)
    assert name_of(stored) == "Invoices"


def test_who_is_named_is_somebody_since_the_author_looked(stored, small):
    """An edit the author has seen is never named as the cause."""
    stored.commit(renamed(small, "Bills"), author="Ann")
    old = renamed(small, "Invoices")
    with pytest.raises(EditConflictError) as raised:
        stored.commit(old, author="Bob", seen=1)
    assert raised.value.told[0].by is None


def test_a_state_the_workspace_never_had_is_refused(stored, small):
    """An edit made before the workspace was put back to an earlier state does not slip in."""
    with pytest.raises(WorkspaceError, match="earlier state"):
        stored.commit(renamed(small, "Bills"), author="Ann", seen=7)


def test_what_others_refer_to_by_now_cannot_be_removed(stored, small):
    """Ann adds a department, Bob hands work over to it; Ann cannot take it back under Bob's feet."""
    stored.commit(add_row(small, "departments", {"department_id": "NEW", "name": "New"}), author="Ann")
    values = {"handoff_id": "HX", "from_process_id": "P1", "to_id": "NEW", "to_kind": "department"}
    values |= {"contacts_per_month": 5}
    stored.commit(add_row(stored.project(), "handoffs", values), author="Bob")
    with pytest.raises(EditConflictError, match="by Bob"):
        stored.undo("Ann")
    assert "NEW" in {d.department_id for d in stored.project().departments}
    stored.undo("Bob")
    assert stored.undo("Ann") is not None
    assert stored.project() == small


def test_what_others_removed_cannot_be_referred_to(stored, small):
    """Bob gives a touchpoint to a stage that Ann has removed meanwhile: he is told by whom."""
    stored.commit(add_row(small, "stages", {"stage_id": "NEW", "name": "New"}), author="Ann")
    seen = stored.project()
    touchpoint = seen.touchpoints[0].touchpoint_id
    stored.commit(remove_row(seen, "stages", "NEW"), author="Ann")
    with pytest.raises(EditConflictError, match=r"stages NEW.*by Ann"):
        stored.commit(set_field(seen, "touchpoints", touchpoint, "stage_id", "NEW"), author="Bob")


def test_an_order_is_undone_exactly_though_others_added_rows(stored, small):
    """The journal holds the order there really was, not the one the author had seen."""
    stored.commit(add_row(small, "stages", {"stage_id": "NEW", "name": "New"}), author="Bob")
    before = stored.project()
    keys = [row.row_key for row in small.stages][::-1]
    stored.commit(move_rows(small, "stages", keys), author="Ann")
    stored.undo("Ann")
    assert stored.project() == before


def test_an_undo_with_nothing_left_to_do_is_an_edit(stored, small):
    """Somebody has put the rows back into order already: undo says so by an entry and goes on."""
    keys = [row.row_key for row in small.stages]
    stored.commit(renamed(small, "Bills"), author="Ann")
    stored.commit(move_rows(small, "stages", keys[::-1]), author="Ann")
    stored.commit(move_rows(stored.project(), "stages", keys), author="Bob")
    assert stored.undo("Ann").undoes == 2
    assert stored.redo("Ann") is not None
    assert stored.undo("Ann") is not None
    assert stored.undo("Ann").undoes == 1
    assert stored.project() == small


def test_all_conflicts_are_told_at_once_and_none_twice(small):
    """A change of several rows names each that does not fit, and no followers of these."""
    both = combine("Both", [renamed(small, "A"), renamed(small, "B", "P2")])
    other = renamed(renamed(small, "X").apply(small), "Y", "P2").apply(renamed(small, "X").apply(small))
    with pytest.raises(StaleChangeError) as raised:
        both.apply(other)
    assert [(c.row, c.found) for c in raised.value.conflicts] == [("P1", "X"), ("P2", "Y")]
    rest = combine("All", [renamed(small, "A"), set_setting(small, "name", "Z")]).without(
        raised.value.conflicts, small
    )
    assert rest.cells == {("settings", "", "name")}


def test_conflicts_can_be_asked_for_without_writing(stored, small):
    """What a commit would be refused for, with who did it; none, and nothing is written, where it fits."""
    stored.commit(renamed(small, "Bills"), author="Bob")
    change = combine("Both", [renamed(small, "A"), renamed(small, "B", "P2")])
    told = stored.conflicts(change, seen=0)
    assert [(t.conflict.row, t.conflict.found, t.by.author) for t in told] == [("P1", "Bills", "Bob")]
    rest = change.without([t.conflict for t in told], small)
    assert stored.conflicts(rest, seen=0) == []
    assert stored.revision == 1
    stored.commit(rest, author="Ann", seen=0)
    assert (name_of(stored), name_of(stored, "P2")) == ("Bills", "B")


def test_an_id_that_is_taken_is_told_with_who_took_it(stored, small):
    """Whether the other one was added under the id or given it later."""
    add = add_row(small, "departments", {"department_id": "NEW", "name": "Ann's"})
    first = small.departments[0].department_id
    rename = set_field(small, "departments", first, "department_id", "NEW")
    stored.commit(add, author="Ann")
    for change in (add_row(small, "departments", {"department_id": "NEW", "name": "Bob's"}), rename):
        with pytest.raises(EditConflictError, match=r"departments NEW: is there already \(by Ann"):
            stored.commit(change, author="Bob", seen=0)
    stored.undo("Ann")
    stored.commit(rename, author="Bob")
    with pytest.raises(EditConflictError, match=r"departments NEW: is there already \(by Bob"):
        stored.commit(add, author="Ann", seen=0)


def test_a_handoff_to_a_department_that_is_gone_is_told(stored, small):
    """References that depend on another field count as well."""
    stored.commit(add_row(small, "departments", {"department_id": "NEW", "name": "New"}), author="Ann")
    seen = stored.project()
    stored.commit(remove_row(seen, "departments", "NEW"), author="Ann")
    values = {"handoff_id": "HX", "from_process_id": "P1", "to_id": "NEW", "to_kind": "department"}
    with pytest.raises(EditConflictError, match=r"handoffs HX, to_id: refers to departments NEW.*by Ann"):
        stored.commit(add_row(seen, "handoffs", values | {"contacts_per_month": 5}), author="Bob")


def test_who_comes_back_after_a_restore_sees_what_there_is(workspace, stored, small):
    """A state at hand of another history is not taken for the one of the database."""
    change = renamed(small, "Lost")
    stored.commit(change, author="Ann")
    assert name_of(stored) == "Lost"
    with workspace.engine.begin() as connection:
        connection.execute(journal.delete())
        head = {"head": 0, "head_hash": small.hash}
        connection.execute(projects.update().values(**head))
    with Workspace(workspace.url) as other:
        other.open("Acme").commit(renamed(small, "Other"), author="Bob")
    assert name_of(stored) == "Other"


def test_the_bin_takes_no_edits(workspace, stored, small):
    """Whoever edits a project somebody has deleted is told, and nothing changes."""
    workspace.delete("Acme", author="Bob")
    with pytest.raises(WorkspaceError, match="in the bin"):
        stored.commit(renamed(small, "Bills"), author="Ann")
    assert workspace.list() == []
    assert workspace.list(deleted=True)[0].deleted_by == "Bob"
    workspace.undelete("Acme")
    stored.commit(renamed(small, "Bills"), author="Ann")


def test_illegal_values_and_empty_edits_are_refused(stored, small):
    """Nothing that is no edit gets into the journal."""
    change = set_setting(small, "discount_rate", 0.2)
    bad = change.model_copy(update={"steps": (change.steps[0].model_copy(update={"new": "much"}),)})
    with pytest.raises(InvalidProjectError):
        stored.commit(bad, author="Ann")
    with pytest.raises(ValueError, match="change something"):
        stored.commit(Change(label="Nothing"), author="Ann")
    for author in ("", "  ", "x" * 201):
        with pytest.raises(ValueError, match="author"):
            stored.commit(change, author=author)
    assert stored.revision == 0


# --- Undo -----------------------------------------------------------------------------------------


def test_undo_takes_back_own_edits_only(stored, small):
    """Ann's undo leaves what Bob did after her; redo repeats it; a new edit ends redoing."""
    stored.commit(renamed(small, "Bills"), author="Ann")
    stored.commit(renamed(stored.project(), "Post", "P2"), author="Bob")
    assert stored.undo("Ann").label == f"Undo: Rename ‘{small.process('P1').name}’ to ‘Bills’"
    assert (name_of(stored), name_of(stored, "P2")) == (small.process("P1").name, "Post")
    assert stored.undo("Ann") is None
    assert stored.redo("Ann").label.startswith("Redo: Rename")
    assert stored.redo("Ann") is None
    assert name_of(stored) == "Bills"
    stored.undo("Ann")
    stored.commit(set_setting(stored.project(), "name", "X"), author="Ann")
    assert stored.redo("Ann") is None


def test_undo_of_what_somebody_changed_again_is_refused(stored, small):
    """Bob has built on Ann's name: her undo would take his away."""
    stored.commit(renamed(small, "Bills"), author="Ann")
    stored.commit(renamed(stored.project(), "Invoices"), author="Bob")
    with pytest.raises(EditConflictError, match="by Bob"):
        stored.undo("Ann")
    assert name_of(stored) == "Invoices"


def test_undo_passes_by_what_others_built_upon(stored, small):
    """Ann's latest edit is stuck under Bob's; she takes back the one before it by its number."""
    stored.commit(set_setting(small, "name", "Ann's"), author="Ann")
    stored.commit(renamed(stored.project(), "Bills"), author="Ann")
    stored.commit(renamed(stored.project(), "Invoices"), author="Bob")
    with pytest.raises(EditConflictError, match="by Bob"):
        stored.undo("Ann")
    assert stored.undo("Ann", 1).undoes == 1
    assert stored.project().settings.name == small.settings.name
    assert name_of(stored) == "Invoices"
    for number, why in ((3, "by Bob"), (1, "taken back already"), (99, "that of an edit")):
        with pytest.raises(ValueError, match=why):
            stored.undo("Ann", number)
    assert stored.redo("Ann").undoes == 4
    stored.undo("Bob")
    assert stored.undo("Ann").undoes == 5
    assert stored.undo("Ann").undoes == 2
    assert stored.project() == small


def test_a_button_knows_what_it_would_undo(stored, small):
    """The words are those of the edit, whether it is undone, redone or undone again."""
    assert (stored.undo_next("Ann"), stored.redo_next("Ann")) == (None, None)
    stored.commit(renamed(small, "Bills"), author="Ann")
    label = stored.undo_next("Ann").label
    assert label.startswith("Rename")
    stored.undo("Ann")
    assert (stored.undo_next("Ann"), stored.redo_next("Ann").label) == (None, label)
    stored.redo("Ann")
    assert (stored.undo_next("Ann").label, stored.redo_next("Ann")) == (label, None)
    assert stored.undo_next("Bob") is None


# --- Versions and the journal -----------------------------------------------------------------------


def test_versions_open_what_was(stored, small):
    """A name, a number and the replay of all edits give the same project."""
    for n in range(5):
        stored.commit(renamed(stored.project(), f"Name {n}"), author="Ann")
    stored.name_version("Third", author="Bob", number=3)
    assert stored.project("third").process("P1").name == "Name 2"
    assert stored.project(3) == stored.project("Third")
    assert stored.project(0) == small
    assert stored.difference("Third").label == "1 changed"
    assert [(v.name, v.number, v.author) for v in stored.versions()] == [("Third", 3, "Bob")]
    for bad in ("Third", "THIRD", "", "12", "x" * 201):
        with pytest.raises(ValueError, match="name"):
            stored.name_version(bad, author="Ann")
    for unknown in ("Fourth", 6, -1):
        with pytest.raises(UnknownNameError):
            stored.project(unknown)


def test_snapshots_change_nothing(workspace, stored, small, monkeypatch):
    """States are the same whether whole states were written or not; no edit writes one, opening does."""
    monkeypatch.setattr("touchmap.store.states.SNAPSHOT_EVERY", 3)
    made, kept = [small], sa.select(snapshots.c.number).order_by(snapshots.c.number)
    for n in range(8):
        change = renamed(made[-1], f"Name {n}")
        stored.commit(change, author="Ann")
        made.append(change.apply(made[-1]))
        if n == 4:
            with Workspace(workspace.url) as other:
                assert other.open("Acme").project() == made[-1]
    with workspace.engine.connect() as connection:
        assert connection.execute(kept).scalars().all() == [0, 5]
    for _ in range(2):
        with Workspace(workspace.url) as other:
            assert [other.open("Acme").project(n) for n in range(9)] == made
            assert other.open("Acme").project() == made[-1]
            assert other.check().is_sound
    with workspace.engine.connect() as connection:
        assert connection.execute(kept).scalars().all() == [0, 5, 8]


def test_what_nobody_stated_is_still_known_after_opening_anew(workspace, stored, small, monkeypatch):
    """Reports name assumed defaults: whole states, edits and undo keep which values nobody stated."""
    monkeypatch.setattr("touchmap.store.states.SNAPSHOT_EVERY", 1)
    assert "attrition" not in small.providers[0].model_fields_set  # or there were nothing to see
    key, made = small.providers[0].row_key, [small]
    for change in (
        set_field(small, "providers", key, "attrition", 0.4),
        None,
        remove_row(small, "providers", key),
        None,
    ):
        if change is None:
            stored.undo("Ann")
            made.append(small)
        else:
            stored.commit(change, author="Ann")
            made.append(change.apply(small))
        with Workspace(workspace.url) as other:
            other.open("Acme").project()  # writes the whole state
        with Workspace(workspace.url) as other:
            assert unstated_text(other.open("Acme").project()) == unstated_text(made[-1])
    with Workspace(workspace.url) as other:
        states = [other.open("Acme").project(n) for n in range(5)]
        assert states == made
        assert list(map(unstated_text, states)) == list(map(unstated_text, made))
        assert other.check().is_sound


def test_the_journal_is_told_from_a_time_on(stored, small):
    """`since` may be in any zone; later edits come after earlier ones."""
    before = datetime.now(UTC)
    stored.commit(renamed(small, "Bills"), author="Ann")
    far = timezone(timedelta(hours=9))
    assert len(stored.entries(before.astimezone(far) - timedelta(seconds=1))) == 1
    assert stored.entries(datetime.now(far) + timedelta(minutes=1)) == []
    assert [e.number for e in stored.entries(after=0)] == [1]


def test_minutes_tell_edits_and_decisions_by_day(stored, small):
    """The minutes begin with who brought the project in, and hold decisions but no comments."""
    stored.commit(renamed(small, "Bills"), author="Ann")
    stored.remarks.add("Stays *here*", author="Bob", kind=RemarkKind.DECISION, table="processes", row="P1")
    stored.remarks.add("Why?", author="Bob")
    text = stored.minutes(zone=UTC)
    lines = [line for line in text.splitlines() if line.startswith("* ")]
    assert [line[8:] for line in lines] == [
        "**Ann**: Bring the project into the workspace",
        f"**Ann**: Rename ‘{small.process('P1').name}’ to ‘Bills’",
        r"**Bob** decided: Stays \*here\* (processes P1)",
    ]


def test_a_reason_stands_in_the_journal_and_the_minutes(stored, small):
    """Why is kept on one line, and nothing in it is Markdown."""
    stored.commit(renamed(small, "Bills"), author="Ann", why="As *the board*\n wished")
    assert stored.entries()[0].why == "As *the board* wished"
    assert stored.minutes().rstrip().endswith(r"to ‘Bills’ – As \*the board\* wished")
    stored.undo("Ann")
    assert stored.entries()[1].why == ""


def test_the_journal_is_read_by_the_page(stored, small):
    """The latest entries, and those before them, each oldest first."""
    for n in range(7):
        stored.commit(renamed(stored.project(), f"Name {n}"), author="Ann")
    assert [e.number for e in stored.entries(latest=3)] == [5, 6, 7]
    assert [e.number for e in stored.entries(before=5, latest=3)] == [2, 3, 4]
    assert [e.number for e in stored.entries(after=5)] == [6, 7]


def test_asking_for_the_revision_is_quick(stored):
    """Every open screen asks every second: less than 2 ms of the processor each."""
    assert stored.revision == 0
    start = time.process_time()
    for _ in range(200):
        _ = stored.revision
    assert (time.process_time() - start) / 200 < 0.002


@pytest.mark.parametrize(
    "origin", ["", "x", ":", "{id}", "{id}:", "{id}:99", "{id}:-1", "{id}:1:f", "{id}:²"]
)
def test_what_is_no_origin_of_this_project_is_none(stored, small, origin):
    """Whatever a file says; also a number of thousands of digits, and one of another history."""
    stored.commit(renamed(small, "Bills"), author="Ann")
    assert stored.number_of(stored.origin(1)) == 1
    assert stored.number_of(stored.origin(0)) == 0
    assert stored.number_of(origin.format(id=stored.project_id)) is None
    long = f"{stored.project_id}:{'9' * 5000}"
    assert stored.number_of(long) is None
    stored.commit(renamed(stored.project(), "Post"), author="Ann", source=long)
    assert [entry.number for entry, _ in stored.taken_over(long)] == [2]
    stored.undo("Ann")
    assert stored.taken_over(long) == []
    assert stored.taken_over("") == []


def test_minutes_are_in_the_readers_zone():
    """An edit shortly before midnight in London is of the next day in Tokyo."""
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    text = minutes("A|b", [Entry(1, at, "Ann\n# x", "l", "")], zone=timezone(timedelta(hours=9)))
    assert text == "# A\\|b: minutes\n\n## 2 March 2026\n\n* 08:30 **Ann \\# x**: l\n"


# --- Names ------------------------------------------------------------------------------------------


HOSTILE = "Robert'); DROP TABLE projects;-- %_\\ \"‘𝔘🏳️‍🌈"


def test_names_are_just_text(workspace, small):
    """Names that look like SQL, wildcards or markup are kept as they are."""
    stored = workspace.add(HOSTILE, small, author=HOSTILE)
    stored.commit(renamed(small, HOSTILE), author=HOSTILE)
    stored.name_version(HOSTILE, author=HOSTILE)
    stored.remarks.add(HOSTILE, author=HOSTILE)
    assert workspace.open(HOSTILE).project(HOSTILE).process("P1").name == HOSTILE
    assert stored.entries()[0].author == HOSTILE
    assert stored.undo("Robert%") is None
    with pytest.raises(EditConflictError, match="DROP TABLE"):
        stored.commit(renamed(small, "x"), author="Ann")
    assert workspace.check().is_sound


def test_characters_no_database_can_keep_lose_no_edit(workspace, small):
    """A zero character is kept in the facts, and replaced where the database has no place for it."""
    stored = workspace.add("A\0b", small, author="Ann")
    stored.commit(set_field(small, "processes", "P1", "note", "a\0b"), author="A\0nn")
    stored.remarks.add("c\0d", author="Ann")
    with Workspace(workspace.url) as again:
        assert again.open("A\ufffdb").project().process("P1").note == "a\0b"


def test_long_texts_are_kept_or_refused_in_words(stored, small):
    """Remarks of 100 kB are kept; a cell holds 20,000 characters and says so."""
    long = "ä" * 100_000
    assert stored.remarks.add(long, author="Ann").text == long
    assert stored.remarks.all()[0].text == long
    stored.commit(set_field(small, "processes", "P1", "note", long[:20_000]), author="Ann")
    assert stored.project().process("P1").note == long[:20_000]
    with pytest.raises(InvalidProjectError, match="20000"):
        set_field(small, "processes", "P1", "note", long)


def test_names_in_the_workspace_are_unique(workspace, stored, small):
    """No two projects have one name, in whatever case; the bin does not count."""
    for taken in ("Acme", "  acme ", "ACME"):
        with pytest.raises(ValueError, match="must be new"):
            workspace.add(taken, small, author="Ann")
    workspace.delete("acme", author="Ann")
    workspace.add("Acme", small, author="Ann")
    with pytest.raises(ValueError, match="must be new"):
        workspace.undelete("Acme")
    workspace.rename("Acme", "Other")
    workspace.undelete("Acme")
    assert {one.name for one in workspace.list()} == {"Acme", "Other"}
    with pytest.raises(UnknownNameError, match=r"Acme, Other|Other, Acme"):
        workspace.open("Nobody")
