"""The whole show in small, on a real hub; and its negative twin, in which phones lose a frame."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from load.bots.bot import Address, Closed, Ears, Line
from load.bots.lean import dial_lean
from load.check.checker import Kind
from load.show import cast, house, run
from load.show.acts import LARGE_SHOW, SHOW, Act, hub_restarts, redis_away, worker_killed
from load.show.run import Options, main, show
from load.show.verdict import Found
from tests.load.show.found import a_found

SMALL = Options(
    phones=12,
    crew=5,
    workers=2,
    seed=7,
    acts=(
        Act("doors", 1.0, 20.0, 20.0, 2.0, doors_s=0.5),
        Act("redis killed", 2.0, 20.0, 30.0, 2.0, disaster=redis_away(1.0)),
        Act("worker killed", 3.0, 20.0, 30.0, 2.0, disaster=worker_killed, cuts=True),
    ),
)
RESTART = Act("hub restarts", 1.0, 20.0, 30.0, 2.0, disaster=hub_restarts, cuts=True)


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
async def test_a_large_night_with_three_disasters_loses_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large is what has sockets beside the full clients; of these forty phones thirty-two are."""
    monkeypatch.setattr(house, "FULL_MAX", 10)
    monkeypatch.setattr(house, "FULL_OF_MANY", 8)
    monkeypatch.setattr(house, "QUIET_S", 0.1)
    found = await show(replace(SMALL, phones=40, acts=(*SMALL.acts, RESTART)), tmp_path)
    assert found.held, found.examples
    assert (found.lost, found.repeated, found.full_clients) == (0, 0, 8)
    assert (found.joined_s > 0, found.away_max_s > 0) == (True, True)
    acts = {act.name: act for act in found.acts}
    assert acts["hub restarts"].log_reads >= 1
    assert acts["worker killed"].back_s > 0
    assert acts["doors"].crowd_p99_ms > 0
    assert found.cut_off >= 40
    said = capsys.readouterr().out
    assert "seed 7" in said
    assert "32 sockets ..." in said


@pytest.mark.timeout(180)
async def test_a_lost_frame_is_a_breach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cast, "dial_lean", dial_leaky)
    monkeypatch.setattr(house, "SETTLE_S_MAX", 3.0)
    found = await show(replace(SMALL, acts=SMALL.acts[:1]), tmp_path)
    assert not found.held
    assert Kind.GAP in found.breaches
    assert found.lost > 0


def test_the_acts_fit_the_size_of_the_house() -> None:
    assert replace(SMALL, acts=(), phones=500).night == SHOW
    assert replace(SMALL, acts=(), phones=501).night == LARGE_SHOW


def test_what_was_found_is_told_written_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def played(options: Options, _directory: Path) -> Found:
        return a_found(seed=options.seed)

    kept: list[tuple[str, str]] = []

    def keep(name: str, command: str, _found: object) -> None:
        kept.append((name, command))

    monkeypatch.setattr(run, "show", played)
    monkeypatch.setattr(run, "keep", keep)
    assert main(["--seed", "9", "--json", str(tmp_path / "found.json"), "--record"]) == 0
    assert json.loads((tmp_path / "found.json").read_bytes())["seed"] == 9
    assert kept == [("show", "python -m load.show --phones 500 --crew 30 --workers 2 --seed 9 --record")]
    assert "lost 0  repeated 0" in capsys.readouterr().out


def test_what_cannot_be_played_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("load.stage.PYTHON", "false")
    assert main(["--phones", "1", "--crew", "1", "--workers", "1"]) == 1
    assert capsys.readouterr().err == "show: the hub did not start\n"
