"""The short ways of writing tables."""

import pytest

from touchmap.errors import InvalidProjectError
from touchmap.files import load, project_from_tables, read_project
from touchmap.project.shorthand import COLUMN_ALIASES, column_names, field_name, spell_out
from touchmap.project.vocabulary import Channel, SourcingModel

LIST = [
    {"name": "Billing", "contacts_per_month": 9000, "handle_seconds": 300},
    {
        "name": "Claims",
        "contacts_per_month": 4000,
        "handle_seconds": "7:00",
        "channel": "E-mail",
        "language": "nl",
    },
]
OWN = [{"name": "Own team", "sourcing_model": "In-house", "base_rate": 35}]


def test_two_lists_are_a_project():
    """A process list and a provider list are all it takes."""
    project = project_from_tables({"processes": LIST, "providers": OWN})
    assert [p.process_id for p in project.processes] == ["P1", "P2"]
    assert [(d.demand_id, d.process_id) for d in project.demand] == [("P1", "P1"), ("P2", "P2")]
    assert project.demand[1].handle_seconds == 420
    assert project.demand[1].channel is Channel.EMAIL
    assert project.providers[0].provider_id == "PR1"
    assert project.providers[0].sourcing_model is SourcingModel.IN_HOUSE


def test_two_csv_files_in_peoples_words(tmp_path):
    """The same two lists load from CSV files with the headings people use."""
    (tmp_path / "Processes.csv").write_text("Process;Volume;AHT (s)\nBilling;9.000,5;6:10\n")
    (tmp_path / "providers.csv").write_text("Vendor,Model,Hourly rate (EUR)\nOwn team,inhouse,35\n")
    project = load(tmp_path)
    assert project.demand[0].contacts_per_month == 9000.5
    assert project.demand[0].handle_seconds == 370
    assert project.providers[0].base_rate == 35


def test_demand_rows_win():
    """Where the demand table has a process, the volume in the process row is not used, and that is told."""
    tables = {
        "processes": [{"process_id": "P1", "name": "Billing", "contacts_per_month": 1, "handle_seconds": 1}],
        "demand": [
            {"demand_id": "D1", "process_id": "P1", "contacts_per_month": 9000, "handle_seconds": 300}
        ],
    }
    spelled = spell_out(tables)
    assert [row["demand_id"] for row in spelled.tables["demand"]] == ["D1"]
    assert [issue.code for issue in spelled.issues] == ["not_used"]


def test_generated_stream_id_avoids_clashes():
    """A stream made from a process row gets an id no other stream has."""
    tables = {
        "processes": [
            {"process_id": "P1", "contacts_per_month": 1, "handle_seconds": 1},
            {"process_id": "P2"},
        ],
        "demand": [{"demand_id": "P1", "process_id": "P2"}],
    }
    assert [row["demand_id"] for row in spell_out(tables).tables["demand"]] == ["P1", "P1-2"]


def test_one_missing_id_is_an_error():
    """Ids are only made up for a table that has none; a hole in a column of ids is a mistake."""
    rows = [{"process_id": "A", "name": "Billing"}, {"name": "Claims"}]
    with pytest.raises(InvalidProjectError) as caught:
        project_from_tables({"processes": rows, "providers": OWN}, check=False)
    assert [(i.code, i.where.column) for i in caught.value.issues] == [("blank_required", "process_id")]


def test_names_refer_where_ids_were_made_up():
    """Where ids were made up, other tables may name a process or provider by its name."""
    offers = [{"Provider": "Own team", "Process": "Claims", "price": 40}]
    project = project_from_tables({"processes": LIST, "providers": OWN, "offers": offers})
    assert (project.offers[0].provider_id, project.offers[0].process_id) == ("PR1", "P2")


def test_name_is_the_id_if_there_is_none():
    """A row without a name is called by its id."""
    project = project_from_tables({"departments": [{"department_id": "Legal"}]}, check=False)
    assert project.departments[0].name == "Legal"


def test_unit_in_a_heading_must_fit():
    """A heading with another unit than the field's is not taken for the field."""
    assert field_name("processes", "Handle time (s)") == "handle_seconds"
    assert field_name("processes", "Handle time (min)") is None
    assert field_name("providers", "shrinkage %") is None


def test_aliases_lead_to_fields():
    """Every alias leads to a column its table has, and none hides a field's own name."""
    for table, aliases in COLUMN_ALIASES.items():
        for alias, name in aliases.items():
            if name in column_names(table):
                assert field_name(table, alias) == name
        for name in column_names(table):
            assert field_name(table, name.upper().replace("_", " ")) == name


def test_problem_is_placed_in_the_process_list(tmp_path):
    """A wrong volume in a process row is told at that row, not in a demand table nobody wrote."""
    (tmp_path / "processes.csv").write_text("name,contacts_per_month,handle_seconds\nA,100,300\nB,-1,300\n")
    (tmp_path / "providers.csv").write_text("name,sourcing_model,base_rate\nOwn,in_house,30\n")
    _, issues = read_project(tmp_path)
    where = issues[0].where
    assert (where.file, where.line, where.column) == ("processes.csv", 3, "contacts_per_month")


def test_plain_tables_tell_row_and_column():
    """Problems in plain rows are told by table, row id and column; an unknown table is an error."""
    with pytest.raises(InvalidProjectError) as caught:
        project_from_tables(
            {"processes": [{"process_id": "P1", "nam": "x", "touch_need": 9}], "provider": OWN},
            settings={"currency": "euro"},
        )
    found = [(i.code, i.where.table, i.where.row_id, i.where.column) for i in caught.value.issues]
    assert ("unknown_table", "", "", "") in found
    assert ("bad_currency", "settings", "currency", "value") in found
    assert ("unknown_column", "processes", "", "nam") in found
    assert ("out_of_range", "processes", "P1", "touch_need") in found
