"""Each promise has a command that proves it, and is told as it stood the last time."""

import re
from pathlib import Path
from typing import Any

import pytest

from load.promises import PROMISES
from load.readings import Found
from tests.load.found import a_result

ROOT = Path(__file__).resolve().parents[2]
BY_NUMBER = {each.number: each for each in PROMISES}


def stands(number: int, **found: object) -> str:
    return BY_NUMBER[number].stands({name: a_result(each) for name, each in found.items()})


def test_every_promise_of_the_frame_is_there_once() -> None:
    assert [each.number for each in PROMISES] == [*range(1, 11), *range(13, 23)]


def test_every_command_of_a_promise_is_one() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for command in {command for each in PROMISES for command in each.commands}:
        made = re.fullmatch(r"make ([a-z-]+)", command)
        assert (
            command.startswith(("python -m load ", "python -m load.")) if made is None else f"\n{made[1]}: " in makefile
        ), command


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: str(promise.number))
def test_what_was_not_recorded_is_not_measured_yet(promise: Any) -> None:
    nothing: Found = {}
    assert promise.stands(nothing) == "not measured yet"
    assert promise.stands(dict.fromkeys(("faults", "show", "scenarios", "peers"))) == "not measured yet"
