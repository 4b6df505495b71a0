"""The path of a command, from the waiting list of a room to its facts in the log, on the bus and on every screen.

There is no second way to change a room: sockets, HTTP, webhooks and seeds all come through `do`.
"""

import asyncio
from collections.abc import Callable, Sequence

from msgspec import Struct

from hub.errors import Rejected
from hub.kernel import Actor, Command, Fact, Moment, Notice
from hub.rooms import ring
from hub.rooms import room as rules
from hub.rooms.doors import Doors
from hub.rooms.live import Live, Pending
from hub.rooms.ports import Draft, Entry, Held, Repeated, Unavailable

#: Commands decided and written together.
BATCH_MAX = 128
#: Commands of one room that may wait on one worker.
WAITING_MAX = 10_000
#: A batch is tried again when part of it turns out to be in the log already.
ATTEMPTS_MAX = 4


class Decided(Struct, frozen=True):
    """What a batch leads to, decided in order against one state."""

    drafts: list[Draft]
    notices: list[Notice]
    done: list[tuple[Pending, int]]
    refused: list[tuple[Pending, Rejected]]


class Service:
    """Carries out commands on this worker."""

    def __init__(self, doors: Doors, fresh_id: Callable[[], str]) -> None:
        self.doors = doors
        self._log = doors.ports.log
        self._clock = doors.ports.clock
        self._meters = doors.meters
        self._fresh_id = fresh_id
        self._pumps: set[asyncio.Task[None]] = set()

    async def do(self, actor: Actor, room_id: str, command_id: str, command: Command) -> int:
        """Carry out one command and wait for it; the seq of its first fact, 0 when it made none.

        Raises:
            Rejected: the room, the role table or the rules say no, or the log cannot be reached.
        """
        live = await self.doors.open(room_id)
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def settle(result: int | Rejected) -> None:
            if not answer.done():
                answer.set_exception(result) if isinstance(result, Rejected) else answer.set_result(result)

        self.submit(live, Pending(actor, command_id, command, settle))
        return await answer

    def submit(self, live: Live, pending: Pending) -> None:
        """Queue a command; its `answer` is called with the seq of its first fact, or with the refusal."""
        self._meters.commands += 1
        if len(live.waiting) >= WAITING_MAX:
            self._refuse(pending, Rejected("room.busy"))
            return
        try:
            rules.authorise(live.room, pending.actor, pending.command)
        except Rejected as rejected:
            self._refuse(pending, rejected)
            return
        live.waiting.append(pending)
        if not live.pumping:
            live.pumping = True
            pump = asyncio.create_task(self._pump(live))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def settled(self) -> None:
        """Wait until no command is on its way."""
        while self._pumps:
            await asyncio.gather(*self._pumps)

    async def _pump(self, live: Live) -> None:
        """One append in flight per room: what comes meanwhile is decided together next."""
        try:
            while live.waiting:
                batch, live.waiting[:BATCH_MAX] = live.waiting[:BATCH_MAX], []
                try:
                    await self._carry_out(live, batch)
                except Unavailable:
                    self._meters.unavailable += 1
                    for pending in batch:
                        self._refuse(pending, Rejected("room.unavailable"))
                except Exception:
                    for pending in batch:
                        self._refuse(pending, Rejected("hub.broken", reference=pending.id))
                    raise
        finally:
            live.pumping = False

    async def _carry_out(self, live: Live, batch: Sequence[Pending]) -> None:
        """Decide, append, tell. Raises `Unavailable`; nobody has been answered then."""
        for _ in range(ATTEMPTS_MAX):
            batch = self._answer_known(live, batch)
            try:
                entries, decided = await self._commit(live, batch)
            except Repeated:
                batch = await self._answer_logged(live, batch)
                continue
            self._tell(live, entries, decided.notices)
            await self._answer(live, decided)
            return
        raise Unavailable

    async def _commit(self, live: Live, batch: Sequence[Pending]) -> tuple[list[Entry], Decided]:
        """One attempt against the state at hand; when another worker was quicker, again under the room's lock."""
        after = live.room.seq
        decided = self._decide(live, batch)
        if not decided.drafts:
            return [], decided
        began = self._clock.steady_ms()
        if not await self._log.append(live.room.id, after, decided.drafts):
            self._meters.conflicts += 1
            async with self._log.hold(live.room.id) as held:
                after, decided = await self._decide_held(live, batch, held)
        self._meters.appends += 1
        self._meters.append.add(self._clock.steady_ms() - began)
        self._meters.appended_facts += len(decided.drafts)
        return [
            Entry(after + at, each.person, each.command_id, each.at_ms, each.fact)
            for at, each in enumerate(decided.drafts, start=1)
        ], decided

    async def _decide_held(self, live: Live, batch: Sequence[Pending], held: Held) -> tuple[int, Decided]:
        live.hear(await held.tail(live.room.seq))
        after = live.room.seq
        decided = self._decide(live, batch)
        if decided.drafts:
            await held.append(after, decided.drafts)
        return after, decided

    def _decide(self, live: Live, batch: Sequence[Pending]) -> Decided:
        """Each command in order, against the state that those before it lead to."""
        room = live.room
        decided = Decided([], [], [], [])
        now_ms = self._clock.now_ms()
        for pending in batch:
            moment = Moment(pending.actor, now_ms, self._fresh_id)
            try:
                outcome = rules.decide(room, pending.command, moment)
            except Rejected as rejected:
                decided.refused.append((pending, rejected))
                continue
            facts = [each for each in outcome if isinstance(each, Fact)]
            decided.notices.extend(each for each in outcome if isinstance(each, Notice))
            decided.done.append((pending, room.seq + 1 if facts else 0))
            for part, fact in enumerate(facts):
                room = rules.apply(room, fact)
                decided.drafts.append(Draft(pending.actor.person, pending.id, part, now_ms, fact))
        return decided

    def _tell(self, live: Live, entries: list[Entry], notices: Sequence[Notice]) -> None:
        """This worker's sockets at once, the other workers through the bus."""
        if entries:
            live.hear(entries)
            self.doors.publish(live, ring.of_entries(self.doors.worker, live.epoch, entries))
            self.doors.keep_snapshot(live, len(entries))
        if notices:
            for notice in notices:
                live.crowd.note(notice)
                live.fanout.notice(notice)
            self.doors.publish(live, ring.Ring(self.doors.worker, live.epoch, notices=tuple(notices)))

    async def _answer(self, live: Live, decided: Decided) -> None:
        """Acks; then refusals, unless the log says that the command was done before."""
        for pending, seq in decided.done:
            pending.answer(seq)
        if decided.refused:
            rest = {id(each) for each in await self._answer_logged(live, [each for each, _ in decided.refused])}
            for pending, rejected in decided.refused:
                if id(pending) in rest:
                    self._refuse(pending, rejected)

    def _answer_known(self, live: Live, batch: Sequence[Pending]) -> list[Pending]:
        """Ack the repeats of what is still remembered; the rest is new, or long ago. A repeat within the batch waits."""
        rest: list[Pending] = []
        seen: set[tuple[str, str]] = set()
        for pending in batch:
            key = (pending.actor.person, pending.id)
            seq = live.history.first_seq_of(*key)
            if seq is not None:
                pending.answer(seq)
            elif key in seen:
                live.waiting.append(pending)
            else:
                seen.add(key)
                rest.append(pending)
        return rest

    async def _answer_logged(self, live: Live, batch: Sequence[Pending]) -> list[Pending]:
        """Ack those that are in the log already, and return the others."""
        found = await self._log.find(live.room.id, [(each.actor.person, each.id) for each in batch])
        rest: list[Pending] = []
        for pending in batch:
            seq = found.get((pending.actor.person, pending.id))
            if seq is None:
                rest.append(pending)
            else:
                pending.answer(seq)
        return rest

    def _refuse(self, pending: Pending, rejected: Rejected) -> None:
        self._meters.refused += 1
        pending.answer(rejected)
