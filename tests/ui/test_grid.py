"""The grid: what is typed becomes edits of the right rows, whatever the order, and nothing typed is lost."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

import touchmap
from touchmap.errors import InvalidProjectError
from touchmap.files.columns import columns
from touchmap.project import Process, Project, System
from touchmap.project.edits import Change, combine, set_field
from touchmap.project.model import TABLES
from touchmap.ui.parts.grid_cells import cell_of, shown_value, typed_value
from touchmap.ui.parts.grid_edits import Sheet, Typed, aligned, take
from touchmap.ui.parts.grid_ids import next_id

NAMES = ("system_id", "name", "data_class", "integration_cost")


@pytest.fixture(scope="module")
def telecom() -> Project:
    """The sample telecom company."""
    return touchmap.example("telecom_isp")


def systems(count: int) -> Project:
    """A project of nothing but systems S0, S1 …"""
    return Project(systems=tuple(System(system_id=f"S{n}", name=f"System {n}") for n in range(count)))


def sheet_of(project: Project, table: str = "systems") -> Sheet:
    """The whole table, frozen."""
    return Sheet.show(table, project.rows(table))


@pytest.mark.parametrize("sample", ["telecom_isp", "insurer", "online_retailer"])
def test_every_cell_of_a_sample_reads_back_as_the_value_it_shows(sample):
    """Thousands, percentages and m:ss are only another way to write the same figure."""
    project = touchmap.example(sample)
    for table in TABLES:
        for row in project.rows(table):
            plain = row.model_dump(mode="json")
            for name, column in columns(table).items():
                if name in row.model_fields_set or not column.required:
                    assert typed_value(column, cell_of(column, row)) == plain[name], (table, name)


@given(st.floats(0, 1e10, allow_nan=False), st.sampled_from(["contacts_per_month", "handle_seconds"]))
def test_any_figure_reads_back_exactly(value, name):
    """What a grid shows of a figure is the figure, to the last digit."""
    column = columns("demand")[name]
    if name == "handle_seconds":
        value = min(max(value, 1e-3), 1e6)
    assert typed_value(column, shown_value(column, value)) == value


def test_percentages_may_be_typed_without_their_sign():
    """20, 20 % and 0.2 are the same share."""
    share = columns("providers")["occupancy"]
    assert {typed_value(share, text) for text in ("20", "20 %", "0.2", "0,2", "20,0%")} == {0.2}


def test_typing_down_a_column_sets_one_cell_of_each_row(telecom):
    """Four cells told one after another are four edits; each is made of what is new only."""
    sheet, project = sheet_of(telecom, "demand"), telecom
    cells: dict[int, dict[str, Any]] = {}
    for n, text in enumerate(("100", "200", "1 300", "4:00")):
        cells[n] = {"contacts_per_month": text}
        taken = take(sheet, project, Typed({k: dict(v) for k, v in cells.items()}))
        sheet, project = taken.sheet, taken.project
        assert len(taken.changes) == (0 if text == "4:00" else 1)
    assert [d.contacts_per_month for d in project.demand[:3]] == [100, 200, 1300]
    assert project.demand[3] == telecom.demand[3]
    (told,) = sheet.refused
    assert (told.row, told.column, told.value) == (
        telecom.demand[3].demand_id,
        "contacts_per_month",
        "4:00",
    )
    assert "not a number" in told.why
    assert "digits" in told.remedy


def test_a_refused_cell_is_forgotten_once_it_is_right(telecom):
    """Correcting what was refused sets the cell and clears the reason; so does putting it back."""
    sheet = sheet_of(telecom, "processes")
    first = take(sheet, telecom, Typed({2: {"touch_need": "9"}}))
    assert first.sheet.refused[0].why.startswith("touch_need is 9, outside its legal range")
    right = take(first.sheet, first.project, Typed({2: {"touch_need": "5"}}))
    assert not right.sheet.refused
    assert right.project.processes[2].touch_need == 5
    back = take(first.sheet, first.project, Typed())
    assert not back.sheet.refused
    assert back.project == telecom


def test_what_is_refused_is_shown_again_when_the_table_is_frozen_anew(telecom):
    """Others' edits or another filter do not take away what still has to be corrected."""
    taken = take(sheet_of(telecom, "processes"), telecom, Typed({2: {"touch_need": "9"}}))
    anew = sheet_of(telecom, "processes").with_refused(taken.sheet.refused)
    assert anew.base[2]["touch_need"] == "9"
    assert take(anew, telecom, Typed({2: {"touch_need": "4"}})).project.processes[2].touch_need == 4


