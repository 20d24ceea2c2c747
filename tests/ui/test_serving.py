"""`touchmap app`: the app starts with its settings, on this machine only, from any folder."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from touchmap.cli import serving
from touchmap.cli.app import app
from touchmap.store import Workspace

ANYWHERE = "0.0.0.0"  # noqa: S104


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _clean(tmp_path: Path) -> dict[str, str]:
    """Surroundings without settings of this machine."""
    dropped = ("TOUCHMAP_", "STREAMLIT_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
    return kept | {"HOME": str(tmp_path)}


@pytest.mark.slow
def test_the_app_starts_from_any_folder_and_stops_when_told(tmp_path):
    """Started elsewhere with a sample, it answers with that project, and ends with its parent."""
    port = _free_port()
    command = [sys.executable, "-m", "touchmap", "app", "telecom_isp", "--headless"]
    command += ["--port", str(port), "--workspace", "w.sqlite"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=_clean(tmp_path), stdout=subprocess.PIPE, text=True
    ) as started:
        try:
            assert started.stdout is not None
            said = started.stdout.readline()
            with Workspace(tmp_path / "w.sqlite") as place:
                project_id = place.list()[0].project_id
            assert said.strip() == f"touchmap is open at http://127.0.0.1:{port}/map?project={project_id}"
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
                assert answer.status == 200
        finally:
            started.send_signal(signal.SIGTERM)
            started.wait(20)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return
        time.sleep(0.1)
    pytest.fail("the server outlives the command")


def test_settings_are_passed_on_and_nobody_else_gets_in():
    """Every setting of the app is a flag; the address is this machine's, and so is the name it answers to."""
    flags = dict(
        part.removeprefix("--").split("=", 1) for part in serving.command("127.0.0.1", 8600) if "=" in part
    )
    assert flags["browser.gatherUsageStats"] == "false"
    assert flags["theme.light.primaryColor"] == "#3D4EB8"
    assert flags["server.address"] == "127.0.0.1"
    assert flags["server.port"] == "8600"
    assert flags["server.enableXsrfProtection"] == "true"
    assert "--server.allowedHosts=localhost" in serving.command("127.0.0.1", 8600)
    assert not [part for part in serving.command(ANYWHERE, 8600) if "allowedHosts" in part]


@pytest.fixture
def served(monkeypatch, tmp_path):
    """The command without its server: what would be served is kept."""
    asked: list[tuple[list[str], dict[str, str], str]] = []

    def instead(command, environment, shown, at, *, headless):
        asked.append((command, environment, shown))
        return 0

    monkeypatch.setattr(serving, "_serve", instead)
    monkeypatch.setattr(serving, "SECRETS", (tmp_path / "secrets.toml",))
    monkeypatch.setenv("TOUCHMAP_WORKSPACE", str(tmp_path / "w.sqlite"))
    monkeypatch.delenv("STREAMLIT_SECRETS_FILES", raising=False)
    return asked


def _run(*arguments: str):
    return CliRunner().invoke(app, ["app", *arguments])


def test_other_machines_are_let_in_only_with_a_loud_warning(served):
    done = _run("--host", ANYWHERE)
    assert done.exit_code == 0
    assert f"WARNING: listening at {ANYWHERE} without a login" in done.stderr
    assert "WARNING" not in _run().stderr


def test_where_a_login_is_demanded_and_there_is_none_it_says_that_nobody_gets_in(served, monkeypatch):
    monkeypatch.setenv("TOUCHMAP_LOGIN", "1")
    said = " ".join(_run("--host", ANYWHERE).stderr.split())
    assert "nobody can log in" in said
    assert "change and delete" not in said


def test_with_a_login_there_is_no_warning_and_nobody_gets_in_without(served, tmp_path):
    """A login in the secrets is passed on, so that losing the secrets later opens nothing."""
    (tmp_path / "secrets.toml").write_text('[auth]\nredirect_uri = "https://team.example/oauth2callback"\n')
    done = _run("--host", ANYWHERE)
    assert "WARNING" not in done.stderr
    command, environment, _ = served[0]
    assert environment["TOUCHMAP_LOGIN"] == "1"
    assert "--browser.serverAddress=team.example" in command


def test_broken_secrets_start_nothing(served, tmp_path):
    (tmp_path / "secrets.toml").write_text("[auth\n")
    done = _run()
    assert done.exit_code == 2
    assert "nobody could log in" in " ".join(done.stderr.split())
    assert served == []


def test_a_file_comes_into_the_workspace_once(served, tmp_path):
    """The second time the same project is opened, with what was done to it meanwhile."""
    _run("insurer")
    with Workspace(tmp_path / "w.sqlite") as place:
        (first,) = place.list()
    done = _run("insurer")
    with Workspace(tmp_path / "w.sqlite") as place:
        assert [one.project_id for one in place.list()] == [first.project_id]
    assert "in the workspace already" in done.stderr
    assert served[0][2] == served[1][2] == f"http://127.0.0.1:8501/map?project={first.project_id}"


def test_samples_come_in_once_and_a_project_is_opened_by_name(served, tmp_path):
    _run("--samples")
    _run("--samples")
    with Workspace(tmp_path / "w.sqlite") as place:
        names = [one.name for one in place.list()]
        assert len(names) == 3
    assert _run(f"workspace:{names[0]}").exit_code == 0
    assert _run("workspace:nobody").exit_code == 2


def test_a_port_that_is_taken_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("TOUCHMAP_WORKSPACE", str(tmp_path / "w.sqlite"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = _run("--port", str(taken.getsockname()[1]))
    assert done.exit_code == 2
    assert "choose another with --port" in done.stderr
