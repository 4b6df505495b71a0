"""The `hub` command as an operator meets it."""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from api import cli, grants
from embedded.postgres import Postgres
from hub.kernel import Role
from persistence.clock import SystemClock
from persistence.database import Database
from persistence.projector import Projector
from persistence.room_log import PostgresRoomLog
from tests.builders import a_posted
from tests.persistence.stories import Story
from tests.services import TEMPLATE, a_database, as_app

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


def test_a_grant_is_for_the_side_that_was_asked(secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    for more, party in (([], ""), (["--party", "venue"], "venue")):
        assert cli.main(["grant", "show/a", "--role", "guest", *more]) == 0
        [line] = capsys.readouterr().out.splitlines()
        assert grants.read(secret, line, now_ms=SystemClock().now_ms()).actor.party == party


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
    there = {"HUB_DATABASE_URL": as_app(database_url), "HUB_REDIS_URL": redis_url}
    for name in ("HUB_DATABASE_URL", "HUB_REDIS_URL"):
        code, lines = hub("serve", **away, **(there | {name: nowhere[name]}))
        assert (code, len(lines)) == (1, 1)
        assert lines[0].startswith(f"hub: {name}: ")
        assert "127.0.0.1:1" in lines[0]
        assert "pass@" not in lines[0]


def test_a_port_that_is_taken_is_named_in_one_line(database_url: str, redis_url: str) -> None:
    stores = {"HUB_DATABASE_URL": as_app(database_url), "HUB_REDIS_URL": redis_url, "HUB_GRANT_SECRET": SECRET}
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
    assert any("{serve,migrate,rebuild,restored,grant" in line for line in lines)


@pytest.fixture
def hub_environment(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that the command finds."""
    monkeypatch.setenv("HUB_DATABASE_URL", database_url)
    monkeypatch.setenv("HUB_REDIS_URL", "redis://nobody")
    monkeypatch.setenv("HUB_GRANT_SECRET", SECRET)


async def tell_something(database_url: str, room: str) -> None:
    database = Database(database_url)
    await database.open()
    await (await Story(PostgresRoomLog(database), room).open()).tell("ana", [a_posted()])
    await Projector(database).sweep()
    await database.close()


async def make_strange(database_url: str, room: str) -> None:
    connection = await asyncpg.connect(database_url)
    await connection.execute("""UPDATE room_fact SET fact = '{"t": "chat.exploded"}' WHERE room = $1""", room)
    await connection.close()


@pytest.mark.usefixtures("hub_environment")
def test_a_read_model_is_made_anew_and_what_is_left_is_named(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for room in ("floor/one", "floor/two"):
        asyncio.run(tell_something(database_url, room))
    assert cli.main(["rebuild", "chat_message"]) == 0
    assert capsys.readouterr().out == "hub: chat_message is made anew in 2 rooms\n"
    asyncio.run(make_strange(database_url, "floor/one"))
    assert cli.main(["rebuild", "tip"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "hub: tip is made anew in 1 room",
        "hub: floor/one is left as it is: a later version of the hub wrote there",
    ]
    assert cli.main(["restored"]) == 0
    assert capsys.readouterr().out.startswith("hub: 2 rooms began a new history")


async def make_old(database_url: str, read_model: str) -> None:
    connection = await asyncpg.connect(database_url)
    await connection.execute("DELETE FROM read_model WHERE name = $1", read_model)
    await connection.close()


@pytest.mark.usefixtures("hub_environment")
def test_migrating_makes_read_models_of_another_version_anew(
    postgres_server: Postgres, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database_url = asyncio.run(a_database(postgres_server, TEMPLATE))
    monkeypatch.setenv("HUB_DATABASE_URL", database_url)
    asyncio.run(tell_something(database_url, "floor/older"))
    asyncio.run(make_old(database_url, "queue_entry"))
    assert cli.main(["migrate"]) == 0
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("hub: queue_entry is made anew in ")
    assert last == "hub: the database is at this version"


@pytest.mark.parametrize("command", [["rebuild", "tip"], ["restored"]])
def test_without_a_database_nothing_is_done_and_one_line_says_why(
    command: list[str], monkeypatch: pytest.MonkeyPatch, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert secret
    monkeypatch.setenv("HUB_DATABASE_URL", "postgresql://hub@127.0.0.1:1/hub")
    monkeypatch.setenv("HUB_REDIS_URL", "redis://nobody")
    assert cli.main(command) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("hub: Postgres at postgresql://hub@127.0.0.1:1/hub cannot be used")
