"""`make golden`: what is edited by hand is found, and written again."""

import runpy
import sys
from pathlib import Path

import pytest

from api.reference import __main__ as reference


def test_what_was_edited_by_hand_is_found_and_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reference.stale(tmp_path) == list(reference.MADE)
    reference.write(tmp_path)
    assert reference.stale(tmp_path) == []
    (tmp_path / "docs/reference/errors.md").write_text("edited by hand")
    assert reference.stale(tmp_path) == ["docs/reference/errors.md"]
    monkeypatch.setattr(reference, "ROOT", tmp_path)
    assert reference.main(["--check"]) == 1
    assert "docs/reference/errors.md is not what the code says: run `make golden`" in capsys.readouterr().err
    assert reference.main([]) == 0
    assert reference.main(["--check"]) == 0


def test_it_is_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["reference", "--check"])
    with pytest.raises(SystemExit) as ended, pytest.warns(RuntimeWarning, match="found in sys.modules"):
        runpy.run_module("api.reference", run_name="__main__")
    assert ended.value.code == 0
