"""The hot paths that are watched: each is made ready once, and then does a millisecond or two of work when called."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial, reduce
from itertools import count
from types import MappingProxyType
from typing import TypeAlias

from api.frames import frame
from hub.advancing_sync.messages import Edit
from hub.chat.messages import Post
from hub.kernel import Actor, Command, Fact, Moment, Role
from hub.queue.messages import Submit
from hub.rooms import ring
from hub.rooms import room as rules
from hub.rooms.follower import Follower
from hub.rooms.ports import Draft, Entry
from hub.rooms.rate import Bucket
from hub.rooms.room import Room
from hub.rooms.session import Session
from hub.wire import JSON, MSGPACK, Do, Format, Hello, Seen
from persistence import facts
from persistence.memory import MemoryRoomLog
from persistence.projector import Work
from tests.bench.hub import FREELY, TEXT, a_hub, numbered, some_messages
from tests.builders import EVENING_MS

#: Work; what it returns, if anything, is awaited.
Call: TypeAlias = Callable[[], Awaitable[None] | None]

_ROOM = "floor/bench"
_POST = Do("c1", _ROOM, Post(text=TEXT))


async def decode(form: Format) -> Call:
    """A command's frame becomes a typed command."""
    data = form.encode(_POST)

    def call() -> None:
        for _ in range(500):
            form.decode(data)

    return call


async def hear() -> Call:
    """A session says what to do about a message."""
    data = JSON.encode(_POST)
    session = Session(JSON, Bucket(FREELY, 0))
    session.hear(JSON.encode(Hello("token", (Seen(_ROOM),))), binary=False, now_ms=0)

    def call() -> None:
        for _ in range(300):
            session.hear(data, binary=False, now_ms=0)

    return call


def _told(room: Room, command: Command, actor: Actor, moment_id: Callable[[], str]) -> Room:
    outcome = rules.decide(room, command, Moment(actor, EVENING_MS, moment_id))
    return reduce(rules.apply, [each for each in outcome if isinstance(each, Fact)], room)


async def decide(room: Room, ask: Callable[[int], Command], role: Role, times: int) -> Call:
    """So many commands are decided and folded in, each by another person, from the same room each time."""
    fresh = count(1)
    actors = [Actor(f"p{number}", role, "Somebody") for number in range(times)]

    def call() -> None:
        after = room
        for number, actor in enumerate(actors):
            after = _told(after, ask(number), actor, lambda: f"f{next(fresh)}")

    return call


async def decide_chat() -> Call:
    """Messages, in a room whose history is full."""
    room = reduce(rules.apply, some_messages(200), rules.restore(_ROOM))
    return await decide(room, lambda _: Post(text=TEXT), Role.AUDIENCE, 150)


async def decide_queue() -> Call:
    """Requests, where a hundred wait."""
    room, fresh = rules.restore(_ROOM), count(1)
    for number in range(100):
        guest = Actor(f"w{number}", Role.AUDIENCE, "Somebody")
        room = _told(room, Submit(title=f"Song {number}"), guest, lambda: f"w{next(fresh)}")
    return await decide(room, lambda number: Submit(title=f"Song {number}"), Role.AUDIENCE, 20)


async def decide_edit() -> Call:
    """Edits of an advance."""
    keys = ("show.title", "show.city", "show.venue")
    ask = partial(_draft, keys)
    return await decide(rules.restore("show/bench"), ask, Role.CREW, 40)


def _draft(keys: tuple[str, ...], number: int) -> Edit:
    return Edit(field=keys[number % len(keys)], value=f"Draft {number}")


async def flush(people: int, many: int) -> Call:
    """So many facts of another worker are folded in, encoded for the lane, framed, and written to so many sockets."""
    hub = await a_hub()
    await hub.join(people)
    messages = some_messages(many)

    return lambda: hub.tell(messages)


async def frames() -> Call:
    """Payloads become WebSocket frames; a large one is compressed."""
    small, large = b"x" * 100, bytes(range(256)) * 20

    def call() -> None:
        for _ in range(500):
            frame(small, binary=False, deflate=False)
            frame(large, binary=True, deflate=False)
        frame(large, binary=False, deflate=True)

    return call


async def command(form: Format) -> Call:
    """Commands from the socket through the log in memory to the acks, and to everybody in the room."""
    hub, ids = await a_hub(), count(1)
    people = await hub.join(32, form)
    message = Do("", _ROOM, Post(text=TEXT))

    async def call() -> None:
        upto = hub.sink.writes + 2 * len(people)
        for each in people:
            each.hear(numbered(message, ids, form), binary=form.binary)
        while hub.sink.writes < upto:
            await asyncio.sleep(0)

    return call


async def join() -> Call:
    """People come into a room with a history, are told what there is, and go."""
    hub = await a_hub()
    await hub.tell(some_messages(200))

    async def call() -> None:
        for each in await hub.join(20):
            each.gone()

    return call


async def append() -> Call:
    """Batches are written to the log in memory."""
    log, ids = MemoryRoomLog(), count(1)
    await log.create(_ROOM, "org")
    [(epoch, _)] = (await log.heads([_ROOM])).values()
    message = some_messages(1)[0]

    async def call() -> None:
        for _ in range(10):
            drafts = [Draft("ana", f"c{next(ids)}", 0, EVENING_MS, message) for _ in range(64)]
            await log.append(_ROOM, epoch, (await log.heads([_ROOM]))[_ROOM][1], drafts)

    return call


def _entries(many: int) -> list[Entry]:
    return [Entry(n, "ana", f"c{n}", EVENING_MS, fact) for n, fact in enumerate(some_messages(many), 1)]


async def follow() -> Call:
    """Entries come in order, and every tenth too early."""
    entries = _entries(2_000)
    for at in range(5, len(entries) - 1, 10):
        entries[at], entries[at + 1] = entries[at + 1], entries[at]

    def call() -> None:
        follower = Follower(0)
        for entry in entries:
            follower.hear((entry,))
        assert follower.seq == len(entries)

    return call


async def rings() -> Call:
    """A batch goes over the bus to another worker."""
    entries = _entries(64)

    def call() -> None:
        for _ in range(10):
            heard = ring.decode(ring.encode(ring.of_entries("w", "epoch", entries)))
            assert heard is not None
            heard.facts()

    return call


async def texts() -> Call:
    """Facts become what the log keeps, and facts again."""
    messages = some_messages(300)

    def call() -> None:
        for message in messages:
            facts.decode(facts.encode(message))

    return call


async def project() -> Call:
    """The projector folds a batch into rows."""
    entries = _entries(300)

    def call() -> None:
        Work().add(_ROOM, "org", None, entries)

    return call


#: By the name under which the baseline has them.
PATHS: Mapping[str, Callable[[], Awaitable[Call]]] = MappingProxyType(
    {
        "decode json": partial(decode, JSON),
        "decode msgpack": partial(decode, MSGPACK),
        "session hears": hear,
        "decide chat": decide_chat,
        "decide queue": decide_queue,
        "decide edit": decide_edit,
        "encode for a lane": partial(flush, 1, 100),
        "flush to 1,000": partial(flush, 1_000, 20),
        "frame": frames,
        "command json": partial(command, JSON),
        "command msgpack": partial(command, MSGPACK),
        "join": join,
        "append to memory": append,
        "follow": follow,
        "ring": rings,
        "facts as text": texts,
        "project": project,
    }
)
