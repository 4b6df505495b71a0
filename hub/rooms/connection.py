"""One socket from hello to goodbye: what its session says is carried out here."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from msgspec import Struct

from hub.errors import Rejected
from hub.kernel import Actor, Millis, Role, Seat
from hub.rooms.block import Member
from hub.rooms.broken import broken
from hub.rooms.grant import GRACE_MS, WARN_MS, Grant, writable
from hub.rooms.live import Live, Pending
from hub.rooms.ports import Framer, Journal, Sink
from hub.rooms.rate import Bucket, Rate
from hub.rooms.service import Service
from hub.rooms.session import HELLO_MS_MAX, Act, Enter, Renew, Say, Session, Step
from hub.wire import Ack, Expiring, Format, Refreshed, Seen, ServerFrame, fail


class Rates(Struct, frozen=True):
    """Messages per connection, and commands per person and per room, all on one worker."""

    connection: Rate = Rate(50, 100)
    person: Rate = Rate(60, 120)
    room: Rate = Rate(8_000, 16_000)


def nobody_notes(_event: str, /, **_about: object) -> None:
    """A journal that nobody reads."""


@dataclass(slots=True)
class Lobby:
    """Every connection of this worker, and what they share.

    `admit` reads a grant, or spends a ticket, which takes a moment; both raise `Rejected`.
    `journal` hears of what operators may want to follow: `joined`, `done` and `refused`, by ids.
    `revoked` is what has ended, by subject, as far as this worker knows: it grows and shrinks while the lobby is open.
    """

    service: Service
    framer: Framer
    admit: Callable[[str], Grant | Awaitable[Grant]]
    rates: Rates = field(default_factory=Rates)
    journal: Journal = nobody_notes
    revoked: Mapping[str, Millis] = field(default_factory=dict[str, Millis])
    connections: set["Connection"] = field(default_factory=set["Connection"])
    _people: dict[str, Bucket] = field(default_factory=dict[str, Bucket])
    _rooms: dict[str, Bucket] = field(default_factory=dict[str, Bucket])

    def enter(self, form: Format, sink: Sink, *, deflate: bool) -> "Connection":
        """A socket was accepted."""
        connection = Connection(self, form, sink, deflate=deflate)
        self.connections.add(connection)
        self.service.doors.meters.connections += 1
        return connection

    def sweep(self) -> None:
        """Close those who never said hello and those whose grant ran out; forget buckets that are full again."""
        clock = self.service.doors.ports.clock
        now_ms = clock.steady_ms()
        for connection in list(self.connections):
            connection.check(now_ms, clock.now_ms())
        for buckets in (self._people, self._rooms):
            for key in [key for key, bucket in buckets.items() if bucket.full(now_ms)]:
                del buckets[key]

    def revoke(self, revoked: Mapping[str, Millis]) -> int:
        """Close the sockets whose grants these subjects end, each revoked at its time; how many."""
        now_ms = self.service.doors.ports.clock.now_ms()
        held = [(each, each.grant) for each in self.connections if each.grant is not None]
        fallen = [each for each, grant in held if grant.revoked_by(revoked, now_ms)]
        for connection in fallen:
            connection.bye(Rejected("auth.revoked"))
        return len(fallen)

    def spend(self, actor: Actor, room: str, now_ms: Millis) -> None:
        """Take a token of the person, and of the room what all its audience shares. Raises `Rejected` with the wait.

        Anybody may become audience, as often as they like; they must not be able to lock out who runs the room.
        """
        wait_ms = self._people.setdefault(actor.person, Bucket(self.rates.person, now_ms)).spend(now_ms)
        if not wait_ms and actor.role is Role.AUDIENCE:
            wait_ms = self._rooms.setdefault(room, Bucket(self.rates.room, now_ms)).spend(now_ms)
        if wait_ms:
            raise Rejected("protocol.too_fast", retry_after_ms=wait_ms)


class Connection:
    """What one socket hears and says. `hear`, `paced` and `gone` are called by the transport."""

    __slots__ = (
        "_behind",
        "_deflate",
        "_entering",
        "_joined",
        "_lobby",
        "_open",
        "_redeeming",
        "_session",
        "_since_ms",
        "_sink",
        "_warned",
        "grant",
    )

    def __init__(self, lobby: Lobby, form: Format, sink: Sink, *, deflate: bool) -> None:
        now_ms = lobby.service.doors.ports.clock.steady_ms()
        self._lobby = lobby
        self._session = Session(form, Bucket(lobby.rates.connection, now_ms))
        self._sink = sink
        self._deflate = deflate
        self._behind = False
        self._joined: dict[str, tuple[Live, Member]] = {}
        self._entering: asyncio.Task[None] | None = None
        self._redeeming: asyncio.Task[None] | None = None
        self._warned = False
        self._since_ms = now_ms
        self._open = True
        self.grant: Grant | None = None

    def hear(self, data: bytes, *, binary: bool) -> None:
        """A message came in."""
        now_ms = self._lobby.service.doors.ports.clock.steady_ms()
        self._take(self._session.hear(data, binary=binary, now_ms=now_ms))

    def paced(self, *, behind: bool) -> None:
        """The transport's buffer filled up, or drained."""
        self._behind = behind
        for live, member in self._joined.values():
            if live.fanout.paced(member, behind=behind):
                self._send_here(live, member.seat)

    def gone(self) -> None:
        """The socket is closed, whoever closed it."""
        if not self._open:
            return
        self._open = False
        self._lobby.connections.discard(self)
        self._lobby.service.doors.meters.connections -= 1
        now_ms = self._lobby.service.doors.ports.clock.steady_ms()
        for live, member in self._joined.values():
            live.leave(member, now_ms)
        self._joined.clear()

    def bye(self, why: Rejected) -> None:
        """Say why, and close."""
        self._take(self._session.refuse(why))

    def check(self, steady_ms: Millis, now_ms: Millis) -> None:
        """Close when hello or the word on its ticket is late, or the grant has run out; say before that it will."""
        if self.grant is None:
            if steady_ms - self._since_ms > HELLO_MS_MAX:
                self.bye(Rejected("auth.unchecked" if self._session.greeted else "hub.hello_late"))
            return
        left_ms = self.grant.expires_ms - now_ms
        if left_ms <= -GRACE_MS:
            self.bye(Rejected("auth.grant_expired"))
        elif left_ms <= WARN_MS and not self._warned:
            self._warned = True
            self._send(Expiring(max(0, left_ms)))

    def _take(self, steps: list[Step]) -> None:
        for step in steps:
            match step:
                case Say(payload):
                    self._write(payload)
                case Act():
                    self._act(step)
                case Enter(token, rooms):
                    self._admit(token, partial(self._enter, rooms))
                case Renew(token):
                    self._admit(token, self._renew)
                case _:
                    self._sink.close(step.why.fault.close, step.why.code)
                    self.gone()

    def _write(self, payload: bytes) -> None:
        if self._open:
            self._sink.write(self._lobby.framer(payload, binary=self._session.form.binary, deflate=False))

    def _send(self, frame: ServerFrame) -> None:
        self._write(self._session.form.encode(frame))

    def _refuse(self, why: Rejected, room: str, command_id: str | None = None) -> None:
        person = self.grant.actor.person if self.grant else ""
        self._lobby.journal("refused", room=room, person=person, command=command_id, code=why.code)
        self._send(fail(why, command_id, room))

    def _act(self, act: Act) -> None:
        joined = self._joined.get(act.room)
        if joined is None or self.grant is None:
            self._refuse(Rejected("room.not_joined"), act.room, act.id)
            return
        actor = self.grant.actor

        def answer(result: int | Rejected) -> None:
            if isinstance(result, Rejected):
                self._refuse(result, act.room, act.id)
            else:
                self._lobby.journal("done", room=act.room, person=actor.person, command=act.id, seq=result)
                self._send(Ack(act.id, result))

        try:
            self.grant.reaches(act.command)
            clock = self._lobby.service.doors.ports.clock
            writable(act.room, act.command, self._lobby.revoked, clock.now_ms())
            self._lobby.spend(actor, act.room, clock.steady_ms())
        except Rejected as rejected:
            answer(rejected)
            return
        self._lobby.service.submit(joined[0], Pending(actor, act.id, act.command, answer))

    def _admit(self, token: str, then: Callable[[Grant], None]) -> None:
        """Read a grant at once, or spend a ticket, one at a time."""
        if self._redeeming is not None:
            self._take(self._session.refuse(Rejected("protocol.too_fast", retry_after_ms=1_000)))
            return
        try:
            admitted = self._lobby.admit(token)
        except Rejected as rejected:
            self.bye(rejected)
            return
        if isinstance(admitted, Grant):
            then(admitted)
        else:
            self._redeeming = asyncio.create_task(self._redeem(admitted, then))

    async def _redeem(self, ticket: Awaitable[Grant], then: Callable[[Grant], None]) -> None:
        try:
            grant = await ticket
        except Rejected as rejected:
            self.bye(rejected)
        except Exception as error:  # noqa: BLE001  who waits is told, and closed when hello is late
            self.bye(broken(error, room="no room yet", reference="ticket"))
        else:
            if self._open:
                then(grant)
        finally:
            self._redeeming = None

    def _enter(self, rooms: tuple[Seen, ...], grant: Grant) -> None:
        self.grant = grant
        self._entering = asyncio.create_task(self._join_all(grant, rooms))

    def _renew(self, by: Grant) -> None:
        if self.grant is None:
            return
        try:
            self.grant = self.grant.renewed(by, self._joined)
        except Rejected as rejected:
            self._take(self._session.refuse(rejected))
            return
        self._warned = False
        self._send(Refreshed(by.expires_ms - self._lobby.service.doors.ports.clock.now_ms()))

    async def _join_all(self, grant: Grant, rooms: tuple[Seen, ...]) -> None:
        for wanted in rooms:
            try:
                await self._join(grant, wanted)
            except Rejected as rejected:
                self._refuse(rejected, wanted.room)
            except Exception as error:  # noqa: BLE001  the other rooms may be well
                self._refuse(broken(error, room=wanted.room, reference=grant.actor.person), wanted.room)
        self._entering = None

    async def _join(self, grant: Grant, wanted: Seen) -> None:
        if wanted.room not in grant.rooms:
            raise Rejected("room.not_granted")
        live = await self._lobby.service.doors.at(wanted)
        if not self._open or wanted.room in self._joined:
            return
        if self.grant is None or wanted.room not in self.grant.rooms:
            # It was refreshed meanwhile, by one that ends with something else.
            raise Rejected("room.not_granted")
        actor, form = grant.actor, self._session.form
        seat = live.seat_of(actor, grant.sections)
        block = live.fanout.place(seat, form, deflate=self._deflate)
        self._send(live.welcome(actor, form, wanted, block))
        member = Member(actor, seat, form, self._deflate, self._sink, self.bye)
        self._joined[wanted.room] = (live, member)
        live.join(member, block)
        self._lobby.journal("joined", room=wanted.room, person=actor.person, role=actor.role.value, seen=wanted.seen)
        if self._behind:
            live.fanout.paced(member, behind=True)
        self._send_here(live, seat)

    def _send_here(self, live: Live, seat: Seat) -> None:
        """Who is here: for a newcomer, themselves included, and for who was not told when that changed."""
        self._send(live.here(seat, self._session.form))
