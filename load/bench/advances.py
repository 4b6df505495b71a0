"""What an advance costs the hub: to open one in which 400 questions are answered, and to make one."""

import asyncio
import json
import random
import secrets
import time
from collections.abc import Sequence

import asyncpg

from hub.advancing_sync.design_messages import Design, wanted
from hub.advancing_sync.messages import Edit
from hub.advancing_sync.schema import Field, Schema, Section
from hub.advancing_sync.standard import STANDARD
from hub.wire import JSON, Facts, Welcome
from load.bench.measures import Figures, Size, Subject, Unfit
from load.bots.bot import Bot
from load.bots.client import Client
from load.bots.lean import dial_lean
from load.bots.reading import Reader
from load.bots.waiting import until
from load.quantiles import ms, quantile

FIELDS, SECTIONS = 400, 20
#: On the way at a time; a connection may have so many.
AT_ONCE = 50
JOIN_S_MAX = 10.0
WRITE_S_MAX = 60.0
#: Of another kind than shows that people make, so that a bench finds its own.
ORG, SHOW = "bench-advances", "made"
FILL = (
    "INSERT INTO org (org_id, name, accent, products, created_at_ms) VALUES ($1, 'Bench', '#7c5cff', '{advance}', 0)",
    """
    INSERT INTO show (org_id, id, title, day, timezone, status, currency, notes, version, created_at_ms)
    SELECT $1, $2 || '-' || n, 'Night ' || n, '2026-12-01', 'UTC', 'hold', 'eur', '', 1, 0
    FROM generate_series(1, $3::int) n
    """,
)
MAKE = "SELECT advance_make($1, $2, $3, $4, $5, 'a', 'A', $6, 'show', $7)"
#: As those that an advance begins with.
KNOWN = {"t": "advance.edited", "saw": "", "by": "show", "name": "", "at_ms": 1, "source": "show"}
BEGINS = ("show.title", "show.date", "show.timezone", "show.venue", "show.city")


def a_schema() -> Schema:
    """So many questions, in sections of the same size."""
    each = FIELDS // SECTIONS
    fields = tuple(Field(f"f{number}", f"Question {number}") for number in range(each))
    return Schema(tuple(Section(f"s{number}", f"Section {number}", fields) for number in range(SECTIONS)))


async def opening(hub: Subject, tokens: Sequence[str], room: str, size: Size) -> Figures:
    """From the dial until the whole form is there, for one after the other. The first reads it from the database.

    Raises:
        Unfit: what was to be written was refused.
    """
    await _fill(hub, tokens[0], room)
    took = [await _open(hub, token, room, number) for number, token in enumerate(tokens[1 : 1 + size.opens])]
    return {"p50_ms": ms(quantile(took, 0.5)), "longest_ms": ms(max(took)), "fields": FIELDS, "opens": len(took)}


async def _fill(hub: Subject, token: str, room: str) -> None:
    schema = a_schema()
    keys = [f"{section.key}.{field.key}" for section in schema.sections for field in section.fields]
    client = Client("filler", token, [room], Reader(JSON))
    bot = Bot(client, hub.address, dial_lean, random.Random(4))
    running = asyncio.create_task(bot.run())
    await until(lambda: client.everywhere, JOIN_S_MAX)
    sent = [bot.ask(room, Design(schema=wanted(schema)))]
    await until(lambda: not client.waiting, WRITE_S_MAX)
    for begin in range(0, len(keys), AT_ONCE):
        some = keys[begin : begin + AT_ONCE]
        sent += [bot.ask(room, Edit(field=key, value=f"As agreed on the phone: {key}")) for key in some]
        await until(lambda: not client.waiting, WRITE_S_MAX)
    bot.stop()
    await running
    refused = [each for each in sent if each.outcome != "acked"]
    if refused:
        raise Unfit(f"{len(refused)} of {len(sent)} answers were refused")


async def _open(hub: Subject, token: str, room: str, number: int) -> float:
    here_s: list[float] = []

    def watch(frame: Facts | Welcome, now_s: float) -> None:
        if isinstance(frame, Welcome):
            here_s.append(now_s)

    client = Client(f"opener{number}", token, [room], Reader(JSON), watch=watch)
    bot = Bot(client, hub.address, dial_lean, random.Random(number))
    began_s = time.monotonic()
    running = asyncio.create_task(bot.run())
    await until(lambda: bool(here_s), JOIN_S_MAX)
    bot.stop()
    await running
    return here_s[0] - began_s


async def creating(hub: Subject, tokens: Sequence[str], room: str, size: Size) -> Figures:  # noqa: ARG001  a Measure
    """An advance with its parts, code, room and first answers: one statement, committed, as the hub asks for it."""
    owner = await asyncpg.connect(hub.database_url.replace("//hub@", "//postgres@", 1))
    try:
        await owner.execute(FILL[0], ORG)
        await owner.execute(FILL[1], ORG, SHOW, size.advances)
    finally:
        await owner.close()
    app = await asyncpg.connect(hub.database_url.replace("//hub@", "//hub_app@", 1))
    try:
        took = [await _make(app, f"{SHOW}-{number}") for number in range(1, 1 + size.advances)]
    finally:
        await app.close()
    return {"p50_ms": ms(quantile(took, 0.5)), "p99_ms": ms(quantile(took, 0.99)), "advances": len(took)}


async def _make(app: "asyncpg.Connection[asyncpg.Record]", show: str) -> float:
    stamp = "0000000000001-0000-show"
    known = [json.dumps({**KNOWN, "field": field, "value": "Night", "stamp": stamp}) for field in BEGINS]
    sections = [section.key for section in STANDARD.sections]
    code = secrets.token_hex(4).upper()
    began_s = time.perf_counter()
    made = await app.fetchval(MAKE, ORG, show, sections, code, secrets.token_urlsafe(12), 1, known)
    if not made:
        raise Unfit(f"{show} has an advance already")
    return time.perf_counter() - began_s
