"""Nobody gets in where they do not belong: the whole attack, counted and kept for docs/reliability.md.

What each part looks for, and the twin that shows that it finds it, is in `tests/api`: test_two_organisations.py,
access/test_tickets.py and test_revoking.py.
"""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from msgspec import Struct
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from hub.kernel import Role
from hub.rooms.rate import Rate
from load import reliability
from tests.api.access.shown import a_shown, hello, inside, says
from tests.api.access.test_tickets import a_ticket
from tests.api.eavesdropper import commands, eavesdrop
from tests.api.intruder import OWN, VICTIM
from tests.api.neighbours import settle
from tests.api.serving import goodbye, heard
from tests.api.test_two_organisations import an_intruder
from tests.api.whole import Whole, whole
from tests.api.wiretap import wiretap

COMMAND = "make laws"
RACE = 50
REVOKED_S_MAX = 2.0
ORIGINS = ("http://elsewhere.test", "null", "", None)

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.long, pytest.mark.timeout(600)]


class Row(Struct, frozen=True):
    """What there is to say of a promise, and whether it was kept."""

    promise: int
    said: str
    held: bool


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hubs(database_url: str, redis_url: str) -> AsyncGenerator[tuple[Whole, Whole]]:
    """Two workers over the same stores."""
    rate = Rate(100_000, 100_000)
    async with (
        whole(database_url, redis_url, rate_address=rate) as here,
        whole(database_url, redis_url, rate_address=rate) as there,
    ):
        for each in (VICTIM, OWN):
            await settle(here, database_url, each)
        yield here, there


async def test_the_attack_finds_nothing(hubs: tuple[Whole, Whole], database_url: str, redis_url: str) -> None:
    """The figures are kept whatever they are."""
    async with wiretap(redis_url) as tap:
        rows = [*await the_requests(hubs[0], database_url), await the_sockets(*hubs)]
    leaks = tap.found(VICTIM, OWN)
    heard = f"{len(tap.messages):,} messages, {len(tap.commands):,} commands and {len(tap.keys):,} keys of Redis"
    rows.append(Row(13, f"{heard}: {len(leaks)} of the other", not leaks))
    rows += [await the_origins(hubs[0]), await the_race(hubs[0]), await the_revocation(hubs)]
    reliability.keep("access", COMMAND, {"rows": rows})
    assert [row for row in rows if not row.held] == []


async def the_requests(hub: Whole, database_url: str) -> list[Row]:
    rows: list[Row] = []
    for who, signed_in in (("from the other organisation", True), ("from nobody", False)):
        intruder = await an_intruder(hub, database_url, signed_in=signed_in)
        found = await intruder.attack()
        rows.append(Row(13, f"{intruder.asked:,} requests {who}: {len(found)} findings", not found))
    return rows


async def the_sockets(here: Whole, there: Whole) -> Row:
    token = here.grant(*OWN.rooms, person="account-b", role=Role.MANAGER)
    found = await eavesdrop(here, token, OWN, VICTIM, beside=there)
    said = 2 * sum(len(commands(room)) for room in OWN.rooms)
    return Row(13, f"{said:,} commands on sockets of the other: {len(found)} findings", not found)


async def the_origins(hub: Whole) -> Row:
    refused = 0
    for origin in ORIGINS:
        try:
            async with hub.dial(origin=None if origin is None else Origin(origin)):
                pass
        except InvalidStatus as error:
            refused += error.response.status_code == 403
    said = f"{refused} of {len(ORIGINS)} handshakes with a wrong Origin or none refused with 403"
    return Row(14, said, refused == len(ORIGINS))


async def the_race(hub: Whole) -> Row:
    night = await a_shown(hub)
    ticket = await a_ticket(night.owner, night.room)
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(hub.dial()) for _ in range(RACE)]
        await asyncio.gather(*(says(client, hello(ticket, night.room)) for client in clients))
        inside = sum(await asyncio.gather(*map(_came_in, clients)))
    return Row(14, f"of {RACE} sockets with one ticket {inside} came in", inside == 1)


async def _came_in(client: ClientConnection) -> bool:
    try:
        await heard(client, "welcome")
    except ConnectionClosed:
        return False
    return True


async def the_revocation(hubs: tuple[Whole, Whole]) -> Row:
    night = await a_shown(hubs[0])
    link, secret = await night.link()
    token = (await night.opens(secret)).json()["token"]
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(inside(hub, token, night.room)) for hub in hubs for _ in range(10)]
        began = time.monotonic()
        await night.owner.ask("DELETE", f"{night.path}/links/{link}")
        ends = await asyncio.gather(*map(goodbye, clients))
    took_s = time.monotonic() - began
    held = took_s <= REVOKED_S_MAX and set(ends) == {(4506, "auth.revoked")}
    return Row(
        14, f"a link revoked on one of 2 workers: {len(clients)} sockets of both closed after {took_s:.2f} s", held
    )
