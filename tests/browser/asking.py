"""Somebody without a browser, who asks for many things at once."""

import asyncio
import random
import secrets
import time
from urllib.parse import urlsplit

from api import grants
from hub.kernel import Actor, Command, Role
from hub.wire import JSON
from load.bots.bot import Address, Bot
from load.bots.client import Client
from load.bots.lean import dial_lean
from load.bots.reading import Reader
from load.bots.waiting import until
from tests.browser.conftest import Hub

#: Until the hub has what was asked of it.
KNOW_S_MAX = 20.0


async def ask(hub: Hub, room: str, *commands: Command) -> None:
    """Have a manager ask for these in a room; all are answered."""
    expires_ms = int((time.time() + 3600) * 1000)
    token = grants.mint(hub.facts["grant_secret"], Actor("cleo", Role.MANAGER, "Cleo"), [room], expires_ms=expires_ms)
    # the names of their commands are made of it: asked a second time, these are others
    client = Client(f"cleo-{secrets.token_hex(4)}", token, [room], Reader(JSON))
    where = urlsplit(str(hub.facts["url"]))
    bot = Bot(client, Address(where.hostname or "", where.port or 0), dial_lean, random.Random(5))
    running = asyncio.create_task(bot.run())
    await until(lambda: client.everywhere, KNOW_S_MAX)
    for command in commands:
        bot.ask(room, command)
    await until(lambda: not client.waiting, KNOW_S_MAX)
    bot.stop()
    await running
    assert {each.outcome for each in client.commands.values()} == {"acked"}, client.told