def test_an_unknown_id_is_refused_with_those_there_are(telecom):
    """A reference that leads nowhere never gets into the project."""
    taken = take(sheet_of(telecom, "demand"), telecom, Typed({0: {"process_id": "P99"}}))
    assert taken.project == telecom
    assert "P01" in taken.sheet.refused[0].remedy


def test_a_new_row_waits_until_it_is_complete(telecom):
    """A row is added once its required cells are filled in, with the next id if none was typed."""
    sheet = sheet_of(telecom, "demand")
    begun = take(sheet, telecom, Typed(added=({"contacts_per_month": "500"},)))
    assert begun.project == telecom
    assert {r.column for r in begun.sheet.refused} == {"process_id", "handle_seconds"}
    assert begun.sheet.unfinished == ({"contacts_per_month": "500"},)
    full = {"contacts_per_month": "500", "process_id": "P12", "handle_seconds": "3:00"}
    done = take(begun.sheet, begun.project, Typed(added=(full,)))
    assert not done.sheet.refused
    row = done.project.demand[-1]
    assert (row.demand_id, row.handle_seconds) == (done.sheet.added_keys[0], 180)
    more = take(done.sheet, done.project, Typed(added=({**full, "channel": "chat"},)))
    assert more.project.demand[-1].channel == "chat"
    assert len(more.project.demand) == len(telecom.demand) + 1


def test_a_row_begun_is_carried_over_when_the_table_is_frozen_anew(telecom):
    """What was typed into a row that is not complete is still there, and can be completed."""
    begun = take(sheet_of(telecom, "demand"), telecom, Typed(added=({"contacts_per_month": "500"},)))
    anew = Sheet.show("demand", telecom.demand, drafts=begun.sheet.unfinished)
    n = len(telecom.demand)
    assert anew.base[n]["contacts_per_month"] == "500"
    done = take(anew, telecom, Typed({n: {"process_id": "P12", "handle_seconds": "180"}}))
    assert done.project.demand[-1].contacts_per_month == 500
    assert done.sheet.keys[n] == done.project.demand[-1].demand_id


def test_ids_may_be_passed_on_from_row_to_row():
    """Pasting a column of ids shifted by one row works, though each is taken at first."""
    taken = take(
        sheet_of(systems(3)),
        systems(3),
        Typed({0: {"system_id": "S1"}, 1: {"system_id": "S2"}, 2: {"system_id": "S3"}}),
    )
    assert [s.system_id for s in taken.project.systems] == ["S1", "S2", "S3"]
    assert [s.name for s in taken.project.systems] == ["System 0", "System 1", "System 2"]
    assert not taken.sheet.refused


def test_taking_a_row_out_takes_what_hangs_on_it_and_says_so(telecom):
    """The label of the edit names what goes along."""
    taken = take(sheet_of(telecom, "processes"), telecom, Typed(deleted=frozenset({0})))
    assert not any(d.process_id == "P01" for d in taken.project.demand)
    assert "demand stream" in taken.change("batch").label


def test_a_pasted_block_is_one_edit(telecom):
    """Twelve cells and a new row are undone as a whole."""
    cells = {n: {"complexity": "4", "touch_need": "2"} for n in range(6)}
    taken = take(sheet_of(telecom, "processes"), telecom, Typed(cells, added=({"name": "New"},)))
    change = taken.change("Block")
    assert change.apply(telecom) == taken.project
    assert change.inverse().apply(taken.project) == telecom
    assert (
        len(taken.changes)
        == len([1 for p in telecom.processes[:6] if p.complexity != 4])
        + len([1 for p in telecom.processes[:6] if p.touch_need != 2])
        + 1
    )


def test_next_id_follows_those_of_the_table():
    """Ids go on as the table counts, with as many digits."""
    numbered = Project(processes=tuple(Process(process_id=i, name="x") for i in ("P01", "P09", "EXTRA")))
    assert next_id(numbered, "processes") == "P10"


# --- Any sequence of edits gives what a plain list would --------------------------------------------------

