"""A workbook that another spreadsheet program has opened and saved is still the same project."""

import shutil
import subprocess

import pytest

from touchmap.files import load, read_project, save
from touchmap.project import Process, Project, Settings

TEXTS = (
    "=1+1",
    "+31 20",
    "-",
    "@x",
    "'",
    "0012",
    " lead",
    "two\nlines",
    "a; b",
    "20 %",
    "6:10",
    "<r>x</r>",
    "Ünï 日本",
    "1e5",
)


def resave(path, ending: str):
    """Let LibreOffice open a workbook and save it anew in another folder."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice is missing; make test installs it"
    out = path.parent / ending
    subprocess.run(
        [
            program,
            "--headless",
            f"-env:UserInstallation=file://{path.parent}/profile",
            "--convert-to",
            ending,
            "--outdir",
            str(out),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return out / path.with_suffix(f".{ending}").name


@pytest.mark.slow
def test_sample_survives_libreoffice(insurer, tmp_path):
    """A sample company saved, opened and saved again by LibreOffice, and read, is equal."""
    save(insurer, tmp_path / "p.xlsx")
    assert load(resave(tmp_path / "p.xlsx", "xlsx")) == insurer


@pytest.mark.slow
def test_awkward_texts_survive_another_format(tmp_path):
    """Text that looks like formulas, numbers or times survives LibreOffice's own format and back."""
    rows = tuple(
        Process(
            process_id=f"{number:04}",
            name=f"={number}",
            note=text,
            value_at_stake=number * 1.25,
            tags=("x", "y"),
        )
        for number, text in enumerate(TEXTS)
    )
    # LibreOffice itself keeps 15 digits of a number, so these have fewer.
    project = Project(settings=Settings(start_on="2026-01-01", discount_rate=0.085), processes=rows)
    save(project, tmp_path / "p.xlsx")
    saved = resave(resave(tmp_path / "p.xlsx", "ods"), "xlsx")
    read, issues = read_project(saved, check=False)
    assert issues == []
    assert [row.note for row in read.processes] == [row.note for row in project.processes]
    assert read == project
