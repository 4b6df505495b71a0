"""Which Chromium is taken."""

import sys
from pathlib import Path

import pytest

from load import chromium


def test_the_one_that_is_named_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_CHROMIUM", sys.executable)
    assert chromium.find() == Path(sys.executable)


def test_what_does_not_start_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/false\n")
    broken.chmod(0o755)
    monkeypatch.setenv("HUB_CHROMIUM", str(broken))
    for name in ("PATH", "HOME", "PLAYWRIGHT_BROWSERS_PATH"):
        monkeypatch.setenv(name, str(tmp_path / "nothing"))
    assert chromium.find() is None


def test_one_of_playwrights_cache_does_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("HUB_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    program = tmp_path / "chromium-1200" / "chrome-linux" / "chrome"
    program.parent.mkdir(parents=True)
    program.symlink_to(sys.executable)
    assert chromium.find() == program


def test_who_has_one_is_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert chromium.main() == 0
    assert capsys.readouterr().err == ""


async def test_where_there_is_none_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "find", lambda: None)
    with pytest.raises(chromium.NotFound, match="HUB_CHROMIUM"):
        async with chromium.launched():
            pass