_RIGHT = {
    "name": ["A", "B"],
    "data_class": ["1", "4", ""],
    "integration_cost": ["1 000", "12.5", ""],
}
_ANY = {
    "name": ["A", "B", ""],
    "data_class": ["1", "4", "9", "", "x"],
    "integration_cost": ["1 000", "12.5", "", "-1"],
}


def _ops(texts: dict[str, list[str]]) -> st.SearchStrategy:
    """Edits, additions and deletions with a row's number, cells, and whether the grid tells them at once."""
    cells = st.fixed_dictionaries({}, optional={name: st.sampled_from(t) for name, t in texts.items()})
    nothing = st.just({})
    numbers, look = st.integers(0, 30), st.booleans()
    kinds = (("edit", cells), ("add", cells), ("delete", nothing))
    return st.lists(st.one_of(*(st.tuples(st.just(k), numbers, c, look) for k, c in kinds)), max_size=12)


class Screen:
    """What a grid holds in the browser, beside a plain list of what its rows should become."""

    def __init__(self, project: Project) -> None:
        self.count = len(project.systems)
        self.cells: dict[int, dict[str, Any]] = {}
        self.added: list[dict[str, Any]] = []
        self.deleted: set[int] = set()
        self.model: dict[str, dict[str, Any]] = {
            s.system_id: s.model_dump(mode="json") for s in project.systems
        }
        self.keys: list[str] = [s.system_id for s in project.systems]
        self.ids = 0

    def typed(self) -> Typed:
        return Typed(
            {n: dict(c) for n, c in self.cells.items()}, tuple(map(dict, self.added)), frozenset(self.deleted)
        )

    def do(self, kind: str, n: int, cells: dict[str, Any]) -> None:
        if kind == "edit":
            rows = [
                *(("base", i) for i in range(self.count) if i not in self.deleted),
                *(("new", i) for i in range(len(self.added))),
            ]
            if rows:
                where, i = rows[n % len(rows)]
                target = self.cells.setdefault(i, {}) if where == "base" else self.added[i]
                target.update(cells)
                self._set(self.keys[i] if where == "base" else self.added[i]["system_id"], cells)
        elif kind == "add":
            self.ids += 1
            key = f"N{self.ids}"
            self.added.append(
                {"system_id": key, "name": "New", **{k: v for k, v in cells.items() if k != "name"}}
            )
            try:
                self.model[key] = _row(self.added[-1])
            except InvalidProjectError:
                self.model[key] = {"waits": True}
        elif kind == "delete":
            rows = [
                *(("base", i) for i in range(self.count) if i not in self.deleted),
                *(("new", i) for i in range(len(self.added))),
            ]
            if rows:
                where, i = rows[n % len(rows)]
                if where == "base":
                    self.deleted.add(i)
                    self.cells.pop(i, None)
                    self.model.pop(self.keys[i])
                else:
                    self.model.pop(self.added.pop(i)["system_id"])

    def _set(self, key: str, cells: dict[str, Any]) -> None:
        row = self.model[key]
        if row.get("waits"):
            added = next(a for a in self.added if a["system_id"] == key)
            with suppress(InvalidProjectError):
                self.model[key] = _row(added)
            return
        for name, text in cells.items():
            with suppress(InvalidProjectError):
                row[name] = _value(name, text)


def _value(name: str, text: str) -> Any:
    """What a cell becomes, worked out without the grid; refused ones raise."""
    bad = {"name": {""}, "data_class": {"9", "x"}, "integration_cost": {"-1"}}
    if text in bad.get(name, ()):
        raise InvalidProjectError([])
    good = {
        "data_class": {"1": 1, "4": 4, "": 2},
        "integration_cost": {"1 000": 1000.0, "12.5": 12.5, "": None},
    }
    return good[name][text] if name in good else text


def _row(cells: dict[str, Any]) -> dict[str, Any]:
    values = {name: _value(name, text) for name, text in cells.items() if text != ""}
    return System(**values).model_dump(mode="json")


