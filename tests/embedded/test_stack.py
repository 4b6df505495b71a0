"""How the parts are put together."""

from pathlib import Path

import pytest

from api.settings import read
from embedded import stack
from embedded.service import NotStarted
from embedded.services import Services
from embedded.stack import Wanted

TWO = Services("postgresql://owner@", "postgresql://app@", "unix://", None, None)


def test_the_secret_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    first = stack.secret(tmp_path / "hub")
    assert len(first) >= 32
    assert stack.secret(tmp_path / "hub") == first
    assert (tmp_path / "hub" / "grant_secret").stat().st_mode & 0o777 == 0o600


def test_the_owners_password_is_another_in_each_directory(tmp_path: Path) -> None:
    assert stack.password(tmp_path) == stack.password(tmp_path) != stack.password(tmp_path / "other")


def test_the_hub_does_not_connect_as_the_owner(tmp_path: Path) -> None:
    settings = read(stack.environment(Wanted(tmp_path, port=0), TWO, {}))
    assert (settings.database_url, settings.owner_url) == ("postgresql://app@", "postgresql://owner@")


def test_an_empty_secret_is_none(tmp_path: Path) -> None:
    (tmp_path / "grant_secret").write_text("")
    with pytest.raises(NotStarted, match="is empty: remove it"):
        stack.secret(tmp_path)


def test_the_hub_is_told_everything_it_asks_for(tmp_path: Path) -> None:
    settings = read(stack.environment(Wanted(tmp_path, port=0), TWO, {}))
    assert settings.port > 0
    assert f"http://127.0.0.1:{settings.port}" in settings.origins
    assert settings.web_dir.parts[-2:] == ("web", "dist")


def test_what_the_environment_says_counts(tmp_path: Path) -> None:
    told = stack.environment(Wanted(tmp_path, port=8123), TWO, {"HUB_GRANT_SECRET": "y" * 32, "HUB_DRAIN_MS": "9"})
    assert told["HUB_GRANT_SECRET"] == "y" * 32
    assert told["HUB_DRAIN_MS"] == "9"
    assert told["HUB_PORT"] == "8123"
