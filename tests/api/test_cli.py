"""The `hub` command as an operator meets it."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from api import cli, grants
from hub.kernel import Role
from persistence.clock import SystemClock

SECRET = "s" * 32
ENVIRONMENT = (
    "HUB_DATABASE_URL",
    "HUB_REDIS_URL",
    "HUB_GRANT_SECRET",
    "HUB_PORT",
    "HUB_ORIGINS",
    "HUB_LOG",
)


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what a test sets is set."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("HUB_GRANT_SECRET", SECRET)
    return SECRET


def granted(capsys: pytest.CaptureFixture[str], secret: str) -> list[tuple[str, str, Role, tuple[str, ...]]]:
    now_ms = SystemClock().now_ms()
    read = [grants.read(secret, line, now_ms=now_ms) for line in capsys.readouterr().out.splitlines()]
    return [(each.actor.person, each.actor.name, each.actor.role, each.rooms) for each in read]


def test_a_grant_is_printed_for_whom_it_was_asked(secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["grant", "floor/a", "stream/a", "--role", "moderator", "--name", "Mo", "--person", "mo"]) == 0
    assert granted(capsys, secret) == [("mo", "Mo", Role.MODERATOR, ("floor/a", "stream/a"))]


def test_many_grants_are_for_different_people(secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["grant", "floor/a", "--role", "audience", "--count", "3", "--person", "mo"]) == 0
    people, names = zip(*[(person, name) for person, name, _, _ in granted(capsys, secret)], strict=True)
    assert len(set(people) - {"mo"}) == 3
    assert names == ("Guest 1", "Guest 2", "Guest 3")


@pytest.mark.parametrize(
    "arguments",
    [
        ["show/a", "--role", "audience"],
        ["attic/a", "--role", "crew"],
        ["show", "--role", "crew"],
        ["show/a", "--role", "crew", "--name", "x" * 41],
        ["show/a", "--role", "crew", "--person", "two words"],
    ],
    ids=["no seat", "no such kind", "no room", "long name", "odd person"],
)
def test_a_grant_that_would_open_nothing_is_not_printed(
    arguments: list[str], secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert secret
    assert cli.main(["grant", *arguments]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    (line,) = output.err.splitlines()
    assert line.startswith("hub: ")


@pytest.mark.parametrize("secret", ["", "short"])
def test_without_a_secret_there_is_no_grant(
    secret: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUB_GRANT_SECRET", secret)
    assert cli.main(["grant", "floor/a", "--role", "audience"]) == 1
    assert capsys.readouterr().err == "hub: HUB_GRANT_SECRET is not set, or has fewer than 32 characters\n"


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_every_fault_of_the_settings_is_a_line(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([command]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "hub: HUB_DATABASE_URL is not set",
        "hub: HUB_REDIS_URL is not set",
        "hub: HUB_GRANT_SECRET is not set",
    ]


def test_migrating_again_changes_nothing(
    database_url: str, secret: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert secret
    monkeypatch.setenv("HUB_DATABASE_URL", database_url)
    monkeypatch.setenv("HUB_REDIS_URL", "redis://localhost:1")
    assert cli.main(["migrate"]) == 0
    assert capsys.readouterr().out == "hub: the database is at this version\n"


def hub(*arguments: str, **environment: str) -> tuple[int, list[str]]:
    """How the installed command ends, and what it says on standard error."""
    ended = subprocess.run(
        [str(Path(sys.executable).with_name("hub")), *arguments],
        env={**{k: v for k, v in os.environ.items() if k not in ENVIRONMENT}, **environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return ended.returncode, ended.stderr.splitlines()


def test_a_store_that_is_away_is_named_in_one_line(database_url: str, redis_url: str) -> None:
    away = {"HUB_GRANT_SECRET": SECRET, "HUB_PORT": "0"}
    nowhere = {"HUB_DATABASE_URL": "postgresql://hub:pass@127.0.0.1:1/hub", "HUB_REDIS_URL": "redis://127.0.0.1:1/0"}
    there = {"HUB_DATABASE_URL": database_url, "HUB_REDIS_URL": redis_url}
    for name in ("HUB_DATABASE_URL", "HUB_REDIS_URL"):
        code, lines = hub("serve", **away, **(there | {name: nowhere[name]}))
        assert (code, len(lines)) == (1, 1)
        assert lines[0].startswith(f"hub: {name}: ")
        assert "127.0.0.1:1" in lines[0]
        assert "pass@" not in lines[0]


def test_a_port_that_is_taken_is_named_in_one_line(database_url: str, redis_url: str) -> None:
    stores = {"HUB_DATABASE_URL": database_url, "HUB_REDIS_URL": redis_url, "HUB_GRANT_SECRET": SECRET}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, lines = hub("serve", HUB_PORT=str(port), **stores)
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith(f"hub: HUB_PORT: 127.0.0.1:{port} cannot be used")


@pytest.mark.parametrize("workers", ["0", "-1", "many"])
def test_a_hub_has_at_least_one_worker(workers: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", "--workers", workers])
    assert ended.value.code == 2
    assert "--workers" in capsys.readouterr().err


def test_without_words_it_says_what_it_can_do() -> None:
    code, lines = hub()
    assert code == 2
    assert any("{serve,migrate,grant}" in line for line in lines)