class Watched:
    """A grid whose edits are taken now and then."""

    def __init__(self, project: Project) -> None:
        self.screen, self.sheet, self.now, self.begun = Screen(project), sheet_of(project), project, project
        self.changes: list[Change] = []

    def look(self) -> None:
        taken = take(self.sheet, self.now, self.screen.typed())
        self.sheet, self.now = taken.sheet, taken.project
        self.changes += taken.changes

    def hold(self) -> None:
        """The rows are those of the plain list, and the journal leads there."""
        wanted = {k: v for k, v in self.screen.model.items() if not v.get("waits")}
        assert {s.system_id: s.model_dump(mode="json") for s in self.now.systems} == wanted
        assert combine("all", self.changes).apply(self.begun) == self.now


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 4), _ops(_ANY))
def test_any_sequence_of_edits_gives_what_a_plain_list_would(count, ops):
    """However cells, new rows and deletions follow each other, the right rows get the right values."""
    grid = Watched(systems(count))
    for op in ops:
        grid.screen.do(*op[:3])
        grid.look()
    grid.hold()


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 4), _ops(_RIGHT))
def test_edits_told_together_give_the_same_as_one_by_one(count, ops):
    """The grid may tell several edits at once; only a deletion is always told by itself."""
    grid = Watched(systems(count))
    for kind, n, cells, look in ops:
        if kind == "delete":
            grid.look()
        grid.screen.do(kind, n, cells)
        if look or kind == "delete":
            grid.look()
    grid.look()
    grid.hold()


@given(st.lists(st.integers(0, 99), unique=True, max_size=6), st.data())
def test_rows_that_are_left_are_found_again_after_some_were_taken_out(numbers, data):
    """Whichever added rows are taken out, each of the others is known by what it holds."""
    old = [{"name": str(n)} for n in numbers]
    kept = [n for n in range(len(old)) if data.draw(st.booleans())]
    assert aligned(old, [old[n] for n in kept]) == kept


# --- In a real browser ------------------------------------------------------------------------------------


class Typist:
    """Somebody who types into the grid of a page."""

    def __init__(self, page) -> None:
        self.page = page
        self.frame = page.locator("[data-testid='stDataFrame']").first

    def select(self, column: str, row: int) -> None:
        """Click a cell; rows count from 0."""
        self.page.wait_for_selector("[data-testid='stDataFrame'] canvas")
        self.frame.scroll_into_view_if_needed()
        heads = self.frame.locator("th")
        heads.filter(has_text=column).first.wait_for(state="attached")
        number = next(n for n, text in enumerate(heads.all_inner_texts()) if text.strip() == column)
        # The key is always in sight; from there on the keyboard leads to the column. What is drawn above
        # the grid may move it away under the pointer: then the click is done again.
        for _ in range(5):
            box = self.frame.bounding_box()
            self.page.mouse.click(box["x"] + 60, box["y"] + 35 * (row + 1) + 17)
            if self._is_selected(1, row):
                break
        for _ in range(number):
            self.page.keyboard.press("ArrowRight")
        assert self._is_selected(number + 1, row, seconds=20)

    def _is_selected(self, column: int, row: int, seconds: float = 2) -> bool:
        cell = self.frame.locator(f"td#glide-cell-{column}-{row}[aria-selected='true']")
        try:
            cell.wait_for(state="attached", timeout=1000 * seconds)
        except PlaywrightTimeout:
            return False
        return True

    def begin(self, text: str) -> None:
        """Type into a cell without leaving it; the first key opens it, which takes a moment."""
        self.page.keyboard.type(text[0])
        self.page.wait_for_selector("textarea.gdg-input")
        self.drawn()
        self.page.keyboard.type(text[1:], delay=30)

    def enter(self) -> None:
        """Leave the cell downwards, as fast as a person could and no faster."""
        self.drawn()
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("textarea.gdg-input", state="detached")
        self.drawn()

    def drawn(self) -> None:
        """Wait until the browser has drawn what was typed."""
        twice = "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))"
        self.page.evaluate(f"new Promise(done => {twice})")

    def type(self, *texts: str) -> None:
        """Type down a column."""
        for text in texts:
            self.begin(text)
            self.enter()


def eventually(found, page, tries: int = 60) -> None:
    """Wait until something has become true."""
    for _ in range(tries):
        if found():
            return
        page.wait_for_timeout(250)
    assert found()


