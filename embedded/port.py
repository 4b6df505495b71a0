"""A port for somebody who will listen to it in a while, and again whenever they are restarted."""

import os
import socket
from itertools import count
from pathlib import Path

LOOPBACK = "127.0.0.1"
#: Linux: what a connection that goes out gets as its own port is between these two.
_OUTGOING = Path("/proc/sys/net/ipv4/ip_local_port_range")
_FIRST, _OUTGOING_FIRST = 10_000, 32_768
#: Browsers open no page there: of https://fetch.spec.whatwg.org/#port-blocking, what lies above the first.
_BLOCKED = frozenset({10_080})
#: Processes that begin together have ids that are next to each other: so many ports are between theirs.
_APART = 64
_more = count()


def free_port(wanted: int) -> int:
    """The wanted port of the loopback address if nobody has it, else one that is free; 0 wants any.

    The kernel's own choice may be somebody's outgoing connection a moment later; these are not.

    Raises:
        OSError: they are all taken.
    """
    if wanted and _free(wanted, reuse=True):
        return wanted
    size = _outgoing_first() - _FIRST
    for _ in range(size):
        port = _FIRST + (os.getpid() * _APART + next(_more)) % size
        if port not in _BLOCKED and _free(port, reuse=False):
            return port
    raise OSError(f"no port of {LOOPBACK} from {_FIRST} to {_FIRST + size - 1} is free")


def _free(port: int, *, reuse: bool) -> bool:
    """Whether it can be listened to. `reuse`: even though connections of the last listener are not quite forgotten."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _outgoing_first() -> int:
    try:
        first = int(_OUTGOING.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return _OUTGOING_FIRST
    return first if first > _FIRST else _OUTGOING_FIRST
