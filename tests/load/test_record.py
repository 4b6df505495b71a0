"""What the documents quote comes from files that commands wrote."""

import re
from pathlib import Path

import pytest
from msgspec import Struct

from load import record as module
from load.record import machine, record, recorded


class Found(Struct):
    facts: int
    p99_ms: float


def test_a_result_is_kept_with_what_it_was_run_on(tmp_path: Path) -> None:
    path = record("night", "make show", Found(7, 1.5), tmp_path / "figures")
    kept = recorded("night", path.parent)
    assert kept is not None
    assert kept.found == {"facts": 7, "p99_ms": 1.5}
    assert kept.command == "make show"
    assert kept.machine == machine()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", kept.on)


def test_the_next_result_takes_its_place(tmp_path: Path) -> None:
    record("night", "make show", Found(7, 1.5), tmp_path)
    record("night", "make show", Found(8, 2.5), tmp_path)
    kept = recorded("night", tmp_path)
    assert kept is not None
    assert kept.found["facts"] == 8


def test_of_the_kernel_only_the_version_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.platform, "system", lambda: "Linux")
    monkeypatch.setattr(module.platform, "release", lambda: "6.18.44-of-somebody-v7")
    assert machine().kernel == "Linux 6.18.44"


def test_before_the_first_run_there_is_none(tmp_path: Path) -> None:
    assert recorded("night", tmp_path) is None


def test_a_machine_that_tells_little_still_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """No /proc: macOS."""

    def nothing(*_: object, **__: object) -> str:
        raise OSError

    monkeypatch.setattr(Path, "read_text", nothing)
    assert machine().processor


def test_outside_a_checkout_there_is_no_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing(*_: object, **__: object) -> str:
        raise OSError

    monkeypatch.setattr(module.subprocess, "run", missing)
    record("night", "make show", Found(7, 1.5), tmp_path)
    kept = recorded("night", tmp_path)
    assert kept is not None
    assert kept.commit == ""
