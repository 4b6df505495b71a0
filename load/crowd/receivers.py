"""The sockets of one process of a crowd: `select.epoll` and plain non-blocking sockets, a `recv` for each read."""

import errno
import random
import select
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress

from load.bots.backoff import jitter_s, stays_away
from load.bots.framing import CLOSE, frame
from load.crowd.dialling import Dialling
from load.crowd.ears import GONE, Ears
from load.crowd.line import Line
from load.crowd.orders import Begin, Join, Standing
from load.crowd.tally import Tally

READ_BYTES = 1 << 16
EVENTS_MAX = 1_024
#: Slow sockets get their share so often.
SLOW_TICK_S = 0.1
#: The kernel's buffer of a slow socket, so that it is the server that notices, and of one that is slow no more.
SLOW_BUFFER_BYTES, QUICK_BUFFER_BYTES = 1 << 16, 1 << 20
#: linux/in.h: the port is chosen when the other end is known, so that each source has 28,000 for each server.
_IP_BIND_ADDRESS_NO_PORT = 24
#: SO_LINGER with no time: the other side gets a reset.
_RESET = struct.pack("ii", 1, 0)
_GOODBYE = frame((1000).to_bytes(2), CLOSE)
_BEGUN = {0, errno.EINPROGRESS}


class Receivers:
    """All lines of a process. `turn` is to be called again and again; nothing else waits."""

    def __init__(self, begin: Begin) -> None:
        self.tally = Tally()
        self._begin = begin
        self._address = (socket.gethostbyname(begin.host), begin.port)
        self._ears = Ears(f"{begin.host}:{begin.port}", begin.speech, self.tally)
        self._rng = random.Random(begin.seed)
        self._epoll = select.epoll()
        self._lazy = select.epoll()
        self._lazy_at_s = 0.0
        self._wires: dict[int, tuple[Line, socket.socket]] = {}
        self._fds: dict[Line, int] = {}
        self._others: dict[int, Callable[[], None]] = {}
        self._dialling = Dialling(begin.back_at_once)
        self._lines: list[Line] = []
        self._slow: dict[Line, int] = {}
        self._slow_at_s = 0.0

    def watch(self, fd: int, tell: Callable[[], None]) -> None:
        """Call when something can be read there."""
        self._others[fd] = tell
        self._epoll.register(fd, select.EPOLLIN)

    def turn(self, wait_s: float) -> None:
        """Dial who is due, and take in what has come, waiting so long for it."""
        now_ns = time.monotonic_ns()
        for line in self._dialling.due(now_ns):
            self._dial(line)
        for line in self._dialling.late(now_ns):
            self.tally.say(f"{line.number} was not in after so long, but {line.state}")
            self._hang_up(line)
        if self._slow:
            self._sip()
        if self._begin.lazy_s:
            self._be_lazy()
        for fd, event in self._epoll.poll(wait_s, EVENTS_MAX):
            wire = self._wires.get(fd)
            if wire is None:
                self._others.get(fd, _nothing)()
                continue
            line, sock = wire
            if event == select.EPOLLIN:
                self._take(line, sock, READ_BYTES)
            else:
                self._otherwise(line, sock, event)

    def count(self) -> Tally:
        """What they have counted up to now."""
        self._ears.count()
        return self.tally

    def join(self, order: Join) -> None:
        """More of them."""
        first = len(self._lines)
        numbers = range(first, min(first + order.count, len(self._begin.tokens)))
        sample = self._begin.speech.sample
        lines = [Line(each, self._begin.tokens[each], sampled=each % sample == 0) for each in numbers]
        self._lines.extend(lines)
        self.tally.wanted += len(lines)
        self._dialling.newcomers(lines, per_s=order.per_s, at_once=order.at_once)

    def leave(self, count: int) -> None:
        """Some say goodbye."""
        for line in self._inside(count):
            _send(self._wires[self._fds[line]][1], _GOODBYE)
            line.state = "ended"
            self.tally.joined -= 1
            self.tally.wanted -= 1
            self._hang_up(line)

    def cut(self, count: int) -> None:
        """Some are torn off."""
        for line in self._inside(count):
            sock = self._wires[self._fds[line]][1]
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self._hang_up(line)

    def slow(self, count: int, bytes_per_s: int | None) -> None:
        """Some read slowly from now on; None: nobody does."""
        if bytes_per_s is None:
            for line in list(self._slow):
                self._hurry(line)
            return
        for line in self._inside(count):
            self._slow[line] = bytes_per_s
            self._wires[self._fds[line]][1].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SLOW_BUFFER_BYTES)
            self._poll(line, self._epoll, select.EPOLLRDHUP)

    def standing(self, upto: int) -> Standing:
        """How many of those who are wanted are there."""
        there = beyond = 0
        for line in self._lines:
            if line.state == "in":
                there += line.seen == upto
                beyond += line.seen > upto
        return Standing(self.tally.wanted - there - beyond, there, beyond)

    def close(self) -> None:
        """Everybody says goodbye, and is gone."""
        for line, sock in self._wires.values():
            if line.state == "in":
                _send(sock, _GOODBYE)
            sock.close()
        self._epoll.close()

    def _inside(self, count: int) -> list[Line]:
        """Who came last and is in, and quick."""
        inside = (line for line in reversed(self._lines) if line.state == "in" and line not in self._slow)
        return [line for line, _ in zip(inside, range(count), strict=False)]

    def _be_lazy(self) -> None:
        """As many of the lazy ones read as it is the turn of: all of them in `lazy_s`, and never many at a time."""
        now_s = time.monotonic()
        share = int(len(self._wires) * (now_s - self._lazy_at_s) / self._begin.lazy_s)
        if not share:
            return
        self._lazy_at_s = now_s
        # What epoll has told of goes to the end of its list, so everybody has a turn.
        for fd, _ in self._lazy.poll(0, min(share, EVENTS_MAX)):
            wire = self._wires.get(fd)
            if wire is not None:
                self._take(*wire, READ_BYTES)

    def _dial(self, line: Line) -> None:
        if line.state == "ended":
            self._dialling.over(line)
            return
        line.fresh()
        line.state = "dialling"
        sock = socket.socket()
        sock.setblocking(False)  # noqa: FBT003  the name of the call says it
        if self._begin.source:
            sock.setsockopt(socket.SOL_IP, _IP_BIND_ADDRESS_NO_PORT, 1)
            sock.bind((f"{self._begin.source}{1 + line.number // self._begin.per_source}", 0))
        fd = sock.fileno()
        self._wires[fd] = (line, sock)
        self._fds[line] = fd
        self.tally.open += 1
        if sock.connect_ex(self._address) in _BEGUN:
            self._epoll.register(fd, select.EPOLLOUT)
        else:
            self._hang_up(line)

    def _take(self, line: Line, sock: socket.socket, size: int) -> None:
        """Read once, and do what follows from it."""
        data = _recv(sock, size)
        if data is None or self._ears.heard(line, data):
            return
        if not data:
            self._hang_up(line)
            return
        was_in = line.state == "in"
        self._ears.hear(line, data, time.monotonic_ns())
        if line.state == "in" and not was_in:
            self._dialling.over(line)
            if self._begin.lazy_s and not line.sampled:
                self._poll(line, self._lazy, select.EPOLLIN)
        if line.out:
            _send(sock, line.out)
            line.out = b""
        if line.close is not None:
            self._hang_up(line)

    def _otherwise(self, line: Line, sock: socket.socket, event: int) -> None:
        """It is connected; or a slow one was hung up on, and reads the rest; or it is over."""
        if event & select.EPOLLIN:
            self._take(line, sock, READ_BYTES)
        elif event & (select.EPOLLERR | select.EPOLLHUP):
            self._hang_up(line)
        elif line in self._slow:
            self._hurry(line)
        else:
            line.state = "asking"
            _send(sock, self._ears.request)
            self._epoll.modify(sock.fileno(), select.EPOLLIN)

    def _hang_up(self, line: Line) -> None:
        """It is over; when that makes sense, and nobody wanted it so, there is another time."""
        self._wires.pop(self._fds.pop(line))[1].close()
        self.tally.open -= 1
        self._slow.pop(line, None)
        self._dialling.over(line)
        if line.state == "ended":
            return
        now_ns = time.monotonic_ns()
        if line.state == "in":
            self.tally.joined -= 1
            self.tally.lost += 1
            line.lost_ns = now_ns
        else:
            line.failures += 1
        for_good = stays_away(line.close or GONE)
        if for_good:
            self.tally.say(f"{line.number} was told to stay away with {line.close}")
        if for_good or not self._begin.comes_back:
            line.state = "ended"
            self.tally.wanted -= 1
            self.tally.ended += 1
            return
        line.state = "away"
        pause_s = (line.again_s or 0.0) + jitter_s(line.failures, self._rng)
        self._dialling.later(line, now_ns + int(pause_s * 1e9))

    def _sip(self) -> None:
        """The slow ones read their share."""
        now_s = time.monotonic()
        if now_s < self._slow_at_s + SLOW_TICK_S:
            return
        self._slow_at_s = now_s
        for line, bytes_per_s in list(self._slow.items()):
            if share := int(bytes_per_s * SLOW_TICK_S):
                self._take(line, self._wires[self._fds[line]][1], share)

    def _hurry(self, line: Line) -> None:
        """A slow one reads whenever there is something."""
        self._slow.pop(line)
        self._wires[self._fds[line]][1].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, QUICK_BUFFER_BYTES)
        self._poll(line, self._epoll, select.EPOLLIN)

    def _poll(self, line: Line, epoll: select.epoll, events: int) -> None:
        fd = self._fds[line]
        for each in (self._epoll, self._lazy):
            with suppress(FileNotFoundError):
                each.unregister(fd)
        epoll.register(fd, events)


def _nothing() -> None:
    """A socket that was closed while its event waited."""


def _recv(sock: socket.socket, size: int) -> bytes | None:
    """What has come; empty: it is over; None: nothing."""
    try:
        return sock.recv(size)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _send(sock: socket.socket, data: bytes) -> None:
    """What cannot be sent is noticed by reading."""
    with suppress(OSError):
        sock.send(data)
