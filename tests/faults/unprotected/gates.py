"""What a hub would bear from anybody if nobody had thought of limits."""

from collections.abc import Callable, Mapping
from typing import Any

from api import handshake, problems, transport
from api.door import Door
from api.handshake import HandshakeProtocol
from hub.rooms import connection, session
from hub.rooms.rate import Rate
from tests.faults.unprotected.put import put

ENDLESS = 1 << 40
AGES_S = 600.0


def no_limits() -> None:
    """Any time, any size, any number, from anywhere."""
    for module, name in (
        (handshake, "HEAD_BYTES_MAX"),
        (handshake, "HEADERS_MAX"),
        (handshake, "PIPELINED_MAX"),
        (problems, "BODY_BYTES_MAX"),
        (transport, "READ_BYTES_MAX"),
        (transport, "FRAGMENTS_MAX"),
        (transport, "LATE_BYTES_MAX"),
        (connection, "HELLO_MS_MAX"),
        (session, "FAULTS_MAX"),
        (session, "FRAME_BYTES_MAX"),
    ):
        put(module, name, ENDLESS)
    put(handshake, "HANDSHAKE_S_MAX", AGES_S)
    put(transport, "CLOSE_S_MAX", AGES_S)
    put(transport, "CONTROLS", Rate(ENDLESS, ENDLESS))

    def everybody(*_: Any) -> None:
        """Come in."""

    put(Door, "refuse", everybody)
    put(Door, "refuse_http", everybody)
    put(HandshakeProtocol, "_cut_off_later", everybody)


SWITCHES: Mapping[str, Callable[[], None]] = {"no_limits": no_limits}
