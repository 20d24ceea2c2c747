"""The start page: go on, begin, answer the five questions, add stand-ins, bring in a file."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from tests.ui.conftest import settled, start_server
from touchmap.files import save
from touchmap.project.edits import add_row, set_field, set_setting
from touchmap.project.questions import Stance
from touchmap.project.reference_data import data_path
from touchmap.store import Workspace
from touchmap.store.offering import offer
from touchmap.ui.start.reading import Upload, read_as_change, read_upload
from touchmap.ui.start.when import ago


@pytest.fixture
def start(open_page):
    def opened(project=None, **params):
        return open_page("start", project, **params)

    return opened


@pytest.fixture
def empty(tmp_path, monkeypatch) -> Workspace:
    """A workspace nobody has used yet."""
    monkeypatch.setenv("TOUCHMAP_WORKSPACE", str(tmp_path / "empty.sqlite"))
    with Workspace(tmp_path / "empty.sqlite") as made:
        yield made


def test_the_first_visit_says_what_this_is_and_offers_a_sample(workspace, empty, start):
    app = start()
    assert [t.value for t in app.title] == ["Who should do what for your customers?"]
    app.button(key="open-telecom_isp").click().run()
    assert not app.exception
    (made,) = empty.list()
    assert app.query_params["project"] == made.project_id
    assert empty.open(made.project_id).project().processes


def test_a_second_copy_of_a_sample_gets_a_name_of_its_own(workspace, empty, start):
    for _ in range(2):
        start().button(key="open-insurer").click().run()
    names = {one.name for one in empty.list()}
    assert len(names) == 2
    assert any(name.endswith("(2)") for name in names)


def test_projects_are_listed_last_changed_first_with_who_and_when(workspace, start):
    stored = workspace.open("insurer")
    stored.commit(set_setting(stored.project(), "name", "Acme"), author="Bea *the* boss")
    app = start()
    captions = [c.value for c in app.caption]
    assert "changed just now by Bea \\*the\\* boss · 1 edits" in captions[0]
    assert len([c for c in captions if "no edits yet" in c]) == 2


def test_rename_delete_and_take_back(workspace, start):
    project_id = workspace.open("insurer").project_id
    app = start()
    app.text_input(key=f"name-{project_id}").set_value("Fenwick").run()
    app.button(key=f"rename-{project_id}").click().run()
    assert workspace.open(project_id).name == "Fenwick"
    app.button(key=f"delete-{project_id}").click().run()
    assert [one.name for one in workspace.list(deleted=True)] == ["Fenwick"]
    app.button(key=f"undelete-{project_id}").click().run()
    assert not workspace.list(deleted=True)


def test_a_taken_name_is_refused_in_words(workspace, start):
    project_id = workspace.open("insurer").project_id
    app = start()
    app.text_input(key=f"name-{project_id}").set_value("telecom_isp").run()
    app.button(key=f"rename-{project_id}").click().run()
    assert "there is a project" in app.error[0].value
    assert workspace.open(project_id).name == "insurer"


def test_an_own_company_starts_with_eight_stages_and_the_questions(workspace, empty, start):
    app = start(begin="blank")
    app.button(key="make-blank").click().run()
    assert "Give the company a name first" in app.error[0].value
    app.text_input(key="blank-name").set_value("Acme Energy").run()
    app.button(key="make-blank").click().run()
    assert not app.exception
    (made,) = empty.list()
    assert len(empty.open(made.project_id).project().stages) == 8
    assert app.session_state["begin"] == "questions"
    app.multiselect(key=f"q-languages-{empty.open(made.project_id).project().settings.company_id}").select(
        "nl"
    ).run()
    assert app.checkbox(key="proposal-spoken_well").value


def test_each_proposal_is_shown_and_only_what_is_ticked_is_taken_over(workspace, start):
    stored = workspace.open("insurer")
    app = start("insurer", begin="questions")
    app.button_group(key="q-stance").set_value(Stance.COST).run()
    app.multiselect(key="q-stays").select("P05").run()
    ticks = {box.key: box for box in app.checkbox}
    assert {"proposal-stance", "proposal-stays_process"} <= set(ticks)
    assert any("whatever it costs" in c.value for c in app.caption)
    for key, box in ticks.items():
        if key != "proposal-stays_process" and box.value:
            box.uncheck()
    app.run()
    app.button(key="take-over").click().run()
    assert not app.exception
    (entry,) = stored.entries()
    assert entry.label.startswith("Answer the five questions: 1 proposal")
    assert [r.rule_id for r in stored.project().rules if r.rule_id == "stays_process"]
    assert not stored.project().settings.stance.startswith("Customer contact is a cost")
    app.button(key="undo").click().run()
    assert stored.project() == stored.project(0)


def test_stand_ins_are_previewed_then_added_as_one_edit(workspace, start):
    stored = workspace.open("online_retailer")
    app = start("online_retailer", begin="market")
    app.multiselect(key="market-countries").set_value(["PT", "IN"]).run()
    names = list(app.dataframe[0].value["name"])
    assert names == ["Market stand-in Portugal (nearshore)", "Market stand-in India (offshore)"]
    assert not stored.entries()
    app.button(key="add-market").click().run()
    assert {"MKT-PT", "MKT-IN"} <= {p.provider_id for p in stored.project().providers}
    assert len(stored.entries()) == 1


# --- Files ----------------------------------------------------------------------------------------------


def _workbook(project, tmp_path, origin="") -> bytes:
    path = tmp_path / "book.xlsx"
    save(project, path, origin=origin)
    return path.read_bytes()


def _sent(app, name, content):
    app.file_uploader[0].upload(name, content).run()
    return app


def test_a_workbook_becomes_a_project(workspace, start, tmp_path):
    project = workspace.open("insurer").project()
    app = _sent(start(begin="file"), "acme.xlsx", _workbook(project, tmp_path))
    app.button(key="import-new").click().run()
    assert not app.exception
    made = workspace.list()[0]
    assert made.name == project.settings.name
    assert workspace.open(made.project_id).project() == project
    assert f"{project.settings.name}".split(" ")[0] in app.success[0].value


def test_a_zip_of_tables_and_a_document_become_projects(workspace, start, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in (data_path() / "insurer").glob("*.csv"):
            archive.write(file, f"insurer/{file.name}")
    app = _sent(start(begin="file"), "tables.zip", packed.getvalue())
    app.button(key="import-new").click().run()
    save(workspace.open("telecom_isp").project(), tmp_path / "a.json")
    app = _sent(start(begin="file"), "a.json", (tmp_path / "a.json").read_bytes())
    app.button(key="import-new").click().run()
    assert len(workspace.list()) == 5


def test_every_problem_is_told_and_after_the_import_links_to_its_field(workspace, start, tmp_path):
    """A process on a stage that is not there: not finished, but it can be brought in and corrected here."""
    project = workspace.open("insurer").project()
    broken = project.replace(
        processes=(project.processes[0].model_copy(update={"stage_id": "ST99"}), *project.processes[1:])
    )
    app = _sent(start(begin="file"), "acme.xlsx", _workbook(broken, tmp_path))
    found = app.dataframe[0].value
    assert any("ST99" in text for text in found["message"])
    assert "link" not in found
    app.button(key="import-new").click().run()
    told = app.dataframe[0].value
    links = [link for link in told["link"] if link]
    made = workspace.list()[0].project_id
    assert any(f"tables?project={made}&table=processes&row=P01&field=stage_id" in link for link in links)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", b"no workbook"), ("a.json", b"{"), ("a.zip", b"PK\x03\x04broken"), ("a.json", b'{"x": 1}')],
)
def test_what_is_no_project_is_refused_in_words(workspace, start, name, content):
    app = _sent(start(begin="file"), name, content)
    assert not app.exception
    assert app.error or len(app.dataframe)
    assert not [button for button in app.button if button.key == "import-new"]
    assert len(workspace.list()) == 3


def test_a_file_is_read_once_for_its_content(monkeypatch):
    """Drawing the page again does not read the file again; another content is read."""
    import touchmap.ui.start.reading as module

    read = []
    monkeypatch.setattr(module, "_read", lambda path: read.append(path) or None)
    for content in (b"one", b"one", b"two"):
        read_upload(Upload("a.json", content))
    assert len(read) == 2


def test_a_changed_workbook_is_shown_as_a_difference_and_taken_over_as_one_edit(workspace, start, tmp_path):
    """Written from edit 1; meanwhile somebody renamed a process it changes too: that cell is refused."""
    stored = workspace.open("insurer")
    stored.commit(set_field(stored.project(), "processes", "P02", "complexity", 5), author="Ann")
    written = stored.project()
    stage = written.stages[0].stage_id
    changed = set_field(written, "processes", "P01", "name", "From the sheet").apply(written)
    changed = set_field(changed, "processes", "P03", "name", "Sheet too").apply(changed)
    changed = add_row(
        changed, "touchpoints", {"touchpoint_id": "T-NEW", "stage_id": stage, "name": "Desk"}
    ).apply(changed)
    origin = f"{stored.project_id}:{stored.revision}"
    content = _workbook(changed, tmp_path, origin)
    stored.commit(set_field(stored.project(), "processes", "P01", "name", "By Bob"), author="Bob")
    app = _sent(start(begin="file"), "back.xlsx", content)
    table = app.dataframe[0].value
    assert list(table["what"]) == ["⛔ refused", "＋ added", "✎ changed"]
    assert any("Bob" in warning.value for warning in app.warning)
    assert stored.revision == 2
    app.button(key="take-change").click().run()
    assert not app.exception
    after = stored.project()
    assert {p.process_id: p.name for p in after.processes}["P01"] == "By Bob"
    assert {p.process_id: p.name for p in after.processes}["P03"] == "Sheet too"
    assert stored.revision == 3
    stored.undo(stored.entries()[-1].author)
    assert "T-NEW" not in {t.touchpoint_id for t in stored.project().touchpoints}


def test_the_same_workbook_again_changes_nothing(workspace, tmp_path):
    stored = workspace.open("insurer")
    origin = f"{stored.project_id}:0"
    changed = set_field(stored.project(), "processes", "P01", "name", "New").apply(stored.project())
    upload = Upload("a.xlsx", _workbook(changed, tmp_path, origin))
    first = offer(stored, lambda before: read_as_change(upload, before), origin, author="Ann")
    stored.commit(first.change("a.xlsx"), author="Ann", seen=first.seen, source=first.source)
    again = offer(stored, lambda before: read_as_change(upload, before), origin, author="Ann")
    assert again.whole.is_empty
    assert (again.before, again.known) == ((1,), 1)


# --- Words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=59), "59 min ago"),
        (timedelta(hours=3), "today at 09:00"),
        (timedelta(hours=13), "yesterday at 23:00"),
        (timedelta(days=40), "23 Jan 2026"),
    ],
)
def test_moments_are_told_as_people_do(back, said):
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert ago(noon - back, noon) == said


def test_hostile_names_are_text(workspace, start):
    """A project named like markup is shown with its marks escaped."""
    workspace.rename("insurer", "<img src=x onerror=alert(1)> **bold** [x](javascript:1)")
    app = start()
    labels = [link.label for link in app.get("page_link")]
    assert any(r"\<img src\=x onerror\=alert\(1\)\> \*\*bold\*\*" in label for label in labels)


def test_a_file_of_no_known_state_waits_until_somebody_says_which(workspace, start, tmp_path):
    """Held against now it would turn back Bob's edit; held against edit 0 it only changes what it changes."""
    stored = workspace.open("insurer")
    first = stored.project()
    changed = set_field(first, "processes", "P01", "name", "From the sheet").apply(first)
    content = _workbook(changed, tmp_path)
    stored.commit(set_field(first, "processes", "P03", "name", "By Bob"), author="Bob")
    app = _sent(start("insurer", begin="file"), "back.xlsx", content)
    app.selectbox(key="target-").set_value(stored.project_id).run()
    assert app.button(key="take-change").disabled
    app.number_input(key=f"seen-{stored.project_id}").set_value(0).run()
    app.button(key="take-change").click().run()
    names = {p.process_id: p.name for p in stored.project().processes}
    assert (names["P01"], names["P03"]) == ("From the sheet", "By Bob")


