"""The whole show in small, on a real hub; and its negative twin, in which phones lose a frame."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from load.bots.bot import Address, Closed, Ears, Line
from load.bots.lean import dial_lean
from load.check.checker import Breach, Kind
from load.show import cast
from load.show.acts import Act, redis_away, worker_killed
from load.show.cast import Company
from load.show.run import Options, main, show, surprises

SMALL = Options(
    phones=12,
    crew=5,
    workers=2,
    seed=7,
    acts=(
        Act("doors", 1.0, 20.0, 20.0, 2.0, doors_s=0.5),
        Act("redis killed", 2.0, 20.0, 30.0, 2.0, disaster=redis_away(1.0)),
        Act("worker killed", 3.0, 20.0, 30.0, 2.0, disaster=worker_killed),
    ),
)


class Leaky:
    """Ears that do not get the fifth frame with facts."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears
        self._facts: Iterator[int] = count(1)

    def opened(self, line: Line) -> None:
        self._ears.opened(line)

    def hear(self, payload: bytes) -> None:
        if not payload.startswith(b'{"t":"facts"') or next(self._facts) != 5:
            self._ears.hear(payload)


async def dial_leaky(address: Address, subprotocol: str, ears: Ears) -> Closed:
    return await dial_lean(address, subprotocol, Leaky(ears))


@pytest.mark.timeout(180)
async def test_a_night_with_two_disasters_loses_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await show(SMALL, tmp_path) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    assert "seed 7" in said
    assert "lost 0  repeated 0" in said
    assert "BREACH" not in said
    assert all(act.name in said for act in SMALL.acts)


@pytest.mark.timeout(180)
async def test_a_lost_frame_is_a_breach(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cast, "dial_lean", dial_leaky)
    assert await show(replace(SMALL, acts=SMALL.acts[:1]), tmp_path) == 1
    said = capsys.readouterr().out
    assert f"BREACH {Kind.GAP}" in said
    assert "lost 0" not in said


def test_a_refusal_that_is_no_part_of_a_night_is_a_breach() -> None:
    company = Company(Address("127.0.0.1", 1), seed=1)
    (player,) = company.cast("phone", ["t"], "floor/test", {})
    player.bot.client.told.update({"queue.full": 3, "room.unavailable": 1})
    assert surprises(company) == []
    player.bot.client.told["hub.broken"] = 2
    assert surprises(company) == [Breach(Kind.DIFFERENT, "hub.broken, 2 times")]


def test_what_cannot_be_played_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("load.stage.PYTHON", "false")
    assert main(["--phones", "1", "--crew", "1", "--workers", "1"]) == 1
    assert capsys.readouterr().err == "show: the hub did not start\n"
