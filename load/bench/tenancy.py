"""What it costs that Postgres itself keeps organisations apart: the same statement as the hub and as a superuser."""

import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from statistics import median
from typing import Any, TypeAlias

import asyncpg
import msgspec

from load.bench.measures import Figures, Size, Subject

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
#: Organisations beside each other, and what each has: enough that a plan that reads all of it is seen.
ORGS, SHOWS, NOTES = 20, 500, 1_000
#: In turn, so that whatever else goes on meets both; the middle of all turns counts.
TURNS, EACH = 15, 40
LIST_MAX = 50
ORG = "bench-1"
FILL = (
    """
    INSERT INTO org (org_id, name, accent, products, created_at_ms)
    SELECT 'bench-' || n, 'Bench', '#7c5cff', '{advance}', 0 FROM generate_series(1, $1::int) n ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO show (org_id, id, title, day, timezone, status, currency, notes, version, created_at_ms)
    SELECT o.org_id, 'show-' || n, 'Night ' || n, '2026-12-01', 'UTC', 'hold', 'eur', '', 1, 0
    FROM org o, generate_series(1, $1::int) n WHERE o.org_id LIKE 'bench-%' ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO audit (org_id, id, at_ms, account, name, what, about, address)
    SELECT o.org_id, 'note-' || n, n, 'a', 'A', 'show.made', 'show-' || n, ''
    FROM org o, generate_series(1, $1::int) n WHERE o.org_id LIKE 'bench-%' ON CONFLICT DO NOTHING
    """,
)
ANALYZE = "ANALYZE org, show, audit"
#: The condition stands in each as the hub writes it: the policy comes on top.
LISTS: Mapping[str, tuple[str, tuple[Any, ...]]] = {
    "shows": (
        "SELECT id, title, day FROM show WHERE org_id = $1 AND archived_at_ms IS NULL ORDER BY day, id LIMIT $2",
        (ORG, LIST_MAX),
    ),
    "all shows": ("SELECT id, title, day FROM show WHERE org_id = $1 AND title LIKE '%9%' ORDER BY day", (ORG,)),
    "audit": (
        "SELECT id, at_ms, what, about FROM audit WHERE org_id = $1 ORDER BY at_ms DESC, id DESC LIMIT $2",
        (ORG, LIST_MAX),
    ),
}
ENTER = "SELECT set_config('hub.org_id', $1, true)"
MAKE = "SELECT room_make($1, $2, 'floor', 'bench')"
APPEND = "SELECT room_append($1, $2, $3, $4, $5, $6, $7, 'bench')"
FACT = msgspec.json.encode({"t": "chat.posted", "id": "m", "person": "p", "name": "P", "role": "crew", "text": "Hi"})


async def tenancy(hub: Subject, tokens: Sequence[str], room: str, size: Size) -> Figures:  # noqa: ARG001  a Measure
    """Microseconds of the hot append and of lists, and how many times as long they take as for a superuser."""
    owner = await asyncpg.connect(hub.database_url.replace("//hub@", "//postgres@", 1))
    async with AsyncExitStack() as closing:
        closing.push_async_callback(owner.close)
        app = await asyncpg.connect(hub.database_url.replace("//hub@", "//hub_app@", 1))
        closing.push_async_callback(app.close)
        for statement, count in zip(FILL, (ORGS, SHOWS, NOTES), strict=True):
            await owner.execute(statement, count)
        await owner.execute(ANALYZE)
        appends = await _compared(app, owner, _Append(f"{room}-sides"))
        lists = {name: await _compared(app, owner, _List(*how)) for name, how in LISTS.items()}
    worst = max(lists.values(), key=lambda each: each[0] / each[1])
    return {
        "append_us": round(appends[0]),
        "append_times": round(appends[0] / appends[1], 2),
        "list_us": round(worst[0]),
        "list_times": round(worst[0] / worst[1], 2),
    }


class _List:
    """A list that is read over and over."""

    def __init__(self, statement: str, values: tuple[Any, ...]) -> None:
        self._statement, self._values = statement, values

    async def ready(self, connection: Connection) -> None:
        """As `persistence.tenancy.within` does."""
        await connection.execute(ENTER, ORG)

    async def once(self, connection: Connection, _number: int) -> None:
        await connection.fetch(self._statement, *self._values)


class _Append:
    """One fact after the other into a room, which nobody sees: each turn is taken back, and costs no commit."""

    def __init__(self, room: str) -> None:
        self._room = room

    async def ready(self, connection: Connection) -> None:
        await connection.execute(MAKE, self._room, ORG)

    async def once(self, connection: Connection, number: int) -> None:
        fact = (["p"], [f"c{number}"], [0], [number], [FACT.decode()])
        await connection.fetchval(APPEND, self._room, number, *fact)


async def _compared(app: Connection, owner: Connection, work: _List | _Append) -> tuple[float, float]:
    """Microseconds that it takes the one and the other."""
    await _turn(app, work)  # the plans are made here
    await _turn(owner, work)
    turns = [(await _turn(app, work), await _turn(owner, work)) for _ in range(TURNS)]
    return median(one for one, _ in turns), median(other for _, other in turns)


async def _turn(connection: Connection, work: _List | _Append) -> float:
    transaction = connection.transaction()
    await transaction.start()
    await work.ready(connection)
    began_s = time.perf_counter()
    for number in range(EACH):
        await work.once(connection, number)
    took_s = time.perf_counter() - began_s
    await transaction.rollback()
    return took_s / EACH * 1e6
