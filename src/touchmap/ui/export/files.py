"""What each export holds, as bytes."""

from __future__ import annotations

import json
import tempfile
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from touchmap.files import save, write_map
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.report.csv_file import result_csv_text
from touchmap.report.map.colouring import ColourBy
from touchmap.report.map.drawing import View, draw_map
from touchmap.report.workbook import result_workbook_bytes


def project_file(project: Project, ending: str, *, origin: str = "") -> bytes:
    """The whole project as a workbook (``xlsx``), ``json`` document or ``zip`` of CSV tables."""
    with tempfile.TemporaryDirectory() as folder:
        if ending != "zip":
            path = Path(folder) / f"project.{ending}"
            save(project, path, origin=origin)
            return path.read_bytes()
        tables = Path(folder) / "project"
        save(project, tables, origin=origin)
        return _zipped(tables)


def map_data(project: Project, ending: str) -> bytes:
    """The map for other tools: ``graphml``, ``json`` or ``mmd``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"map.{ending}"
        write_map(project, path)
        return path.read_bytes()


@dataclass(frozen=True, slots=True)
class Looks:
    """How the map is drawn."""

    view: View
    colours: ColourBy
    paper: str | None
    """As in `draw_map`; none = its natural size."""


def map_picture(project: Project, result: Result | None, fmt: str, looks: Looks) -> bytes:
    """The map as a picture on white, of today where there is no result."""
    return draw_map(project, result, view=looks.view, colour_by=looks.colours, fmt=fmt, paper=looks.paper)


def assignment_workbook(project: Project, result: Result) -> bytes:
    """The plan as a workbook: assignment, breakdowns, cost lines, rules, findings."""
    return result_workbook_bytes(project, result)


def assignment_csv(project: Project, result: Result) -> bytes:
    """The assignment table."""
    return result_csv_text(project, result).encode()


def result_json(result: Result) -> bytes:
    """Everything about a result, so that anybody can check it again."""
    return json.dumps(result.to_json_dict(), ensure_ascii=False, indent=1).encode()


def _zipped(folder: Path) -> bytes:
    memory = BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return memory.getvalue()
