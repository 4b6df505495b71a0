"""Fills an empty hub with one night, along the same path as everybody's commands."""

import asyncio
from collections.abc import Iterable
from csv import DictReader
from datetime import UTC, datetime
from pathlib import Path

from api.settings import Settings
from api.worker import Worker, assemble
from embedded.seeds import advance, festival, night
from embedded.seeds.organisation import ORG, organise
from embedded.seeds.people import Step
from persistence import songs

SHOW, FLOOR, STREAM = "show/demo", "floor/demo", "stream/demo"
FESTIVAL = "show/festival"
SONGBOOK = Path(__file__).parent / "songbook.csv"


async def seed(settings: Settings, more_rooms: Iterable[str] = (), password: str = "") -> None:
    """Create the rooms of the night and what happened in them, and `more_rooms` that are empty.

    With a password there is an organisation too, whose owner signs in with it.

    Done before is not done again, and what was cut short goes on where it was: the ids of the commands are fixed.

    Raises:
        Rejected, Unavailable: as `Service.do`.
    """
    worker = assemble(settings)
    today = datetime.now(tz=UTC).date()
    shows = {SHOW: advance.steps(today), FESTIVAL: festival.steps(today)}
    rooms = {**shows, FLOOR: night.floor(), STREAM: night.stream(), **dict.fromkeys(more_rooms, ())}
    async with worker.running(None):
        await asyncio.gather(*(_fill(worker, room, list(steps)) for room, steps in rooms.items()))
        if password:
            await organise(worker, password, today)
        await songs.add(worker.database, FLOOR, songbook())


def songbook(file: Path = SONGBOOK) -> list[songs.Song]:
    """The songs in a CSV file with the columns title and artist."""
    with file.open(newline="") as lines:
        return [songs.Song(row["title"], row["artist"]) for row in DictReader(lines)]


async def _fill(worker: Worker, room: str, steps: list[Step]) -> None:
    log = worker.service.doors.ports.log
    await log.create(room, ORG)
    ids = [f"seed-{number}" for number in range(1, len(steps) + 1)]
    if steps and await log.find(room, [(steps[-1].actor.person, ids[-1])]):
        return
    for command_id, (actor, command) in zip(ids, steps, strict=True):
        await worker.service.do(actor, room, command_id, command)
