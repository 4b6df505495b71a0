"""Workers, clients and everything that can go wrong between them, and the checker that judges what came of it.

A plan is a value, so that Hypothesis can shrink it; time is the stepped loop's, so that nothing waits.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import msgspec

from hub.advancing_sync.messages import Edit
from hub.chat.messages import Post, Remove
from hub.kernel import Command
from hub.presence.messages import Focus
from hub.rooms.doors import Doors
from hub.wire import JSON, MSGPACK
from persistence.memory import MemoryRoomLog, Trouble, chance
from tests.hub.rooms.phone import Breach, Phone
from tests.hub.rooms.stepped import SteppedLoop, passes, turns
from tests.hub.rooms.world import SHOW, Worker, World

Deed: TypeAlias = Literal[
    "post", "remove", "edit", "focus", "retry", "hang up", "dial", "crash", "outage", "heads", "wait"
]


@dataclass(frozen=True, slots=True)
class Step:
    """Client `who` does it at worker `where`; `how` is what else is to choose. Then the loop goes round so often."""

    deed: Deed
    who: int = 0
    where: int = 0
    how: int = 0
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A night. `lost`, `repeated` and `late` are chances of every message on the bus."""

    steps: Sequence[Step]
    workers: int = 2
    clients: int = 3
    seed: int = 0
    lost: float = 0.0
    repeated: float = 0.0
    late: float = 0.0


@dataclass
class Client:
    """One person's device: what it asked for, and what it does not know the end of."""

    phone: Phone
    asked: dict[str, Command] = field(default_factory=dict[str, Command])
    seqs: dict[str, set[int]] = field(default_factory=dict[str, set[int]])
    refused: set[str] = field(default_factory=set[str])

    def read(self) -> None:
        """Take in what came; an answer settles its command."""
        self.phone.read()
        for command_id, answer in self.phone.answers.items():
            if answer["t"] == "ack":
                self.seqs.setdefault(command_id, set()).add(answer["seq"])
            elif not answer["retry"] and answer["code"] != "room.not_joined":
                self.refused.add(command_id)
        self.phone.answers.clear()
        if self.phone.fails and self.phone.connection is not None:
            # The room could not be opened, or the hub said goodbye: either way the device comes back.
            self.phone.cut_off()
        self.phone.fails.clear()

    @property
    def open(self) -> list[str]:
        """The commands that were not answered for good."""
        return [each for each in self.asked if each not in self.seqs and each not in self.refused]

    def ask(self, command_id: str) -> None:
        """Send one, again perhaps; without a connection it waits."""
        if self.phone.connection is not None:
            self.phone.do(command_id, SHOW, self.asked[command_id])


