"""Hears for all sockets of a process, and counts: bytes in; what to say, and whether it is over, on the line."""

import re

import msgspec
from msgspec import UNSET

from load.bots.framing import BINARY, CLOSE, PING, PONG, TEXT, Broken, answer, frame, handshake, head, split
from load.crowd.line import Line, said
from load.crowd.reading import (
    FAIL,
    HEAD_BYTES,
    KNOWN_MAX,
    WELCOME,
    Known,
    Plain,
    Reading,
    decode_fail,
    decode_welcome,
)
from load.crowd.speech import Speech
from load.crowd.tally import Tally

_SWITCHING, _FORBIDDEN = 101, 403
_NOT_OUR_ORIGIN = 4505
#: Closed without a code, or by us without a word (RFC 6455, section 7.1.5).
GONE = 1005


class Ears:
    """One for all lines of a process."""

    def __init__(self, host: str, speech: Speech, tally: Tally) -> None:
        self._tally = tally
        self._asked = handshake(host, speech.path, speech.origin, speech.subprotocol)
        self._speech = speech
        self._hub = speech.frames == "hub"
        self._stamp = re.compile(speech.stamp.encode()) if speech.stamp else None
        self._reading = Reading(speech)
        self._known = self._reading.known.get

    @property
    def request(self) -> bytes:
        """What to write first on a new connection."""
        return self._asked.request

    def hear(self, line: Line, data: bytes, now_ns: int) -> None:
        """Take in what was read."""
        self._tally.reads += 1
        self._tally.bytes += len(data)
        if line.state == "in" and not line.rest and not line.sampled:
            plain = self._reading.read(data)
            if plain is not None:
                self._remember(data, plain)
                self._count(line, plain)
                return
        try:
            self._slowly(line, data, now_ns)
        except (Broken, msgspec.MsgspecError) as error:
            self._fault(f"{line.number}: {error}")
            line.close = GONE

    def heard(self, line: Line, data: bytes) -> bool:
        """Take in what another line had from where this one stands; False: it is to be heard.

        This is what a crowd does most: it costs a third of `hear`, and `count` brings the tally up to date.
        """
        known = self._known(data[:HEAD_BYTES])
        if known is None or known.data != data or line.state != "in" or line.rest or line.sampled:
            return False
        if known.upto < 0:
            line.seen += known.deliveries
        elif known.after == line.seen:
            line.seen = known.upto
        else:
            return False
        known.again += 1
        return True

    def count(self) -> None:
        """Bring the tally up to date."""
        for known in self._reading.known.values():
            self._again(known)

    def _again(self, known: Known) -> None:
        self._tally.reads += known.again
        self._tally.bytes += known.again * len(known.data)
        self._tally.frames += known.again * known.frames
        self._tally.deliveries += known.again * known.deliveries
        known.again = 0

    def _remember(self, data: bytes, plain: Plain) -> None:
        known = self._reading.known
        if len(known) >= KNOWN_MAX:
            self.count()
            known.clear()
        about = data[:HEAD_BYTES]
        if (other := known.get(about)) is not None:
            self._again(other)
        known[about] = Known(data, plain)

    def _count(self, line: Line, plain: Plain) -> None:
        frames, deliveries, after, upto = plain
        self._tally.frames += frames
        self._tally.deliveries += deliveries
        if upto < 0:
            line.seen += deliveries
        elif after == line.seen:
            line.seen = upto
        else:
            self._follow(line, after, upto)

    def _slowly(self, line: Line, data: bytes, now_ns: int) -> None:
        if line.rest:
            line.rest += data
            if len(line.rest) < line.need:
                return
            data, line.rest = bytes(line.rest), bytearray()
        if line.state == "asking":
            data = self._answered(line, data, now_ns)
        frames, rest = split(data)
        for opcode, payload in frames:
            self._frame(line, opcode, payload, now_ns)
        if rest:
            found = head(rest, 0, len(rest))
            line.rest, line.need = bytearray(rest), len(rest) + 1 if found is None else found[1] + found[2]

    def _answered(self, line: Line, data: bytes, now_ns: int) -> bytes:
        """The frames that follow the answer to the handshake."""
        answered = answer(data, self._asked)
        if answered is None:
            line.rest, line.need = bytearray(data), len(data) + 1
            return b""
        if answered.status != _SWITCHING:
            self._tally.refused += 1
            line.close = _NOT_OUR_ORIGIN if answered.status == _FORBIDDEN else GONE
            line.again_s = answered.retry_after_s
            return b""
        line.state = "greeting"
        self._greet(line, b"", now_ns)
        return answered.rest

    def _frame(self, line: Line, opcode: int, payload: bytes, now_ns: int) -> None:
        if opcode == PING:
            line.out += frame(payload, PONG)
        elif opcode == CLOSE:
            line.out += frame(payload[:2], CLOSE)
            line.close = int.from_bytes(payload[:2]) if payload else GONE
        elif opcode in {TEXT, BINARY}:
            reply = self._reading.pong(payload)
            if reply is not None:
                line.out += frame(reply, BINARY if opcode == BINARY else TEXT)
            self._message(line, payload, now_ns)

    def _message(self, line: Line, payload: bytes, now_ns: int) -> None:
        if line.state == "greeting":
            self._greet(line, payload, now_ns)
        if self._hub and payload.startswith(WELCOME):
            self._welcomed(line, payload)
        elif self._hub and payload.startswith(FAIL):
            self._failed(line, payload)
        elif line.state == "in":
            self._count(line, self._reading.plain([(TEXT, payload)]) or Plain(1, self._reading.marks(payload)))
            if self._stamp is not None and line.sampled:
                self._stamps(line, self._stamp, payload, now_ns)

    def _greet(self, line: Line, payload: bytes, now_ns: int) -> None:
        steps = self._speech.hellos
        while line.step < len(steps) and steps[line.step].wait_for in payload:
            line.out += said(steps[line.step], line)
            line.step += 1
            # What was waited for has been had; nothing but a new message is waited for next.
            payload = b""
        if line.step == len(steps) and self._speech.welcome in payload:
            self._joined(line, now_ns)

    def _joined(self, line: Line, now_ns: int) -> None:
        line.state = "in"
        line.failures = 0
        self._tally.joined += 1
        self._tally.joined_ns = now_ns
        if line.lost_ns:
            self._tally.back += 1
            self._tally.away.add(now_ns - line.lost_ns)
            line.lost_ns = 0

    def _failed(self, line: Line, payload: bytes) -> None:
        fail = decode_fail(payload)
        if fail.id is None:
            # About the connection: it closes by itself, or a room did not open and only another hello can help.
            self._tally.told[fail.code] = self._tally.told.get(fail.code, 0) + 1
            line.close = GONE
            line.again_s = None if fail.retry_after_ms is None else fail.retry_after_ms / 1000

    def _welcomed(self, line: Line, payload: bytes) -> None:
        welcome = decode_welcome(payload)
        if welcome.state is UNSET:
            if welcome.epoch != line.epoch:
                self._fault(f"{line.number}: another history goes on from {line.seen} without a snapshot")
            self._tally.deliveries += welcome.upto - welcome.at
            self._follow(line, welcome.at, welcome.upto)
        else:
            self._tally.snapshots += 1
            if welcome.epoch == line.epoch and welcome.upto < line.seen:
                self._fault(f"{line.number}: a snapshot up to {welcome.upto} after {line.seen}")
        line.epoch, line.seen = welcome.epoch, welcome.upto

    def _follow(self, line: Line, after: int, upto: int) -> None:
        if after != line.seen:
            self._tally.missed += max(after - line.seen, 0)
            self._tally.repeated += max(line.seen - after, 0)
            self._fault(f"{line.number}: {after} to {upto} follows {line.seen}")
        line.seen = upto

    def _stamps(self, line: Line, stamp: re.Pattern[bytes], payload: bytes, now_ns: int) -> None:
        for found in stamp.finditer(payload):
            named = found.groupdict()
            self._tally.took(now_ns - int(found["at"]), now_ns)
            if (number := named.get("n")) is not None:
                self._numbered(line, named.get("by") or b"", int(number))

    def _numbered(self, line: Line, by: bytes, number: int) -> None:
        last = line.numbers.get(by)
        if last is not None and number != last + 1:
            self._tally.missed += max(number - last - 1, 0)
            self._tally.repeated += number <= last
            self._fault(f"{line.number}: number {number} follows {last}")
        line.numbers[by] = number

    def _fault(self, sentence: str) -> None:
        self._tally.faults += 1
        self._tally.say(sentence)
