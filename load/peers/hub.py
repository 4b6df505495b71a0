"""The hub itself, as it comes: one worker, Postgres with fsync, Redis; a command is committed, then people hear of it.

Only its caps and rates are opened, since a benchmark is a flood.
"""

import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from msgspec.structs import replace

from hub.chat.messages import Post
from hub.wire import JSON, Do
from load.crowd.speech import Speech, Step, speech_of_hub
from load.peers.install import our_versions
from load.peers.peer import STAMP, NotServed, Peer, Served, Versions
from load.stage import NotStaged, stage

ROOM = "floor/peers"
OPEN_DOOR = {
    "HUB_RATE_CONNECTION": "100000/100000",
    "HUB_RATE_PERSON": "100000/100000",
    "HUB_RATE_ROOM": "100000/100000",
    "HUB_SOCKETS_PER_ADDRESS_MAX": "50000",
}
#: Listeners at a time, and the few that publish or are away.
GRANTS = 2_200
#: Where a listener is: the room's epoch, and the last fact of a frame.
_EPOCH = re.compile(rb'"epoch":"([^"]+)"')
_UPTO = re.compile(rb'"upto":(\d+)')


def say(number: int, text: str) -> bytes:
    """A message for the chat."""
    return JSON.encode(Do(f"p{number}", ROOM, Post(text=text)))


def back(listener: Speech, heard: Sequence[bytes]) -> Speech:
    """Say hello from the last fact it had."""
    epoch = next((found[1] for each in heard if (found := _EPOCH.search(each))), b"")
    seen = max((int(found) for each in heard for found in _UPTO.findall(each[:512])), default=0)
    hello = listener.hellos[0].say.replace(b"{epoch}", epoch).replace(b"{seen}", b"%d" % seen)
    return replace(listener, hellos=(Step(hello),))


def install(_: Path) -> Versions:
    """It is here."""
    return our_versions("showhub", "uvicorn", "uvloop", "msgspec")


def _serve(**settings: str) -> Callable[[Path], AbstractAsyncContextManager[Served]]:
    @asynccontextmanager
    async def serve(directory: Path) -> AsyncGenerator[Served]:
        try:
            async with stage(directory, 1, rooms=[ROOM], settings=OPEN_DOOR | settings) as hub:
                grants = await hub.grants([ROOM], "audience", GRANTS)
                listener = speech_of_hub(ROOM, hub.address.origin, stamp=STAMP)
                stores = [hub.facts.pids[name] for name in ("postgres", "redis")]
                yield Served(
                    hub.address,
                    hub.facts.workers,
                    listener,
                    listener,
                    say,
                    beside=stores,
                    tokens=grants,
                    back=lambda heard: back(listener, heard),
                )
        except NotStaged as error:
            raise NotServed(str(error)) from None

    return serve


_DURABLE = "committed to Postgres and synced (`synchronous_commit = on`)"
_RECOVERY = (
    "Up to 300 facts come one by one, exactly those that were missed; beyond that comes the whole state, and says so. "
    "The state of a chat is its last 200 messages; nothing is left out without a word."
)
HUB = Peer(
    name="hub",
    title="Showhub",
    install=install,
    serve=_serve(),
    about="One worker, everything on: grants, roles, limits, the log, the bus, gap checks. Facts of up to 25 ms share "
    "a frame when the room is busy.",
    durable=_DURABLE,
    recovery=_RECOVERY,
)
AT_ONCE = Peer(
    name="hub-at-once",
    title="Showhub, joining nothing",
    install=install,
    serve=_serve(HUB_FLUSH_MS_MAX="0"),
    about="The same with `HUB_FLUSH_MS_MAX=0`: every commit goes out at once.",
    durable=_DURABLE,
    recovery=_RECOVERY,
)
