"""People who leave with a worker that dies are not shown for ever; the others are back at once."""

import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from hub.kernel import Role
from hub.presence.messages import Here
from hub.wire import Notices, ServerFrame
from load.bots.bot import Address, Closed, Ears, Line
from load.bots.lean import dial_lean
from load.bots.waiting import until
from load.quantiles import quantile
from load.reliability import FaultRow
from load.show.cast import Player
from tests.faults.night import BUSY, TALK, Night
from tests.faults.prove import Fault, Twin, prove

PHONES, WATCHERS, GHOSTS = 150, 4, 8
GONE_S_MAX, BACK_S_MAX = 35.0, 10.0
_frame = msgspec.json.Decoder(ServerFrame).decode
_here = msgspec.json.Decoder(Here).decode


class Seen:
    """Who is here, as one watcher was last told."""

    def __init__(self) -> None:
        self.people: set[str] = set()

    async def dial(self, address: Address, subprotocol: str, ears: Ears) -> Closed:
        """Connect, and read what comes on its way to the ears."""
        return await dial_lean(address, subprotocol, _Reading(ears, self._read))

    def _read(self, payload: bytes) -> None:
        frame = _frame(payload)
        if isinstance(frame, Notices):
            for raw in frame.notices:
                if b"presence.here" in bytes(raw):
                    self.people = {person.id for person in _here(bytes(raw)).people or ()}


class _Reading:
    def __init__(self, ears: Ears, read: Callable[[bytes], None]) -> None:
        self._ears = ears
        self._read = read

    def opened(self, line: Line) -> None:
        self._ears.opened(line)

    def hear(self, payload: bytes) -> None:
        self._read(payload)
        self._ears.hear(payload)


async def ghosts(night: Night) -> None:
    """Kill the worker on which some are who will not come back."""
    phones = night.people("phone", PHONES, BUSY, TALK)
    await night.enter(phones)
    await night.spread(phones)
    seen = [Seen() for _ in range(WATCHERS)]
    for number, each in enumerate(seen):
        await night.somebody(f"watcher{number}", BUSY, Role.DJ, dial=each.dial)
    people = {_person(player) for player in phones}
    await until(lambda: all(people <= each.people for each in seen), night.patience_s)
    leaving, victim = _some_of_one_worker(night, phones)
    night.steady += [player for player in phones if player not in leaving]
    async with night.busy(night.steady, 20.0):
        await night.order(f"kill {victim}")
        killed_s = time.monotonic()
        for player in leaving:
            night.go_home(player)
        await night.recovered()
        away_s = [each for player in night.steady for each in player.bot.away_s]
        night.figures["sockets back, p99 (s)"] = round(quantile(away_s, 0.99), 2)
        if quantile(away_s, 0.99) > BACK_S_MAX:
            night.wrong("too long away", f"p99 {quantile(away_s, 0.99):.1f} s")
    gone, stayed = {_person(player) for player in leaving}, {_person(player) for player in night.steady}
    left_s = GONE_S_MAX - (time.monotonic() - killed_s)
    try:
        await until(lambda: all(stayed <= each.people and not gone & each.people for each in seen), left_s)
        night.figures["ghosts gone after (s)"] = round(time.monotonic() - killed_s, 1)
    except TimeoutError:
        shown = max(len(gone & each.people) for each in seen)
        missing = max(len(stayed - each.people) for each in seen)
        if shown:
            night.wrong("ghosts", f"after {GONE_S_MAX:.0f} s {shown} are still shown")
        if missing:
            night.wrong("not shown", f"after {GONE_S_MAX:.0f} s {missing} are here and not shown")


def _person(player: Player) -> str:
    return player.bot.client.tracks[player.room].person


def _some_of_one_worker(night: Night, phones: list[Player]) -> tuple[list[Player], int]:
    """Who will leave, and the worker that they are all on."""
    at = night.places(phones)
    victim = max(night.stage.facts.workers, key=list(at.values()).count)
    there = [player for player in phones if at.get(player) == victim]
    return night.rng.sample(there, GHOSTS), victim


GONE = Fault(
    "a worker killed with SIGKILL, and some of its people leave for good",
    promises=(8,),
    bound=f"sockets back p99 {BACK_S_MAX:.0f} s, ghosts gone from presence in {GONE_S_MAX:.0f} s",
    scenario=ghosts,
    twin=Twin(
        "what a worker said of its people has no time to live",
        "presence_for_ever",
        frozenset({"ghosts"}),
        patience_s=20.0,
    ),
    together=True,
)


@pytest.mark.fault
async def test_who_left_with_a_dead_worker_is_gone_and_the_others_are_back(
    seed: int, tmp_path: Path, rows: list[FaultRow]
) -> None:
    rows.append(await prove(GONE, seed, tmp_path))
