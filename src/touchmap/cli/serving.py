"""``app``: the workspace in the browser."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tomllib
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode, urlsplit

import typer

from touchmap.cli.outcome import BadUsageError, ExitCode, guarded
from touchmap.cli.stored import WorkspaceOption, author_of, bare, is_stored, opened

if TYPE_CHECKING:
    from touchmap.store import Workspace

PORT = 8501
STARTS_WITHIN_SECONDS = 60
SECRETS = (Path.home() / ".streamlit" / "secrets.toml", Path(".streamlit") / "secrets.toml")
"""Where the settings of a login are looked for, beside what ``STREAMLIT_SECRETS_FILES`` names."""


@guarded
def app(
    project: Annotated[
        str,
        typer.Argument(
            metavar="[PROJECT]",
            help="Open this: workspace:NAME, or a file or sample, which comes into the workspace.",
        ),
    ] = "",
    *,
    workspace: WorkspaceOption = "",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where it answers.")] = PORT,
    host: Annotated[
        str,
        typer.Option(
            "--host", help="Address it listens at; any other than this machine's own needs a login."
        ),
    ] = "127.0.0.1",
    samples: Annotated[
        bool, typer.Option("--samples", help="Put the sample companies into the workspace first.")
    ] = False,
    headless: Annotated[bool, typer.Option("--headless", help="Open no browser.")] = False,
) -> None:
    """Open the app in the browser: the map, the rules, the plan, with everybody who shares the workspace.

    It stops with Ctrl+C; nothing is lost, every edit is in the workspace at once.

    For example:

    - `touchmap app`

    - `touchmap app telecom_isp`

    - `touchmap app workspace:Acme --port 8600`
    """
    login = has_login()
    if not login and os.environ.get("TOUCHMAP_LOGIN"):
        warn("TOUCHMAP_LOGIN is set, but there is no section [auth] in the secrets: nobody can log in.")
    elif not is_local(host) and not login:
        warn_of_strangers(host)
    with opened(workspace, create=True) as place:
        if samples:
            _bring_samples(place)
        project_id = bring(place, project) if project else ""
        address = place.url
    environment = {**os.environ, "TOUCHMAP_WORKSPACE": str(address)}
    if login:
        environment["TOUCHMAP_LOGIN"] = "1"
    query = f"?{urlencode({'project': project_id})}" if project_id else ""
    page = "map" if project_id else ""
    shown = f"http://{'localhost' if host in ('0.0.0.0', '::') else host}:{port}/{page}{query}"  # noqa: S104
    raise typer.Exit(_serve(command(host, port), environment, shown, (host, port), headless=headless))


def command(host: str, port: int) -> list[str]:
    """The command that starts the server with the settings of the app.

    The settings stand in ``ui/config.toml``; they hold wherever the command is given.
    """
    ui = find_spec("touchmap.ui")
    if ui is None or ui.origin is None:
        raise BadUsageError("touchmap.ui is not installed")
    folder = Path(ui.origin).parent
    flags = dict(settings(tomllib.loads((folder / "config.toml").read_text("utf-8"))))
    flags |= {
        "server.address": host,
        "server.port": port,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.showEmailPrompt": False,
        "browser.serverAddress": _public_name() or ("localhost" if is_local(host) else host),
    }
    listed = [
        f"--{name}={str(value).lower() if isinstance(value, bool) else value}"
        for name, value in flags.items()
    ]
    if is_local(host):
        listed += [f"--server.allowedHosts={name}" for name in ("localhost", "127.0.0.1", "[::1]", host)]
    return [sys.executable, "-m", "streamlit", "run", str(folder / "__main__.py"), *listed]


def settings(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Names and values of a file of settings, as flags.

    >>> dict(settings({"theme": {"baseRadius": "1rem", "light": {"textColor": "#111"}}}))
    {'theme.baseRadius': '1rem', 'theme.light.textColor': '#111'}
    """
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from settings(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def is_local(host: str) -> bool:
    """Whether only this machine can reach an address.

    >>> [is_local(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "10.0.0.7", "team.example")]
    [True, True, True, False, False, False]
    """
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def has_login() -> bool:
    """Whether there is a login: a section ``[auth]`` in the secrets.

    Raises
    ------
    BadUsageError
        If the secrets cannot be read.
    """
    return bool(_auth())


def _auth() -> Mapping[str, Any]:
    found: Mapping[str, Any] = {}
    named = os.environ.get("STREAMLIT_SECRETS_FILES", "")
    for place in (*map(Path, filter(None, named.split())), *(() if named else SECRETS)):
        if place.is_file():
            try:
                found = tomllib.loads(place.read_text("utf-8")).get("auth", found)
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                raise BadUsageError(f"{place} cannot be read, so nobody could log in: {error}") from error
    return found


def _public_name() -> str:
    """Name people reach the app by, as the login knows it."""
    return urlsplit(str(_auth().get("redirect_uri", ""))).hostname or ""


def warn_of_strangers(host: str) -> None:
    """Say loudly that whoever reaches the address may do everything."""
    warn(
        f"listening at {host} without a login.",
        "Whoever reaches this address can read, change and delete every project of the workspace.",
        "Set up a login (docs: app, 'A team'), or leave out --host.",
    )


def warn(first: str, *lines: str) -> None:
    """Say something on stderr that nobody may miss."""
    for line in (f"WARNING: {first}", *lines):
        typer.secho(line, err=True, fg="red", bold=True)


def bring(place: Workspace, name: str) -> str:
    """Id of a project of the workspace; a file or sample comes in first, unless one of its name is there."""
    from touchmap.cli.places import load_unfinished

    if is_stored(name):
        return place.open(bare(name)).project_id
    facts = load_unfinished(name)
    called = facts.settings.name or Path(name).stem
    there = {listing.name.casefold(): listing for listing in place.list()}
    known = there.get(called.casefold())
    if known is not None:
        typer.echo(f"{called} is in the workspace already, at edit {known.edits}; opening it", err=True)
        return known.project_id
    return place.add(called, facts, author=author_of("")).project_id


def _bring_samples(place: Workspace) -> None:
    from touchmap.cli.places import SAMPLES
    from touchmap.examples import example

    there = {listing.name.casefold() for listing in place.list()}
    for name in reversed(SAMPLES):
        facts = example(name)
        if facts.settings.name.casefold() not in there:
            place.add(facts.settings.name, facts, author=author_of(""))


def _serve(
    asked: list[str], environment: dict[str, str], shown: str, at: tuple[str, int], *, headless: bool
) -> int:
    if _answers(at):
        raise BadUsageError(f"port {at[1]} is taken; choose another with --port")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    process = subprocess.Popen(asked, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while not _answers(at):
            if process.poll() is not None or time.monotonic() > deadline:
                typer.echo("The app did not start.", err=True)
                return ExitCode.ENVIRONMENT
            time.sleep(0.05)
        typer.echo(f"touchmap is open at {shown}\nCtrl+C stops it; every edit is kept.")
        if not headless:
            webbrowser.open(shown)
        return process.wait()
    except KeyboardInterrupt:
        return ExitCode.OK
    finally:
        process.terminate()
        process.wait()


def _answers(at: tuple[str, int]) -> bool:
    import socket

    host = "127.0.0.1" if at[0] == "0.0.0.0" else at[0]  # noqa: S104
    with suppress(OSError), socket.create_connection((host, at[1]), timeout=1):
        return True
    return False
