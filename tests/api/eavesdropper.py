"""Somebody on the sockets of one organisation, who says all there is to say about the other's rooms and things."""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count, repeat
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection

from api.reference.examples import example
from hub.advancing_sync.design_messages import Design, wanted
from hub.advancing_sync.standard import STANDARD
from hub.behaviours import COMMANDS, KINDS, OWNER_OF
from hub.kernel import Command, Role
from tests.api.neighbours import Neighbour, mark
from tests.api.whole import Whole

_fresh = count(1)
ANSWERS = {"ack", "fail"}
#: Where a command names something, by what it is called; `victims_things` says which of the victim's it is.
THING_OF: Mapping[str, str] = {
    "message": "chat.posted",
    "reply_to": "chat.posted",
    "entry": "queue.submitted",
    "before": "queue.submitted",
    "row": "advance.row_added",
    "saw": "advance.edited",
    "stamp": "advance.edited",
}


@dataclass
class Ear:
    """A socket; everything it heard."""

    client: ClientConnection
    heard: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    commands: Iterator[str] = field(default_factory=lambda: map("{}{}".format, repeat(f"c{next(_fresh)}-"), count(1)))

    async def next(self, *kinds: str) -> dict[str, Any]:
        """The next frame of these kinds."""
        async with asyncio.timeout(5):
            while True:
                frame: dict[str, Any] = json.loads(await self.client.recv())
                self.heard.append(frame)
                if frame["t"] in kinds:
                    return frame

    async def hello(self, token: str, rooms: list[str]) -> dict[str, Any]:
        """Ask to be let in; the last welcome, or the refusal."""
        named = [{"room": room} for room in rooms]
        await self.client.send(json.dumps({"t": "hello", "token": token, "rooms": named}))
        answers = [await self.next("welcome", "fail")]
        while len(answers) < len(rooms) and answers[-1]["t"] == "welcome":
            answers.append(await self.next("welcome", "fail"))
        return answers[-1]

    async def do(self, room: str, command: dict[str, Any]) -> dict[str, Any]:
        """Say a command; what was answered to it."""
        own = next(self.commands)
        await self.client.send(json.dumps({"t": "do", "id": own, "room": room, "cmd": command}))
        while (answer := await self.next(*ANSWERS))["id"] != own:
            pass
        return answer

    def facts(self) -> list[dict[str, Any]]:
        """All that it was told of what happened."""
        return [fact for frame in self.heard if frame["t"] == "facts" for _, fact in frame["facts"]]


@asynccontextmanager
async def an_ear(hub: Whole) -> AsyncGenerator[Ear]:
    """A socket that has said nothing yet."""
    async with hub.dial() as client:
        yield Ear(client)


def commands(room: str) -> list[type[Command]]:
    """Those that a room of this kind has."""
    behaviours = KINDS[room.partition("/")[0]].behaviours
    return [each for each in COMMANDS if OWNER_OF[each] in behaviours]


def in_words_of(neighbour: Neighbour, command: type[Command], things: Mapping[str, str]) -> dict[str, Any]:
    """An example with a mark in what people would read, and with these things where it names one."""
    said = example(command)
    texts = {
        name: f"{mark(neighbour.letter)} said" for name in ("text", "title", "artist", "note", "name") if name in said
    }
    value = {"value": f"{mark(neighbour.letter)} said"} if "value" in said else {}
    # The form that is there: others go on with its questions.
    schema = {"schema": msgspec.to_builtins(wanted(STANDARD))} if command is Design else {}
    return (
        said
        | texts
        | value
        | schema
        | {name: things[of] for name, of in THING_OF.items() if name in said and of in things}
    )


async def speak(hub: Whole, ear: Ear, neighbour: Neighbour) -> dict[str, str]:
    """Say everything once in one's own rooms; what was made by it, by the kind of fact."""
    await ear.hello(
        hub.grant(*neighbour.rooms, person=f"account-{neighbour.letter}", role=Role.MANAGER), neighbour.rooms
    )
    for room in neighbour.rooms:
        for command in commands(room):
            await ear.do(room, in_words_of(neighbour, command, {}))
    return {fact["t"]: fact.get("stamp") or fact.get("id") or fact.get("row") or "" for fact in ear.facts()}


async def eavesdrop(
    hub: Whole, token: str, own: Neighbour, victim: Neighbour, *, beside: Whole | None = None
) -> list[str]:
    """All that somebody with this token gets at, or changes, of the victim's, who is on the worker `beside` if any."""
    found: list[str] = []
    log = hub.worker.service.doors.ports.log
    async with an_ear(beside or hub) as victims, an_ear(hub) as outside, an_ear(hub) as inside:
        things = await speak(beside or hub, victims, victim)
        before = await log.heads(victim.rooms)
        for room in victim.rooms:
            answer = await outside.hello(token, [room])
            if answer["t"] != "fail":
                found.append(f"hello opens {room}")
        await inside.hello(token, own.rooms)
        for room, theirs in zip(own.rooms, victim.rooms, strict=True):
            for command in commands(room):
                said = in_words_of(own, command, things)
                await inside.do(room, said)
                answer = await inside.do(theirs, said)
                if answer["t"] != "fail":
                    found.append(f"{said['t']} is done in {theirs}")
        found += [
            f"{room} has changed" for room, head in (await log.heads(victim.rooms)).items() if head != before[room]
        ]
        await victims.do(victim.rooms[0], {"t": "chat.post", "text": "the last word"})
        while not any(fact.get("text") == "the last word" for fact in victims.facts()):
            await victims.next("facts")
        found += [f"{own.letter} is heard: {frame}" for frame in victims.heard if mark(own.letter) in str(frame)]
        ears = (*outside.heard, *inside.heard)
        found += [f"{victim.letter} is heard: {frame}" for frame in ears if mark(victim.letter) in str(frame)]
    return found
