"""What it does under load is in test_run.py; there may be no compiler."""

import shutil
from pathlib import Path

import pytest

from load.peers import limit
from load.peers.peer import NotInstalled
from tests.load.peers.speaking import FACT, two_are_counted


def test_somebody_gets_in_with_a_welcome_and_says_nothing() -> None:
    assert two_are_counted(limit.SPEECH, b"welcome", FACT, FACT) == []


def test_it_is_compiled_or_says_that_there_is_no_compiler(tmp_path: Path) -> None:
    if shutil.which("cc"):
        assert limit.install(tmp_path).parts["cc"]
        assert (tmp_path / "limit").exists()
    else:
        with pytest.raises(NotInstalled, match="no `cc`"):
            limit.install(tmp_path)
