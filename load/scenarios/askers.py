"""A phone in each hand that asks for a song: sockets that count what they get, and know how they were answered."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from hub.queue.messages import Submit
from hub.wire import JSON, Do, Hello, Seen
from load.bots.bot import Address
from load.bots.framing import TEXT, Handshake, frame, handshake
from load.bots.history import Sent, Track
from load.bots.receiver import BUFFER_BYTES, DIALS_MAX, SCAN_BYTES, Receiver, Tally
from load.check.checker import Witness
from load.crowd.histogram import Histogram
from load.scenarios.sampler import Counts

_ANSWER = re.compile(rb'\{"t":"(?:ack|fail)",')
_ACKED = re.compile(rb'\{"t":"ack","id":"[^"]*","seq":(\d+)\}')
_CODE = re.compile(rb'"code":"([^"]*)"')
_PERSON = re.compile(rb'"you":\{"person":"([^"]*)"')
_NS = 1e9


class Asker(Receiver):
    """One phone. `sent` is its request, once it is made; `person` is who the hub says it is."""

    def __init__(self, number: int, token: str, room: str, asked: Handshake, crowd: "Askers") -> None:
        super().__init__(asked, JSON.encode(Hello(token, (Seen(room),))), crowd.tally, crowd.buffer)
        self.name = f"p{number}"
        self.room = room
        self.person = ""
        self.sent: Sent | None = None
        self._crowd = crowd

    def ask(self, now_s: float) -> None:
        """Ask for a song."""
        self.sent = Sent(f"{self.name}-1", self.room, now_s, attempts=1)
        command = Submit(title="Jolene", artist="whoever sang it", note=f"for {self.name}")
        self._write(frame(JSON.encode(Do(self.sent.id, self.room, command)), TEXT))

    def witness(self) -> Witness:
        """What it remembers of its request; of what others said it only counted."""
        track = Track(self.room, person=self.person)
        return Witness(self.name, [track], [self.sent] if self.sent else [], present=False)

    def _heard(self, start: int, end: int) -> None:
        if _ANSWER.match(self._buffer, start, end):
            self._answered(bytes(self._buffer[start:end]))
            return
        super()._heard(start, end)
        if not self.person and self.welcomed.is_set():
            found = _PERSON.search(self._buffer, start, min(end, start + SCAN_BYTES))
            self.person = found[1].decode() if found else ""

    def _answered(self, payload: bytes) -> None:
        sent, now_s = self.sent, time.monotonic()
        if sent is None or sent.outcome != "open":
            self._tally.faults += 1
            return
        acked = _ACKED.match(payload)
        code = _CODE.search(payload)
        sent.outcome, sent.answered_s = ("acked" if acked else "refused"), now_s
        sent.seq = int(acked[1]) if acked else 0
        sent.code = code[1].decode() if code else ""
        self._crowd.note(sent)


class Askers:
    """All of them, in as a context. `latency` is from each request to its answer; `told` counts refusals by code."""

    def __init__(self, address: Address, tokens: Sequence[str], room: str) -> None:
        self.tally = Tally()
        self.buffer = memoryview(bytearray(BUFFER_BYTES))
        self.phones: list[Asker] = []
        self.latency = Histogram()
        self.told: Counter[str] = Counter()
        self._seconds: dict[int, Histogram] = {}
        self._address, self._tokens, self._room = address, tokens, room

    async def __aenter__(self) -> Self:
        """Connect. Raises `ConnectionError` when some are not let in."""
        dialling = asyncio.Semaphore(DIALS_MAX)
        address = self._address

        async def one(number: int, token: str) -> None:
            asked = handshake(f"{address.host}:{address.port}", "/ws", address.origin, JSON.name)
            phone = Asker(number, token, self._room, asked, self)
            self.phones.append(phone)
            async with dialling:
                await asyncio.get_running_loop().create_connection(lambda: phone, address.host, address.port)
                await phone.welcomed.wait()

        await asyncio.gather(*(one(number, token) for number, token in enumerate(self._tokens)))
        outside = sum(phone.seen < 0 for phone in self.phones)
        if outside:
            raise ConnectionError(f"{outside} of {len(self.phones)} phones were not let into {self._room}")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for phone in self.phones:
            phone.close()

    async def ask(self, seconds: float) -> None:
        """Each asks once, evenly over this time."""
        began_s = time.monotonic()
        for number, phone in enumerate(self.phones):
            due_s = began_s + number * seconds / len(self.phones)
            await asyncio.sleep(due_s - time.monotonic())
            phone.ask(due_s)

    def note(self, sent: Sent) -> None:
        """One was answered."""
        took_ns = int((sent.answered_s - sent.at_s) * _NS)
        self.latency.add(took_ns)
        self._seconds.setdefault(int(sent.answered_s), Histogram()).add(took_ns)
        if sent.outcome == "refused":
            self.told[sent.code] += 1

    @property
    def unanswered(self) -> int:
        """How many have asked and not been answered."""
        return sum(phone.sent is not None and phone.sent.outcome == "open" for phone in self.phones)

    def seen(self, upto: int) -> bool:
        """Whether all of them have everything up to there."""
        return all(phone.seen == upto for phone in self.phones)

    def counts(self) -> Counts:
        """What they got, and how many of them are connected."""
        sockets = sum(phone.open for phone in self.phones)
        return Counts(self.tally.deliveries, self.latency.count, sockets, self._seconds)

    def witnesses(self) -> list[Witness]:
        """What they remember of their requests."""
        return [phone.witness() for phone in self.phones]
