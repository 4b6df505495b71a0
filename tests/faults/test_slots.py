"""Fifty people want the last places of a queue at once, over four workers: nobody is booked into a place that is taken.

The log is judged by a model of its own: three lists and the rules of the desk, without a line of the hub's.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest

from hub.kernel import Command, Role
from hub.queue.messages import CallUp, Configure, Finish, Play, Rules, Submit
from load.bots.waiting import until
from load.reliability import FaultRow
from load.show.people import Somebody
from load.stage import Stage
from tests.faults.night import QUIET, Night
from tests.faults.prove import Fault, Twin, prove

ROOM = QUIET[0]
PHONES, DESKS = 50, 5
RULES = Rules(locked_max=2, open_max=1, length_max=20)
ROUNDS, DEEDS_PER_S, ROUND_S = 3, 120.0, 2.5
PLAIN_S_MAX = 10.0


def asks(who: Somebody) -> Command:
    """A song; most will be told that the queue is full, or that they have one in it."""
    return Submit(title="Jolene", note=who.fresh())


def runs(who: Somebody) -> Command:
    """What a desk does, without looking."""
    return who.rng.choice((Play(), CallUp(), Finish()))


class Desk:
    """The queue as somebody with paper would keep it. Each method takes a fact, and says what is wrong with it."""

    def __init__(self) -> None:
        self.waiting: list[str] = []
        self.up_next: list[str] = []
        self.playing: list[str] = []
        self.asked_by: dict[str, str] = {}

    def submitted(self, entry: str, person: str) -> bool:
        """There is a place, and the person has none yet."""
        self.asked_by[entry] = person
        self.waiting.append(entry)
        open_ones = [self.asked_by[each] for each in (*self.waiting, *self.up_next, *self.playing)]
        return len(self.waiting) <= RULES.length_max and open_ones.count(person) <= RULES.open_max

    def called_up(self, entry: str, _person: str) -> bool:
        """It waits, and there is room."""
        return len(self.up_next) < RULES.locked_max and self._move(entry, self.waiting, self.up_next)

    def started(self, entry: str, _person: str) -> bool:
        """Nothing plays, and it has not been."""
        free = not self.playing
        return self._move(entry, self.up_next if entry in self.up_next else self.waiting, self.playing) and free

    def played(self, entry: str, _person: str) -> bool:
        """It plays."""
        return self._move(entry, self.playing, [])

    @staticmethod
    def _move(entry: str, here: list[str], there: list[str]) -> bool:
        if entry not in here:
            return False
        here.remove(entry)
        there.append(entry)
        return True


APPEND = "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = 'room_append'"
UNCHECKED = {
    "AND r.seq = $2": "AND $2 IS NOT NULL",
    "RETURNING r.org_id": "RETURNING r.org_id, r.seq - cardinality($3) AS at",
    "$2 + d.n": "head.at + d.n",
}


def double_booked(facts: Iterable[Mapping[str, Any]]) -> list[str]:
    """Every fact that takes a place that is not free."""
    desk = Desk()
    takes = {f"queue.{each.__name__}": each for each in (desk.submitted, desk.called_up, desk.started, desk.played)}
    return [
        f"{number}: {fact['t']} of {fact['id']}"
        for number, fact in enumerate(facts, start=1)
        if fact["t"] in takes and not takes[fact["t"]](fact["id"], fact.get("person", ""))
    ]


async def facts_of(database_url: str, room: str) -> list[dict[str, Any]]:
    """What the log has of a room, as it is written there."""
    connection = await asyncpg.connect(database_url)
    try:
        rows = await connection.fetch("SELECT fact::text FROM room_fact WHERE room = $1 ORDER BY seq", room)
    finally:
        await connection.close()
    return [msgspec.json.decode(row[0]) for row in rows]


async def unchecked_appends(running: Stage) -> None:
    """Facts are written where the log ends now, not where their writer believed it to end."""
    connection = await asyncpg.connect(running.facts.database_url)
    try:
        append: str = await connection.fetchval(APPEND)
        for checked, unchecked in UNCHECKED.items():
            assert checked in append, f"an append does not say {checked} any more: the twin switches nothing off"
            append = append.replace(checked, unchecked)
        await connection.execute(append)
    finally:
        await connection.close()


async def crowded(night: Night) -> None:
    """Whatever comes of the night, the log says what was booked."""
    try:
        await _rounds(night)
    finally:
        facts = await facts_of(night.stage.facts.database_url, ROOM)
        for where in double_booked(facts):
            night.wrong("double-booked", where)
        night.figures["requests booked"] = sum(fact["t"] == "queue.submitted" for fact in facts)


async def _rounds(night: Night) -> None:
    """Everybody asks at once without Redis; then five desks play, and in each round a worker dies."""
    desks = night.people("desk", DESKS, ROOM, {runs: 1}, Role.DJ)
    phones = night.people("phone", PHONES, ROOM, {asks: 1})
    people = [*desks, *phones]
    await night.enter(people)
    await night.spread(people)
    night.steady += people
    configured = desks[0].bot.ask(ROOM, Configure(rules=RULES))
    await until(lambda: configured.outcome == "acked", PLAIN_S_MAX)
    # While nothing rings, each worker has only the log to tell it what the others have booked.
    await night.order("kill redis")
    for phone in phones:
        phone.act()
    await until(night.company.settled, night.patience_s)
    await night.order("start redis")
    for _ in range(ROUNDS):
        for phone in phones:
            phone.act()
        async with night.busy(people, DEEDS_PER_S):
            await night.workers(4)
            await night.order("kill worker")
            await night.recovered()
    await until(night.company.settled, night.patience_s)


BOOKED = Fault(
    f"{PHONES} people and {DESKS} desks want the same places, over 4 workers that are killed in turn",
    promises=(10,),
    bound="no place of the queue is taken twice",
    scenario=crowded,
    twin=Twin(
        "facts are written wherever the log ends by then",
        "nothing of a process",
        frozenset({"double-booked", "a log that makes no sense"}),
        prepare=unchecked_appends,
    ),
    workers=4,
)


@pytest.mark.fault
async def test_no_place_of_the_queue_is_taken_twice(seed: int, tmp_path: Path, rows: list[FaultRow]) -> None:
    rows.append(await prove(BOOKED, seed, tmp_path))


def test_the_model_finds_what_is_booked_twice() -> None:
    asked = [{"t": "queue.submitted", "id": each, "person": each} for each in "abc"]
    called = [{"t": "queue.called_up", "id": each} for each in "ab"]
    started = [{"t": "queue.started", "id": "a"}, {"t": "queue.played", "id": "a"}, {"t": "queue.started", "id": "c"}]
    assert double_booked([*asked, *called, *started]) == []
    assert len(double_booked([*asked, asked[0] | {"id": "d"}])) == 1
    assert len(double_booked([*asked, *called, {"t": "queue.called_up", "id": "c"}])) == 1
    assert len(double_booked([*asked, *called, *called[:1]])) == 1
    assert len(double_booked([*asked, started[0], started[2]])) == 1
    assert len(double_booked([*asked, {"t": "queue.played", "id": "a"}])) == 1