HOSTILE = (
    "<img src=x onerror=window.hacked=1>",
    "<script>window.hacked=1</script>",
    "<svg/onload=window.hacked=1>",
    "[x](javascript:window.hacked=1)",
    "**bold** `code` $x^2$ :red[x] &lt;b&gt;",
    "=HYPERLINK(1)",
    "\u202eright to left",
    "👩‍👩‍👧 café",
)


@pytest.mark.slow
def test_hostile_names_are_never_run_nor_read_as_markup(server, browser_page):
    """Of projects, of who changed them, in the bin, in the header, in the questions, in messages."""
    browser_page.set_default_timeout(60_000)
    place = Workspace(server.workspace_file)
    for number, text in enumerate(HOSTILE):
        stored = place.add(text, place.open("insurer").project(), author=text)
        change = set_field(stored.project(), "processes", "P01", "name", text)
        stored.commit(change, author=text)
        if number % 2:
            place.delete(text, author=text)
    stored = place.open(HOSTILE[0])
    alerts = []
    browser_page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    for address in (
        server.address("", None),
        server.address("", HOSTILE[0], begin="questions"),
        server.address("history", HOSTILE[0]),
    ):
        browser_page.goto(address)
        settled(browser_page)
        browser_page.wait_for_timeout(500)
        assert browser_page.evaluate("window.hacked") is None
        assert (
            browser_page.locator(".stApp img[src='x'], .stApp script, .stApp a[href^=javascript]").count()
            == 0
        )
    browser_page.goto(server.address("", HOSTILE[0]))
    settled(browser_page)
    for text in HOSTILE[:5:2]:
        browser_page.get_by_text(text, exact=True).first.wait_for()
    stored.commit(set_setting(stored.project(), "name", HOSTILE[1]), author=HOSTILE[2])
    toast = browser_page.get_by_test_id("stToast").filter(has_text=HOSTILE[2])
    toast.first.wait_for()
    assert browser_page.evaluate("window.hacked") is None
    assert alerts == []


@pytest.mark.slow
def test_from_the_first_visit_to_the_first_blend(tmp_path, browser_page):
    """Two clicks: a sample, then solve. It is meant for a minute; a busy machine gets two for each step."""
    started, process = start_server(tmp_path, tmp_path / "new.sqlite")
    try:
        browser_page.set_default_timeout(120_000)
        browser_page.goto(started.url)
        settled(browser_page)
        browser_page.locator(".st-key-blend-telecom_isp button").first.click()
        browser_page.locator(".st-key-solve button").first.click()
        browser_page.get_by_text("Solved:").first.wait_for()
        with Workspace(tmp_path / "new.sqlite") as place:
            assert place.open(place.list()[0].project_id).results.latest("blended") is not None
    finally:
        process.terminate()
        process.wait(20)
