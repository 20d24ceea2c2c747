"""Random sequences of edits by several people: every state is kept, undo touches only one's own."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.project.small import small_project
from tests.store.dice import throw
from touchmap.project.edits import difference
from touchmap.project.stating import unstated_text
from touchmap.store import EditConflictError, Workspace

AUTHORS = st.sampled_from(["Ann", "Bob", "Cid"])


class Together(RuleBasedStateMachine):
    """Three people, each with the project open; a plain list of all states is what the store must equal."""

    @initialize()
    def begin(self):
        self.folder = tempfile.TemporaryDirectory()
        place = Path(self.folder.name) / "w.sqlite"
        first = small_project()
        self.workspaces = {name: Workspace(place) for name in ("Ann", "Bob", "Cid")}
        self.workspaces["Ann"].add("Acme", first, author="Ann")
        self.stored = {name: w.open("Acme") for name, w in self.workspaces.items()}
        self.states, self.authors = [first], [""]

    def done(self, entry, after):
        """Note what an edit gave."""
        assert entry.number == len(self.states)
        assert entry.hash == after.hash
        self.states.append(after)
        self.authors.append(entry.author)

    @rule(author=AUTHORS, seed=st.integers(0, 10**6), back=st.integers(0, 3))
    def edit(self, author, seed, back):
        """An edit on a state that may be up to three edits old."""
        seen = max(0, len(self.states) - 1 - back)
        change = throw(self.states[seen], random.Random(seed))
        now = self.states[-1]
        try:
            entry = self.stored[author].commit(change, author=author, seen=seen)
        except EditConflictError:
            assert back
            return
        self.done(entry, change.apply(now))

    @rule(author=AUTHORS, again=st.booleans())
    def take_back(self, author, again):
        """Undo or redo: only cells of the author's own edit change."""
        stored, now = self.stored[author], self.states[-1]
        try:
            entry = stored.redo(author) if again else stored.undo(author)
        except EditConflictError:
            return
        if entry is None:
            return
        assert self.authors[entry.undoes] == author
        after = stored.project()
        mine = difference(self.states[entry.undoes - 1], self.states[entry.undoes])
        touched = {(table, row) for table, row, _ in difference(now, after).cells if row}
        own = {(table, row) for table, row, _ in mine.cells} | {
            (step.table, key) for step, key in zip(mine.steps, mine.keys_after, strict=True)
        }
        assert touched <= own
        self.done(entry, after)

    @invariant()
    def all_see_the_same(self):
        """Whoever looks sees the latest state."""
        if hasattr(self, "stored"):
            for stored in self.stored.values():
                assert stored.project() == self.states[-1]
                assert unstated_text(stored.project()) == unstated_text(self.states[-1])
                assert stored.revision == len(self.states) - 1

    def teardown(self):
        """Every state there ever was can be opened, and the journal replays."""
        if hasattr(self, "stored"):
            cold = Workspace(Path(self.folder.name) / "w.sqlite")
            opened = [cold.open("Acme").project(n) for n in range(len(self.states))]
            assert opened == self.states
            assert list(map(unstated_text, opened)) == list(map(unstated_text, self.states))
            assert cold.check().problems == ()
            for workspace in (cold, *self.workspaces.values()):
                workspace.close()
            self.folder.cleanup()


TestTogether = pytest.mark.slow(Together.TestCase)
TestTogether.settings = settings(max_examples=10, stateful_step_count=20, deadline=None)
