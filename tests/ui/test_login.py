"""With a login: who gets in, who sees what, who may change it; with a provider of OpenID Connect."""

import base64
import hashlib
import hmac
import json
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import free_port, settled, start_server
from touchmap.examples import example
from touchmap.store import Role, Workspace

pytestmark = pytest.mark.slow
PEOPLE = {
    "ann": {"email": "Ann@Example.com", "name": "Ann Owner"},
    "bob": {"email": "bob@example.com"},
    "eve": {"email": "ann@example.com", "email_verified": False},
    "mallory": {},
}
COOKIE_KEY = "long enough for a key, and only of these tests"


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    """Where people prove who they are."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port)]
    for name, claims in PEOPLE.items():
        command += ["--user-claims", json.dumps({"sub": name, **claims})]
    with (tmp_path_factory.mktemp("provider") / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def team(provider, _samples_file, tmp_path_factory):
    """A server where people log in, with a workspace that Ann owns a project of."""
    folder = tmp_path_factory.mktemp("team")
    port = free_port()
    (folder / "secrets.toml").write_text(
        f"""[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "{COOKIE_KEY}"
client_id = "touchmap"
client_secret = "not so secret"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""
    )
    shutil.copy(_samples_file, folder / "w.sqlite")
    with Workspace(folder / "w.sqlite", user="ann@example.com") as hers:
        hers.add("Ann's secret plan", example("insurer"), author="ann@example.com")
    flags = (f"--secrets.files={folder / 'secrets.toml'}",)
    running, process = start_server(folder, folder / "w.sqlite", port=port, flags=flags)
    yield running
    process.terminate()
    process.wait(20)


@pytest.fixture
def windows(browser: Browser):
    """Browser windows of several people."""
    opened = []

    def window() -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.set_default_timeout(30_000)
        context.route("**/*", _local)
        opened.append(context)
        return context.new_page()

    yield window
    for context in opened:
        context.close()


def _local(route):
    """The provider's own page asks for a style sheet from elsewhere; nothing else may."""
    if "127.0.0.1" in route.request.url:
        route.continue_()
    else:
        route.abort()


def _log_in(page: Page, team, who: str, page_name: str = "", project: str | None = None) -> Page:
    page.goto(team.address(page_name, project))
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name=who, exact=True).click()
    page.wait_for_url(f"{team.url}/**")
    return page


def _hers(team):
    return team.stored("Ann's secret plan")


def test_without_a_login_nothing_of_a_project_is_shown(team, windows):
    """Neither by its id nor on any page; not even its name is sent."""
    page = windows()
    sent: list[bytes] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: sent.append(_bytes(data))))
    for name in ("", "map", "tables", "export", "history"):
        page.goto(team.address(name, "Ann's secret plan"))
        expect(page.get_by_role("button", name="Log in")).to_be_visible()
        assert page.locator(".st-key-header").count() == 0
    assert sent
    assert not [frame for frame in sent if b"secret plan" in frame or b"Fenwick" in frame]


def _bytes(data) -> bytes:
    return data if isinstance(data, bytes) else str(data).encode()


def test_a_member_sees_only_what_is_shared_with_them(team, windows):
    hers = _log_in(windows(), team, "ann")
    expect(hers.get_by_role("link", name="Ann's secret plan")).to_be_visible()
    expect(hers.locator(".st-key-projects [class*='st-key-project-link-']")).to_have_count(1)
    his = _log_in(windows(), team, "bob")
    expect(his.get_by_text("Who should do what for your customers?")).to_be_visible()
    his.goto(team.address("map", "Ann's secret plan"))
    expect(his.get_by_text("No project is open")).to_be_visible()
    assert his.get_by_text("secret plan").count() == 0


def test_owners_share_viewers_look_and_a_right_taken_back_is_gone_at_once(team, windows):
    hers = _log_in(windows(), team, "ann")
    project_id = _hers(team).project_id
    hers.locator(f".st-key-more-{project_id} button").first.click()
    hers.locator(f".st-key-share-{project_id} button").click()
    dialog = hers.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill("Bob@example.com")
    dialog.get_by_label("E-mail").press("Enter")
    dialog.locator(".st-key-share-role input").click()
    hers.get_by_role("option", name="may look").click()
    dialog.locator(".st-key-share-add button").click()
    expect(dialog.get_by_text("bob@example.com").first).to_be_visible()
    with Workspace(team.workspace_file, user="bob@example.com") as his_view:
        assert his_view.open("Ann's secret plan").role is Role.VIEWER
    his = _log_in(windows(), team, "bob")
    his.goto(team.address("history", "Ann's secret plan"))
    expect(his.get_by_text("You may look").first).to_be_visible()
    assert his.locator(".st-key-undo button").count() == 0
    _hers(team).members.remove("bob@example.com")
    expect(his.get_by_text("No project is open")).to_be_visible(timeout=15_000)


def test_a_forged_cookie_is_no_login(team, windows):
    """Neither unsigned, nor signed with another secret, in the old and the new way of signing."""
    claims = json.dumps({"is_logged_in": True, "email": "ann@example.com", "origin": team.url})
    value = base64.b64encode(claims.encode()).decode()
    stamp = str(int(time.time()))
    signed = "|".join(
        ["2", "1:0", f"{len(stamp)}:{stamp}", "15:_streamlit_user", f"{len(value)}:{value}", ""]
    )
    mark = hmac.new(b"another secret", signed.encode(), hashlib.sha256).hexdigest()
    for forged in (claims, value, signed + mark, f"{value}.{stamp}.{mark}"):
        page = windows()
        with suppress(ValueError):
            page.context.add_cookies(
                [{"name": "_streamlit_user", "value": forged.replace(";", ""), "url": team.url}]
            )
        page.goto(team.address("map", "Ann's secret plan"))
        expect(page.get_by_role("button", name="Log in")).to_be_visible()


def test_an_e_mail_that_is_not_verified_or_missing_opens_nothing(team, windows):
    """Eve says she is Ann, but nobody has checked it; Mallory says nothing."""
    for who in ("eve", "mallory"):
        page = _log_in(windows(), team, who)
        expect(page.get_by_text("The login gave no verified e-mail")).to_be_visible()
        assert page.get_by_text("secret plan").count() == 0


def test_the_journal_names_the_e_mail_and_logging_out_closes_everything(team, windows):
    page = _log_in(windows(), team, "bob")
    page.locator(".st-key-open-online_retailer button").click()
    page.wait_for_url("**/map**")
    settled(page)
    with Workspace(team.workspace_file, user="bob@example.com") as his:
        mine = [one for one in his.list() if one.role is Role.OWNER]
        assert [one.created_by for one in mine] == ["bob@example.com"]
    page.locator(".st-key-you button").first.click()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/oauth2/end_session**")
    page.goto(team.address("map", "Ann's secret plan"))
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
