"""`hub admin` as an operator meets it."""

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg
import pytest

from api import cli
from persistence import accounts, mail_tokens, sessions
from persistence.database import Database

TWICE = "twice@example.org"
ADMIN = "SELECT platform_admin FROM account WHERE mail = $1"
OWNER = "SELECT role FROM member m JOIN account a ON a.id = m.account WHERE m.org_id = $1 AND a.mail = $2"
NOTED = "SELECT array_agg(what ORDER BY what DESC) FROM audit WHERE org_id = $1 AND account = '' AND name = 'operator'"


@pytest.fixture(autouse=True)
def _environment(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that the command finds."""
    monkeypatch.setenv("HUB_DATABASE_URL", database_url)
    monkeypatch.setenv("HUB_REDIS_URL", "redis://nobody")
    monkeypatch.setenv("HUB_GRANT_SECRET", "s" * 32)
    monkeypatch.setenv("HUB_PUBLIC_URL", "https://hub.example.org")


@pytest.fixture
def asked(database_url: str) -> Any:
    """What a statement answers."""

    async def ask(statement: str, values: Sequence[Any]) -> Any:
        connection = await asyncpg.connect(database_url)
        try:
            return await connection.fetchval(statement, *values)
        finally:
            await connection.close()

    def answer(statement: str, *values: Any) -> Any:
        return asyncio.run(ask(statement, values))

    return answer


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """What a command says that goes well."""
    assert cli.main(["admin", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line of a command that does not."""
    assert cli.main(["admin", *arguments]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    (line,) = output.err.splitlines()
    return line


def owns(lines: list[str]) -> str:
    """The organisation that it says somebody owns."""
    return lines[0].rpartition(" ")[2]


def test_the_first_owner_gets_an_account_and_a_link_for_a_password(
    database_url: str, asked: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = said(capsys, "create-owner", "first@example.org", "--name", "Cleo", "--org", "Harbour")
    org = owns(lines)
    assert asked(OWNER, org, "first@example.org") == "owner"
    assert asked("SELECT name FROM org WHERE org_id = $1", org) == "Harbour"
    assert asked(NOTED, org) == ["org.created"]
    link, _, secret = lines[1].partition("#")
    assert link == "hub: to set a password, within a day: https://hub.example.org/reset"

    async def spend() -> mail_tokens.Mailed | None:
        database = Database(database_url)
        await database.open()
        async with database.transaction() as connection:
            found = await mail_tokens.spend(connection, secret, ["reset"])
        await database.close()
        return found

    mailed = asyncio.run(spend())
    assert mailed is not None
    assert mailed.mail == "first@example.org"


def test_who_has_an_account_keeps_it(asked: Any, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "create-owner", TWICE, "--org", "One")
    (line,) = said(capsys, "create-owner", TWICE.upper(), "--org", "Two")
    assert asked("SELECT count(*) FROM member m JOIN account a ON a.id = m.account WHERE a.mail = $1", TWICE) == 2
    assert asked("SELECT name FROM org WHERE org_id = $1", owns([line])) == "Two"
    assert asked("SELECT count(*) FROM account WHERE mail_key = $1", TWICE) == 1


def test_an_organisation_gets_another_owner(asked: Any, capsys: pytest.CaptureFixture[str]) -> None:
    org = owns(said(capsys, "create-owner", "one@example.org", "--org", "Harbour"))
    said(capsys, "create-owner", "two@example.org", "--into", org)
    assert asked(OWNER, org, "two@example.org") == "owner"
    asked("UPDATE member SET role = 'viewer' WHERE org_id = $1", org)
    said(capsys, "create-owner", "two@example.org", "--into", org)
    said(capsys, "create-owner", "two@example.org", "--into", org)
    assert asked(OWNER, org, "two@example.org") == "owner"
    assert asked(NOTED, org) == ["org.created", "member.made_owner", "member.made_owner"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["nobody", "--org", "Harbour"],
        ["x@example.org", "--org", ""],
        ["x@example.org", "--org", "Harbour", "--name", "a" * 41],
        ["x@example.org", "--into", "o_nowhere"],
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_left_behind(
    asked: Any, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert refused(capsys, "create-owner", *arguments).startswith("hub: ")
    assert asked("SELECT count(*) FROM account WHERE mail IN ('nobody', 'x@example.org')") == 0


def test_an_owner_is_of_an_organisation(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["admin", "create-owner", "x@example.org"])
    assert "--org" in capsys.readouterr().err


def test_a_platform_admin_is_made_and_unmade(database_url: str, asked: Any, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "create-owner", "root@example.org", "--org", "Harbour")
    assert said(capsys, "grant-platform", "Root@example.org") == ["hub: Root@example.org is a platform admin"]
    assert asked(ADMIN, "root@example.org") is True

    async def sign_in() -> str:
        database = Database(database_url)
        await database.open()
        async with database.transaction() as connection:
            account = await accounts.by_mail(connection, "root@example.org")
            assert account is not None
            session, _ = await sessions.start(connection, account.id, "", "", now_ms=1)
        await database.close()
        return session

    session = asyncio.run(sign_in())
    (line,) = said(capsys, "revoke-platform", "root@example.org")
    assert line == "hub: root@example.org is not a platform admin any more"
    assert asked(ADMIN, "root@example.org") is False
    assert asked("SELECT ended_why FROM session WHERE id = $1", session) == "ended"
    assert asked("SELECT count(*) FROM revoked WHERE subject = $1", f"session:{session}") == 1
    assert asked(NOTED, "platform") == ["platform.revoked", "platform.granted"]


@pytest.mark.parametrize("act", ["grant-platform", "revoke-platform"])
def test_nobody_is_no_platform_admin(capsys: pytest.CaptureFixture[str], act: str) -> None:
    assert refused(capsys, act, "stranger@example.org") == "hub: nobody has an account with stranger@example.org"
