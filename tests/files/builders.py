"""Small files the tests of this folder are made of."""

import io
import zipfile
from pathlib import Path

import xlsxwriter

PROCESSES = "process_id,name\nP1,Billing\n"
DEMAND = "demand_id,process_id,language,contacts_per_month,handle_seconds\nD1,P1,nl,9000,300\n"
PROVIDERS = "provider_id,name,sourcing_model,base_rate\nPR1,Own team,in_house,35\n"
TABLES = {"processes.csv": PROCESSES, "demand.csv": DEMAND, "providers.csv": PROVIDERS}


def folder(path: Path, **tables: str | bytes) -> Path:
    """A folder of CSV files: the smallest valid project, with some tables replaced or added."""
    path.mkdir(exist_ok=True)
    for name, text in (TABLES | {f"{table}.csv": text for table, text in tables.items()}).items():
        (path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    """A workbook: the smallest valid project, with some sheets replaced or added.

    Text that starts with = becomes a formula here, unlike in what the package writes.
    """
    tables = {name.removesuffix(".csv"): cells(text) for name, text in TABLES.items()} | sheets
    with xlsxwriter.Workbook(path) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for position, value in enumerate(row):
                    if isinstance(value, tuple):
                        number, number_format = value
                        sheet.write_number(
                            line, position, number, book.add_format({"num_format": number_format})
                        )
                    else:
                        sheet.write(line, position, value)
    return path


def cells(text: str) -> list[list[object]]:
    """Cells of a simple CSV text, numbers as numbers."""
    return [
        [float(word) if word.replace(".", "").isdigit() else word for word in line.split(",")]
        for line in text.splitlines()
    ]


def change_part(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Replace bytes inside one part of a workbook."""
    parts = read_parts(path)
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    write_parts(path, parts)


def read_parts(path: Path) -> dict[str, bytes]:
    """All parts of a workbook."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(path: Path, parts: dict[str, bytes]) -> None:
    """Write a workbook from its parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    path.write_bytes(stream.getvalue())
