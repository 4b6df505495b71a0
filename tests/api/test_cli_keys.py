"""`hub keys` as an operator meets it."""

import re

import pytest

from api import cli

SECRET = "s" * 32


@pytest.fixture(autouse=True)
def settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command needs."""
    monkeypatch.setenv("HUB_DATABASE_URL", database_url)
    monkeypatch.setenv("HUB_OWNER_URL", database_url)
    monkeypatch.setenv("HUB_REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setenv("HUB_GRANT_SECRET", SECRET)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert cli.main(["keys", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_keys_are_rotated_listed_and_ended(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "list") == ["hub: no keys yet: the secret itself signs"]
    ids: list[str] = []
    for _ in range(2):
        (line,) = said(capsys, "rotate")
        told = re.fullmatch(r"hub: (\S{12}) signs from now on; whoever is signed in stays so", line)
        assert told
        ids.append(told[1])
    newest, oldest = said(capsys, "list")
    assert re.fullmatch(rf"{ids[1]} made [0-9-]+ [0-9:]+ UTC, does not end", newest)
    assert re.fullmatch(rf"{ids[0]} made [0-9-]+ [0-9:]+ UTC, ends [0-9-]+ [0-9:]+ UTC", oldest)
    (line,) = said(capsys, "retire", ids[0])
    assert line.startswith(f"hub: {ids[0]} has ended")
    assert "ended" in said(capsys, "list")[1]


def test_a_key_that_cannot_end_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["keys", "retire", "nothing"]) == 1
    assert capsys.readouterr().err == "hub: there is no key nothing that could end\n"
