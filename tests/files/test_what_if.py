"""What-if variants: tables of edits that are read, checked and applied."""

import pytest

import touchmap
from tests.builders import company, own, stream, vendor
from touchmap.errors import UnknownNameError, UnreadableFileError
from touchmap.examples import what_ifs
from touchmap.files.what_if import COLUMNS, read_what_if, what_if
from touchmap.project.checks import check_project
from touchmap.project.edits import difference

PROJECT = company(own(), vendor("A", capacity_fte=5), vendor("B", capacity_fte=7), stream())
HEAD = ",".join(COLUMNS)


def after(*edits):
    """The small company after some edits."""
    return what_if(PROJECT, "\n".join((HEAD, *edits))).apply(PROJECT)


def test_one_row_all_rows_and_rows_with_a_value():
    """An edit speaks of one row, of all, or of those with a value."""
    assert after("set,providers,A,capacity_fte,9,").provider("A").capacity_fte == 9
    everywhere = after("set,providers,*,site,Rotterdam,")
    assert {p.site for p in everywhere.providers} == {"Rotterdam"}
    near = after("set,providers,sourcing_model=nearshore,capacity_fte,1,")
    assert [p.capacity_fte for p in near.providers] == [None, 1.0, 1.0]


def test_a_blank_value_clears_a_cell():
    """Nothing in the column value takes a value away."""
    assert after("set,providers,A,capacity_fte,,").provider("A").capacity_fte is None


def test_settings_rows_come_and_go():
    """Settings are set, rows added and removed."""
    assert after("set,settings,,horizon_months,12,").settings.horizon_months == 12
    assert [p.provider_id for p in after("remove,providers,B,,,").providers] == ["OWN", "A"]
    spoken = after("add,provider_languages,provider_id=A; language=nl; level=C1,,,")
    assert [(r.provider_id, r.language, r.level.value) for r in spoken.provider_languages] == [
        ("A", "nl", "C1")
    ]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ("drop,providers,A,,,", "no 'drop'"),
        ("set,providers,Z,capacity_fte,1,", "no row 'Z'"),
        ("set,providers,A,colour,1,", "no field 'colour'"),
        ("set,providers,A,capacity_fte,many,", "capacity_fte"),
        ("set,providers,country=FR,capacity_fte,1,", "no row with country=FR"),
        ("set,plans,*,x,1,", "no table 'plans'"),
        ("add,providers,provider_id=A,,,", "name"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(edit, says):
    """A row that cannot be done stops the reading, with the line it stands on."""
    with pytest.raises(UnreadableFileError, match="line 3") as error:
        after("set,providers,A,capacity_fte,9,", edit)
    assert says in str(error.value)


def test_other_headings_are_refused(tmp_path):
    """A file with other columns is no variant, and neither is one that is not there."""
    (tmp_path / "v.csv").write_text("table,row\n", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="first line"):
        read_what_if(PROJECT, tmp_path / "v.csv")
    with pytest.raises(UnreadableFileError, match=r"w\.csv"):
        read_what_if(PROJECT, tmp_path / "w.csv")


@pytest.mark.parametrize("name", [f"{c}/{v}" for c in touchmap.EXAMPLES for v in what_ifs(c)])
def test_shipped_variants_differ_and_have_no_errors(name):
    """A shipped variant changes its sample, passes all checks, and each of its edits has a reason."""
    sample = touchmap.example(name.split("/")[0])
    variant = touchmap.example(name)
    assert not difference(sample, variant).is_empty
    assert [i for i in check_project(variant) if i.severity.value == "error"] == []
    from touchmap.project.reference_data import data_path

    company_id, _, file = name.partition("/")
    lines = (data_path() / company_id / "what_if" / f"{file}.csv").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.endswith(",")] == []


def test_unknown_variants_are_told():
    """Neither a company nor a variant is guessed."""
    for name in ("acme/seed_step", "insurer/seed_step", "online_retailer/nothing"):
        with pytest.raises(UnknownNameError, match="there are"):
            touchmap.example(name)
