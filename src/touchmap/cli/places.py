"""From what people type to projects, scenarios and files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from touchmap.cli.issues import count_of
from touchmap.cli.outcome import BadUsageError, CannotWriteError
from touchmap.cli.terminal import errors
from touchmap.errors import InvalidProjectError, Issue, UnreadableFileError

if TYPE_CHECKING:
    from touchmap.plan import Result
    from touchmap.project import Project

SAMPLES = ("telecom_isp", "insurer", "online_retailer")
"""Names of the sample companies that come with touchmap."""


def project_path(name: str) -> Path:
    """Path of a project in a file: as given, else that of the sample with this name.

    Raises
    ------
    BadUsageError
        If there is neither.
    """
    path = Path(name)
    if path.exists():
        return path
    if name in SAMPLES:
        from touchmap.project.reference_data import data_path

        return data_path() / name
    raise BadUsageError(
        f"there is no file or folder {name!r}, and no sample of that name ({', '.join(SAMPLES)})"
    )


def is_project(path: Path) -> bool:
    """Whether something is there that may be a project: a file of a fitting form, or a folder of tables."""
    if path.is_dir():
        return any(path.glob("*.csv"))
    return path.is_file() and path.suffix.lower() in (".xlsx", ".json")


def is_sample(name: str) -> bool:
    """Whether a name means a sample that comes with touchmap, or a variant of one."""
    return name.partition("/")[0] in SAMPLES and not Path(name).exists()


def read(name: str, *, check: bool = True) -> tuple[Project | None, list[Issue]]:
    """Read a project with everything there is to say about it.

    ``workspace:NAME`` is a project of the workspace, ``SAMPLE/VARIANT`` a sample with a few rows changed;
    anything else a file, a folder or a sample.
    """
    from touchmap.cli.stored import is_stored, read_stored
    from touchmap.files import read_project

    stored = is_stored(name)
    if not stored and not (is_sample(name) and "/" in name):
        return read_project(project_path(name), check=check)

    from touchmap.project.checks import check_project

    project = read_stored(name) if stored else _variant(name)
    issues = check_project(project) if check else []
    return (None if count_of(issues)[0] else project), issues


def _variant(name: str) -> Project:
    from touchmap.errors import UnknownNameError
    from touchmap.examples import example

    try:
        return example(name)
    except UnknownNameError as error:
        raise BadUsageError(str(error)) from error


def load(name: str) -> Project:
    """Read a project; its warnings are counted on stderr.

    Raises
    ------
    InvalidProjectError
        If it has errors.
    """
    project, issues = read(name)
    if project is None:
        raise InvalidProjectError(issues)
    if issues and not is_sample(name):
        word = "warning" if len(issues) == 1 else "warnings"
        note = f"{len(issues)} {word} in the data; list them with: touchmap validate {name}"
        errors().print(note, markup=False, style="dim", soft_wrap=True)
    return project


def load_unfinished(name: str) -> Project:
    """Read a project that is still being filled in: each row must be right, the whole need not be.

    Raises
    ------
    InvalidProjectError
        If a row is wrong.
    """
    project, issues = read(name, check=False)
    if project is None:
        raise InvalidProjectError(issues)
    return project


def read_result(name: str) -> Result:
    """Read a result that ``touchmap solve --json`` wrote.

    Raises
    ------
    UnreadableFileError
        If it is no result.
    """
    from pydantic import ValidationError

    from touchmap.plan import Result

    path = Path(name)
    if not path.is_file():
        raise BadUsageError(f"there is no file {name!r}")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            raise UnreadableFileError(f"{name} is not a result of touchmap solve --json")
        return Result.from_json_dict(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UnreadableFileError(
            f"{name} is not a result of touchmap solve --json: {place}: {first['msg']}"
        ) from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise UnreadableFileError(f"{name} is not a JSON document: {error}") from error


@contextmanager
def writing() -> Iterator[None]:
    """Say of a file that cannot be written that it cannot be written, and not that it cannot be read."""
    try:
        yield
    except UnreadableFileError as error:
        raise CannotWriteError(str(error)) from error


def require_folder(target: Path) -> None:
    """Stop before a long calculation whose result could not be written.

    Raises
    ------
    BadUsageError
        If the folder of the target does not exist.
    """
    if not target.absolute().parent.is_dir():
        raise BadUsageError(f"cannot write {target}: there is no folder {target.absolute().parent}")


def refuse_existing(path: Path, *, force: bool) -> None:
    """Stop before something is overwritten that nobody said may be.

    Raises
    ------
    BadUsageError
        If the path exists and `force` is not set; an empty folder does not count.
    """
    empty_folder = path.is_dir() and not any(path.iterdir())
    if path.exists() and not force and not empty_folder:
        raise BadUsageError(f"{path} exists; choose another name, or overwrite it with --force")


def write_json(data: object, target: str, put: Callable[[str], None]) -> None:
    """Write JSON to a file, or give it to `put` if the target is ``-``."""
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
    if target == "-":
        put(text)
        return
    from touchmap.report.output import replace_bytes

    with writing():
        replace_bytes(target, (text + "\n").encode("utf-8"))
