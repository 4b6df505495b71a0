"""A command that is sent again, by whatever way and to whatever worker, is done once."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from hub.chat.messages import Post
from hub.wire import JSON, Ack, Do, Fail, Hello, Seen, ServerFrame, Welcome
from load.bots.bot import Address, Line
from load.bots.history import Sent, Track
from load.bots.lean import dial_lean
from load.bots.waiting import until
from load.check.checker import Kind, Witness
from load.reliability import FaultRow
from tests.faults.network import without_unique_key
from tests.faults.night import BUSY, Night, gather
from tests.faults.prove import Fault, Twin, prove

PEOPLE, SOCKETS, COMMANDS, TIMES_MAX = 8, 4, 40, 5
PAUSE_S_MAX = 0.05
ANSWERS_S_MAX = 20.0
AGAIN_S = 0.2
_frame = msgspec.json.Decoder(ServerFrame).decode


class Socket:
    """One of a person's connections; it comes back when it is lost."""

    def __init__(self, person: "Person") -> None:
        self.welcome = False
        self.line: Line | None = None
        self._person = person

    async def run(self, address: Address) -> None:
        """Be connected until cancelled."""
        while True:
            await dial_lean(address, JSON.name, self)
            self.welcome = False
            await asyncio.sleep(AGAIN_S)

    def opened(self, line: Line) -> None:
        self.line = line
        line.send(JSON.encode(Hello(self._person.token, (Seen(BUSY, "", 0),))))

    def hear(self, payload: bytes) -> None:
        frame = _frame(payload)
        match frame:
            case Welcome():
                self.welcome = True
                self._person.track.person = frame.you.person
            case Ack():
                self._person.answers[frame.id].add(frame.seq)
            case Fail(id=str(command)) if not frame.retry:
                self._person.refused[command] += 1
            case _:
                pass


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with several sockets, who says everything up to so many times."""

    name: str
    token: str
    rng: random.Random
    track: Track = field(default_factory=lambda: Track(BUSY))
    sockets: list[Socket] = field(default_factory=list[Socket])
    sent: dict[str, Sent] = field(default_factory=dict[str, Sent])
    answers: dict[str, set[int]] = field(default_factory=dict[str, set[int]])
    refused: Counter[str] = field(default_factory=Counter[str])

    async def speak(self) -> None:
        """Everything, each over sockets by chance."""
        for number in range(1, COMMANDS + 1):
            command = f"{self.name}-{number}"
            self.sent[command] = Sent(command, BUSY, 0.0)
            self.answers[command] = set()
            for _ in range(self.rng.randint(1, TIMES_MAX)):
                self._send(command)
                if self.rng.random() < 0.5:
                    await asyncio.sleep(self.rng.uniform(0, PAUSE_S_MAX))
        async with asyncio.timeout(ANSWERS_S_MAX):
            while open_ones := [each for each, seqs in self.answers.items() if not seqs]:
                for command in open_ones:
                    self._send(command)
                await asyncio.sleep(AGAIN_S)

    def _send(self, command: str) -> None:
        there = [socket for socket in self.sockets if socket.welcome]
        if there:
            line = self.rng.choice(there).line
            assert line is not None
            line.send(JSON.encode(Do(command, BUSY, Post(text=f"Once! ({command})"))))
            self.sent[command].attempts += 1

    def witness(self) -> Witness:
        """What was answered; all answers of a command have to be the same."""
        faults = [f"{each}: acked at {sorted(seqs)}" for each, seqs in self.answers.items() if len(seqs) > 1]
        for each, seqs in self.answers.items():
            if seqs:
                self.sent[each].outcome, self.sent[each].seq = "acked", min(seqs)
        return Witness(self.name, [self.track], list(self.sent.values()), present=False, faults=faults)


async def repeated(night: Night) -> None:
    """Everybody repeats everything; half way a worker dies."""
    await gather(night)
    people = [Person(f"again{n}", night.grant("again", BUSY), random.Random(night.rng.random())) for n in range(PEOPLE)]
    tasks: list[asyncio.Task[None]] = []
    for person in people:
        for _ in range(SOCKETS):
            person.sockets.append(Socket(person))
            tasks.append(asyncio.create_task(person.sockets[-1].run(night.company.address)))
    try:
        await until(lambda: all(socket.welcome for person in people for socket in person.sockets), night.patience_s)
        speaking = asyncio.gather(*(person.speak() for person in people))
        await until(lambda: all(len(person.sent) > COMMANDS // 2 for person in people), ANSWERS_S_MAX)
        await night.order("kill worker")
        await speaking
        await night.recovered()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        night.others += [person.witness() for person in people]
    night.figures["sent"] = sum(sent.attempts for person in people for sent in person.sent.values())
    night.figures["to be done"] = PEOPLE * COMMANDS


REPEATED = Fault(
    f"each command sent 1 to {TIMES_MAX} times, over {SOCKETS} sockets on all workers, one of which is killed",
    promises=(3,),
    bound="each done once, and always answered with the same number",
    scenario=repeated,
    twin=Twin(
        "neither a worker nor the log knows what was done",
        "no_dedupe",
        frozenset({Kind.TWICE}),
        prepare=without_unique_key,
    ),
)


@pytest.mark.fault
async def test_a_command_is_done_once_however_often_it_is_sent(seed: int, tmp_path: Path, rows: list[FaultRow]) -> None:
    rows.append(await prove(REPEATED, seed, tmp_path))
