"""The path of a command, from the waiting list of a room to its facts in the log, on the bus and on every screen.

There is no second way to change a room: sockets, HTTP, webhooks and seeds all come through `do`.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import reduce

from msgspec import Struct

from hub.errors import Rejected
from hub.kernel import Actor, Command, Fact, Moment, Notice
from hub.rooms import ring
from hub.rooms import room as rules
from hub.rooms.broken import broken
from hub.rooms.doors import Doors
from hub.rooms.live import Live, Pending
from hub.rooms.ports import Draft, Entry, Held, Repeated, Unavailable

#: Commands decided and written together.
BATCH_MAX = 128
#: Commands of one room that may wait on one worker.
WAITING_MAX = 10_000
#: A batch is tried so often before the room's lock is taken, which costs five round trips while others wait.
QUICK_ATTEMPTS = 2
#: So much of what was missed is read before the next of these.
CATCH_UP_MAX = 128
#: A batch is tried again when part of it turns out to be in the log already.
ATTEMPTS_MAX = 4


class Decided(Struct, frozen=True):
    """What a batch leads to, decided in order against one state.

    `done` is answered with these seqs. `unsure` changed nothing: answered so unless the log says it was done before.
    """

    drafts: list[Draft]
    notices: list[Notice]
    done: list[tuple[Pending, int]]
    unsure: list[tuple[Pending, int | Rejected]]


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
        """Queue a command; it is settled with the seq of its first fact, or with the refusal."""
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
                    self._refuse_rest(batch, Rejected("room.unavailable"))
                except Exception as error:  # noqa: BLE001  the next batch may fare better
                    self._refuse_rest(batch, broken(error, room=live.room.id, reference=batch[0].id))
        finally:
            live.pumping = False

    async def _carry_out(self, live: Live, batch: Sequence[Pending]) -> None:
        """Decide, append, tell. Raises `Unavailable`; who is not settled then may or may not have been written."""
        for _ in range(ATTEMPTS_MAX):
            if self.doors.rooms.get(live.room.id) is not live:
                break  # its history is not the log's any more
            batch = self._settle_known(live, batch)
            try:
                entries, decided = await self._commit(live, batch)
            except Repeated:
                await self._settle_logged(live, [(pending, None) for pending in batch])
                continue
            for pending, seq in decided.done:
                pending.settle(seq)
            self._tell(live, entries, decided.notices)
            await self._settle_logged(live, decided.unsure)
            return
        raise Unavailable

    async def _commit(self, live: Live, batch: Sequence[Pending]) -> tuple[list[Entry], Decided]:
        """Write what the batch leads to; when other workers were quicker it decides again, at last under the lock."""
        began, after = self._clock.steady_ms(), live.room.seq
        for attempt in range(QUICK_ATTEMPTS):
            if attempt:
                await self._catch_up(live, after)
                after = live.room.seq
            decided = self._decide(live, batch)
            if not decided.drafts:
                return [], decided
            if await self._log.append(live.room.id, live.epoch, after, decided.drafts):
                break
            self._meters.conflicts += 1
        else:
            async with self._log.hold(live.room.id, live.epoch) as held:
                after, decided = await self._decide_held(live, batch, held)
        self._meters.appends += 1
        self._meters.append.add(self._clock.steady_ms() - began)
        self._meters.batch.add(len(decided.drafts))
        return [
            Entry(after + at, each.person, each.command_id, each.at_ms, each.fact)
            for at, each in enumerate(decided.drafts, start=1)
        ], decided

    async def _catch_up(self, live: Live, after: int) -> None:
        """Hear what was written after that, unless the bus has brought it by now."""
        if live.room.seq == after:
            live.hear(await self._log.since(live.room.id, after, CATCH_UP_MAX))

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
                facts = [each for each in outcome if isinstance(each, Fact)]
                after = reduce(rules.apply, facts, room)
            except Rejected as rejected:
                decided.unsure.append((pending, rejected))
                continue
            except Exception as error:  # noqa: BLE001  one command must not cost the others of its batch
                decided.unsure.append((pending, broken(error, room=room.id, reference=pending.id)))
                continue
            decided.notices.extend(each for each in outcome if isinstance(each, Notice))
            (decided.done if outcome else decided.unsure).append((pending, room.seq + 1 if facts else 0))
            decided.drafts.extend(Draft(*pending.key, part, now_ms, fact) for part, fact in enumerate(facts))
            room = after
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
            at_ms = live.crowd.stamp(self._clock.steady_ms())
            self.doors.publish(live, ring.Ring(self.doors.worker, live.epoch, notices=tuple(notices), at_ms=at_ms))

    def _settle_known(self, live: Live, batch: Sequence[Pending]) -> list[Pending]:
        """Ack what is remembered as done; the rest, of which a repeat waits for the first of its kind."""
        rest: dict[tuple[str, str], Pending] = {}
        for pending in batch:
            seq = live.history.first_seq_of(*pending.key)
            if seq is not None:
                pending.settle(seq)
            elif not pending.settled and rest.setdefault(pending.key, pending) is not pending:
                rest[pending.key].repeats += (pending,)
        return list(rest.values())

    async def _settle_logged(self, live: Live, unsure: Sequence[tuple[Pending, int | Rejected | None]]) -> None:
        """Ack those that are in the log already; the others get the answer they come with, if any."""
        if not unsure:
            return
        found = await self._log.find(live.room.id, [pending.key for pending, _ in unsure])
        for pending, otherwise in unsure:
            answer = found.get(pending.key, otherwise)
            if isinstance(answer, Rejected):
                self._refuse(pending, answer)
            elif answer is not None:
                pending.settle(answer)

    def _refuse_rest(self, batch: Sequence[Pending], rejected: Rejected) -> None:
        for pending in batch:
            if not pending.settled:
                self._refuse(pending, rejected)

    def _refuse(self, pending: Pending, rejected: Rejected) -> None:
        self._meters.refused += 1
        pending.settle(rejected)