@pytest.mark.slow
def test_typing_down_a_column_loses_nothing_while_somebody_else_edits(show, server):
    """Four of four cells arrive, and so does a fifth that was half typed; then the other's edit shows."""
    page, stored = show("tables", table="demand", columns="essential"), server.stored()
    typist = Typist(page)
    typist.select("Contacts per month", 0)
    typist.type("101", "102")
    stored.commit(set_field(stored.project(), "demand", "F010", "contacts_per_month", 7000), author="Bea")
    typist.type("103", "104")
    typist.begin("1")
    stored.commit(set_field(stored.project(), "demand", "F011", "contacts_per_month", 777), author="Bea")
    page.wait_for_timeout(2500)
    page.keyboard.type("05", delay=30)
    typist.enter()
    wanted = [101, 102, 103, 104, 105]
    for _ in range(60):
        found = [d.contacts_per_month for d in stored.project().demand[:5]]
        if found == wanted:
            break
        page.wait_for_timeout(250)
    assert found == wanted
    page.wait_for_selector("text=Others have edited this table")
    page.locator("h1").click()
    page.wait_for_selector("text=Others have edited this table", state="detached")
    cells = page.locator("[data-testid^='glide-cell-']")
    eventually(lambda: "7 000" in [text.replace("\u202f", " ") for text in cells.all_inner_texts()], page)
    assert {d.demand_id: d.contacts_per_month for d in stored.project().demand}["F011"] == 777


@pytest.mark.slow
def test_a_block_pastes_from_a_spreadsheet_and_says_what_it_refuses(show, server, context):
    """Right cells are one edit; wrong ones stay as they are, with the reason, until they are corrected."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page, stored = show("tables", "insurer", table="demand"), server.stored("insurer")
    before, edits = stored.project(), len(stored.entries())
    typist = Typist(page)
    typist.select("Contacts per month", 0)
    page.evaluate("navigator.clipboard.writeText('1 250\\t6:10\\n1300\\tabc\\n2000\\t5:00')")
    page.keyboard.press("Control+V")
    wanted = [(1250, 370), (1300, before.demand[1].handle_seconds), (2000, 300)]

    def pasted() -> bool:
        return [(d.contacts_per_month, d.handle_seconds) for d in stored.project().demand[:3]] == wanted

    eventually(pasted, page)
    assert len(stored.entries()) == edits + 1
    refused = page.locator(".st-key-refused-grid-tables-demand")
    for told in (before.demand[1].demand_id, "abc", "6:10"):  # the last is the remedy
        expect(refused.locator("td").filter(has_text=told).first).to_be_visible()
    typist.select("Handle time (m:ss)", 1)
    typist.type("4:00")
    eventually(lambda: stored.project().demand[1].handle_seconds == 240, page)
    refused.wait_for(state="detached")


@pytest.mark.slow
def test_what_is_pasted_into_a_column_of_choices_is_understood_or_told(show, server, context):
    """A choice may be pasted as it is shown; what is none is told with its row and column."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page, stored = show("tables", "insurer", table="touchpoints"), server.stored("insurer")
    before = stored.project().touchpoints
    others = ["chat" if t.channel.value != "chat" else "phone" for t in before[:3]]
    Typist(page).select("Channel", 0)
    page.evaluate(f"navigator.clipboard.writeText('{others[0].title()}\\ntelefax\\n{others[2]}')")
    page.keyboard.press("Control+V")
    wanted = [others[0], before[1].channel.value, others[2]]
    eventually(lambda: [t.channel.value for t in stored.project().touchpoints[:3]] == wanted, page)
    told = page.locator("[class*='st-key-notice-']")
    for word in ("telefax", before[1].touchpoint_id, "Channel"):
        expect(told).to_contain_text(word)
    assert stored.project().touchpoints[3:] == before[3:]


@pytest.mark.slow
def test_a_row_is_added_below_and_undo_takes_it_back(show, server, context):
    """What is pasted below the last row is a new row with an id of its own; undo takes it back."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page, stored = show("tables", "online_retailer", table="departments"), server.stored("online_retailer")
    count = len(stored.project().departments)
    last = stored.project().departments[-1]
    Typist(page).select("Name", count - 1)
    page.evaluate(f"navigator.clipboard.writeText({last.name!r} + '\\nLegal affairs')")
    page.keyboard.press("Control+V")
    eventually(lambda: stored.project().departments[-1].name == "Legal affairs", page)
    assert len(stored.project().departments) == count + 1
    page.get_by_role("button", name="Undo").first.click()
    eventually(lambda: len(stored.project().departments) == count, page)