class Night:
    """A plan, as it is carried out."""

    def __init__(self, plan: Plan, *, log: MemoryRoomLog | None = None, doors_type: type[Doors] = Doors) -> None:
        self.plan = plan
        self.world = World(log)
        self.doors_type = doors_type
        self.world.exchange.fault = chance(plan.seed, lost=plan.lost, repeated=plan.repeated, late=plan.late)
        self.workers = [self._worker() for _ in range(plan.workers)]
        forms = (JSON, MSGPACK)
        self.clients = [
            Client(self.world.phone(f"p{number}", form=forms[number % 2])) for number in range(plan.clients)
        ]
        self._troubles: Counter[tuple[str, Trouble]] = Counter()
        self.world.log.trouble = self._trouble

    def _worker(self) -> Worker:
        return self.world.worker(doors_type=self.doors_type)

    def _trouble(self, operation: str) -> Trouble:
        for trouble in ("before", "after"):
            if self._troubles[operation, trouble]:
                self._troubles[operation, trouble] -= 1
                return trouble
        return ""

    async def run(self) -> None:
        """All steps, then peace, then the judgement. Raises `Breach`."""
        await self.world.log.create(SHOW, "org")
        for step in self.plan.steps:
            self._take(step)
            await turns(step.turns)
            for client in self.clients:
                client.read()
        await self._peace()
        await Judge(self).judge()

    def _take(self, step: Step) -> None:
        client = self.clients[step.who % len(self.clients)]
        place = step.where % len(self.workers)
        deeds: dict[Deed, Callable[[], object]] = {
            "retry": lambda: self._retry(client, step.how),
            "hang up": lambda: self._hang_up(client, step.how),
            "dial": lambda: self._dial(client, self.workers[place]),
            "crash": lambda: self._crash(place, step.how),
            "outage": lambda: self._outage(step.how),
            "heads": lambda: asyncio.ensure_future(self.workers[place].keeper.compare_heads()),
            "wait": lambda: asyncio.ensure_future(passes(0.01)),
        }
        deeds.get(step.deed, lambda: self._ask(client, step))()

    def _ask(self, client: Client, step: Step) -> None:
        command_id = f"c{len(client.asked)}"
        commands: dict[str, Callable[[], Command]] = {
            "post": lambda: Post(text=f"{client.phone.actor.person}-{command_id}"),
            "edit": lambda: Edit(field="show.title", value=f"Title {step.how % 3}"),
            "focus": lambda: Focus(field="show.title"),
            "remove": lambda: Remove(message=self._a_message(client, step.how)),
        }
        client.asked[command_id] = commands[step.deed]()
        client.ask(command_id)

    def _a_message(self, client: Client, how: int) -> str:
        facts = client.phone.stream(SHOW).facts.values()
        own = [
            fact["id"] for fact in facts if fact["t"] == "chat.posted" and fact["person"] == client.phone.actor.person
        ]
        return own[how % len(own)] if own else "nothing"

    def _retry(self, client: Client, how: int) -> None:
        if client.asked:
            client.ask(list(client.asked)[how % len(client.asked)])

    def _dial(self, client: Client, worker: Worker) -> None:
        if client.phone.connection is None:
            client.phone.dial(worker.lobby)
            client.phone.hello(SHOW)

    def _hang_up(self, client: Client, how: int) -> None:
        """The connection breaks; so much of what was on its way to the client never arrives."""
        if client.phone.connection is not None:
            writes = client.phone.sink.writes
            if how % 3:
                del writes[max(0, len(writes) - how % 3) :]
            client.phone.cut_off()

    def _crash(self, place: int, how: int) -> None:
        """A worker dies at once, or after what it had begun; another takes its place, and knows nothing."""
        dead, self.workers[place] = self.workers[place], self._worker()
        dead.bus.up = False
        self.world.workers.remove(dead)
        for client in self.clients:
            if client.phone.connection in dead.lobby.connections:
                self._hang_up(client, how)
        if how % 2:
            for task in dead.service._pumps | dead.doors._tasks:  # pyright: ignore[reportPrivateUsage]
                task.cancel()

    def _outage(self, how: int) -> None:
        operations = ("append", "append", "hold", "commit", "find", "since", "load", "heads", "save_snapshot")
        trouble: Trouble = "after" if how % 2 else "before"
        self._troubles[operations[how // 2 % len(operations)], trouble] += 1

    async def _peace(self) -> None:
        """Everything works again: who is away comes back, and what is open is asked again until it is answered."""
        self._troubles.clear()
        self.world.exchange.fault = chance(0)
        for number, client in enumerate(self.clients):
            for _ in range(3):
                await self.world.settle()
                client.read()
                self._dial(client, self.workers[number % len(self.workers)])
        for _ in range(5):
            await self.world.settle()
            for client in self.clients:
                client.read()
                for command_id in client.open:
                    client.ask(command_id)
        for worker in self.workers:
            await worker.keeper.compare_heads()
        await self.world.settle()
        for client in self.clients:
            client.read()


class Judge:
    """What has to be true of every night, told from the log and from what the clients were sent, and nothing else."""

    def __init__(self, night: Night) -> None:
        self._night = night
        stored = night.world.log._rooms[SHOW]  # pyright: ignore[reportPrivateUsage]
        self._entries = stored.entries
        self._facts = {entry.seq: msgspec.json.decode(msgspec.json.encode(entry.fact)) for entry in self._entries}

    async def judge(self) -> None:
        """Raises `Breach`."""
        self._numbered()
        self._once()
        for client in self._night.clients:
            self._answered(client)
            self._told(client)
        for worker in self._night.workers:
            live = await worker.doors.open(SHOW)
            shown = msgspec.to_builtins(live.room.states["chat"].messages)
            expect(live.room.seq == len(self._entries), f"{worker.name} stands at {live.room.seq}")
            expect(said(shown, []) == said([], self._facts.values()), f"{worker.name} shows another chat than was said")

    def _numbered(self) -> None:
        expect([entry.seq for entry in self._entries] == list(range(1, len(self._entries) + 1)), "the log has holes")

    def _once(self) -> None:
        asked = {(client.phone.actor.person, each) for client in self._night.clients for each in client.asked}
        done = Counter((entry.person, entry.command_id) for entry in self._entries if self._first(entry.seq))
        expect(set(done) <= asked, "something was done that nobody asked for")
        twice = [key for key, times in done.items() if times > 1]
        texts = Counter(fact["text"] for fact in self._facts.values() if fact["t"] == "chat.posted")
        expect(not twice and max(texts.values(), default=1) == 1, f"done twice: {twice or texts.most_common(1)}")

    def _first(self, seq: int) -> bool:
        """Whether a command's facts begin here: they are written together."""
        entry, before = self._entries[seq - 1], self._entries[seq - 2] if seq > 1 else None
        return before is None or (before.person, before.command_id) != (entry.person, entry.command_id)

    def _answered(self, client: Client) -> None:
        person = client.phone.actor.person
        done: dict[str, int] = {}
        for entry in self._entries:
            if entry.person == person:
                done.setdefault(entry.command_id, entry.seq)
        expect(not client.open, f"{person} was never answered: {client.open}")
        for command_id, seqs in client.seqs.items():
            # What changed nothing is remembered nowhere: asked again, it may change something.
            nothing = {0} if isinstance(client.asked[command_id], Focus | Edit) else set[int]()
            right = nothing | {seq for each, seq in done.items() if each == command_id}
            expect(seqs <= right, f"{person} was acked {command_id} at {seqs}, which is at {right}")
        wrongly = client.refused & done.keys()
        expect(not wrongly, f"{person} was refused for good what was done: {wrongly}")

    def _told(self, client: Client) -> None:
        stream = client.phone.stream(SHOW)
        person = client.phone.actor.person
        expect(stream.at == len(self._entries), f"{person} was left at {stream.at} of {len(self._entries)}")
        for seq, fact in client.phone.ever.items():
            expect(fact == self._facts.get(seq), f"{person} was told {fact} at {seq}")
        messages = stream.state["chat"]["messages"]
        expect(said(messages, stream.facts.values()) == said([], self._facts.values()), f"{person} sees another chat")


def said(messages: Sequence[Any], facts: Any) -> list[Any]:
    """The chat, folded by hand."""
    standing = {message["id"]: message for message in messages}
    for fact in facts:
        if fact["t"] == "chat.posted":
            standing[fact["id"]] = {name: value for name, value in fact.items() if name != "t"}
        elif fact["t"] == "chat.removed":
            standing.pop(fact["id"], None)
    return [{name: value for name, value in message.items() if name != "t"} for message in standing.values()]


def expect(true: bool, otherwise: str) -> None:  # noqa: FBT001  it is what is asked
    """Raise `Breach`, unless."""
    if not true:
        raise Breach(otherwise)


def run(plan: Plan, **protections: Any) -> None:
    """Carry a plan out from beginning to end. Raises `Breach`."""

    async def night() -> None:
        await Night(plan, **protections).run()

    with asyncio.Runner(loop_factory=SteppedLoop) as runner:
        runner.run(night())
