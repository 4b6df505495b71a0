"""What `send()` alone costs: the floor of whatever writes to each socket by itself."""

import selectors
import socket
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager

#: As long as a message of the bench with its frame.
MESSAGE = bytes(170)
READ_BYTES = 1 << 16


def sends_per_cpu_s(sockets: int, seconds: float) -> float:
    """Messages to so many TCP connections on loopback, one `send()` each, in a second of processor time.

    Somebody polls the other ends, as every receiver does, and reads them between two rounds, which is not measured.
    """
    with _connections(sockets) as (near, far):
        _round(near, far)
        spent_s, sent, end_s = 0.0, 0, time.monotonic() + seconds
        while time.monotonic() < end_s:
            spent_s += _round(near, far)
            sent += len(near)
    return sent / max(spent_s, 1e-9)


def _round(near: Sequence[socket.socket], far: Sequence[socket.socket]) -> float:
    began_s = time.thread_time()
    for each in near:
        each.send(MESSAGE)
    took_s = time.thread_time() - began_s
    for each in far:
        each.recv(READ_BYTES)
    return took_s


@contextmanager
def _connections(count: int) -> Generator[tuple[list[socket.socket], list[socket.socket]]]:
    with ExitStack() as kept:
        listener = kept.enter_context(socket.create_server(("127.0.0.1", 0), backlog=count))
        polled = kept.enter_context(selectors.DefaultSelector())
        near: list[socket.socket] = []
        far: list[socket.socket] = []
        for _ in range(count):
            far.append(kept.enter_context(socket.create_connection(listener.getsockname())))
            near.append(kept.enter_context(listener.accept()[0]))
            near[-1].setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            polled.register(far[-1], selectors.EVENT_READ)
        yield near, far
