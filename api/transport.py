"""The WebSocket protocol of a worker: uvicorn's, with a guarded door and a way out that does not wait.

After the handshake the Litestar handler hands the socket over to a `hub.rooms.connection.Connection` and returns; from
then on messages go straight to it and its frames straight to the transport, so an idle socket holds no task.
"""

import logging
import random
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.frames import Frame
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from api.door import Door
from api.frames import is_text
from hub.errors import Rejected
from hub.rooms.connection import Connection
from hub.rooms.rate import Bucket, Rate
from hub.wire import FRAME_BYTES_MAX

SINK = "hub.sink"
FLOOD = "protocol.flood"
#: A peer that does not answer our close within this is cut off.
CLOSE_S_MAX = 2.0
#: Messages up to this size are read, so that a too big one can be answered with a sentence; beyond it, code 1009.
READ_BYTES_MAX = 4 * FRAME_BYTES_MAX
#: Pieces of one message; no browser makes more than one.
FRAGMENTS_MAX = 1_000
#: Pings and pongs of one peer; one that keeps to the protocol sends a few a minute.
CONTROLS = Rate(10, 100)
#: A read is taken apart in pieces of this size, so that a flood of tiny frames is noticed early, and so that what a
#: piece inflates to is 1 MiB at most: the library inflates all of a piece before we see any, a byte to 1,032 (zlib).
SLICE_BYTES = 1024
#: What a peer may have had on its way before it heard our goodbye; nothing beyond it is taken apart, nor inflated.
LATE_BYTES_MAX = 16 * 1024
_WINDOW_BITS = 15
_LOG = logging.getLogger("uvicorn.error")
_DEFLATE = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True,
    client_no_context_takeover=True,
    compress_settings={"level": 1},
)


class HubProtocol(WebSocketsSansIOProtocol):
    """One socket. It is the `hub.rooms.ports.Sink` of its connection."""

    def __init__(self, config: Config, server_state: ServerState, app_state: dict[str, Any], _loop: Any = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.conn = ServerProtocol(extensions=[_DEFLATE], max_size=READ_BYTES_MAX, logger=_LOG)
        self.door: Door = vars(config)["loaded_app"].state.door
        self.connection: Connection | None = None
        self.counted = False
        self.late_bytes = 0
        self.controls = Bucket(CONTROLS, self._now_ms())

    # the way in

    def _now_ms(self) -> int:
        return int(self.loop.time() * 1000)

    def data_received(self, data: bytes) -> None:
        """Hear bytes; a head that the library cannot read is not answered by it, nor hung up on."""
        for at in range(0, len(data), SLICE_BYTES):
            piece = data[at : at + SLICE_BYTES]
            if self.close_sent:
                self.late_bytes += len(piece)
                if self.late_bytes > LATE_BYTES_MAX:
                    return
            super().data_received(piece)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.transport.close()

    def handle_connect(self, event: Request) -> None:
        """Refuse before accepting: foreign pages, and more sockets than this worker takes."""
        peer, port = self.client or ("", 0)
        self.client = (self.door.proxies.client(peer, event.headers.get_all("X-Forwarded-For")), port)
        origins = event.headers.get_all("Origin")
        refused = self.door.refuse(origins[0] if len(origins) == 1 else None, self._address())
        if refused is not None:
            self._reject(refused)
            return
        self.door.count(self._address(), 1)
        self.counted = True
        super().handle_connect(event)
        if hasattr(self, "scope"):
            cast("dict[str, Any]", self.scope)["extensions"][SINK] = self

    def _address(self) -> str:
        return self.client[0] if self.client else ""

    def _reject(self, why: Rejected) -> None:
        response = self.conn.reject(HTTPStatus(why.fault.status), why.say() + "\n")
        if why.fault.retry:
            response.headers["Retry-After"] = "2"
        self.handshake_complete = True
        self.close_sent = True
        self.conn.send_response(response)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.close()

    @property
    def deflate(self) -> bool:
        """Whether one compressed frame may serve this socket: agreed, and with the full window."""
        return any(
            isinstance(each, PerMessageDeflate) and each.local_max_window_bits == _WINDOW_BITS
            for each in self.conn.extensions
        )

    def attach(self, connection: Connection) -> None:
        """From now on the connection hears what comes in; what only the handshake needed is let go."""
        self.connection = connection
        queue, self.queue = self.queue, cast("Any", _NO_QUEUE)
        while not queue.empty():
            message = cast("dict[str, Any]", queue.get_nowait())
            if message["type"] == "websocket.receive":
                text: str | None = message.get("text")
                connection.hear(text.encode() if text is not None else message["bytes"], binary=text is None)
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        for spent in ("scope", "request", "response"):
            delattr(self, spent)
        if self.disconnected or self.transport.is_closing():
            connection.gone()  # the peer went while the handler still welcomed it

    async def run_asgi(self) -> None:
        """Run the handler; unlike uvicorn's, its end is not the socket's end once a connection is attached."""
        try:
            await vars(self)["app"](self.scope, self.receive, self.send)
        except ClientDisconnected:
            pass
        except Exception:
            self.logger.exception("Exception in ASGI application")
            self.send_500_response()
        if self.connection is None and self.close_timer is None:
            self.transport.close()

    def send_receive_event_to_app(self) -> None:
        """A whole message: to the connection, without a queue or a task in between."""
        connection = self.connection
        if connection is None:
            super().send_receive_event_to_app()
            return
        data = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
        self.frames = []
        binary = self.curr_msg_data_type == "bytes"
        if not binary and not is_text(data):
            self.close(1007, "not UTF-8")
            connection.gone()
        elif not self.close_sent:
            connection.hear(bytes(data), binary=binary)

    def handle_cont(self, event: Frame) -> None:
        """A message goes on; one in ever more pieces, each of them nothing, is too big as well."""
        super().handle_cont(event)
        if self.connection is not None and len(self.frames) > FRAGMENTS_MAX:
            self._too_big(self.connection)

    def handle_ping(self) -> None:
        """Answer, unless a close frame stands before or behind the answer: nothing may follow one."""
        if self.close_sent:
            self.conn.data_to_send()
        elif self.conn.close_rcvd is None and self._few_controls():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        """One of ours comes back, or one that nobody asked for."""
        if self._few_controls():
            super().handle_pong(event)

    def _few_controls(self) -> bool:
        if self.connection is None or self.close_sent or not self.controls.spend(self._now_ms()):
            return True
        self.connection.bye(Rejected(FLOOD))
        return False

    def handle_close(self, event: Frame) -> None:
        """The peer says goodbye, or answers ours."""
        if self.connection is not None:
            self.connection.gone()
        super().handle_close(event)
        self._cut_off_later()

    def handle_parser_exception(self) -> None:
        """The peer broke the protocol: the library has the close frame ready; a too big message gets a sentence too.

        What the peer sends meanwhile is read and dropped: to hang up on it would take the sentence away again.
        """
        if self.connection is None:
            super().handle_parser_exception()
        elif not self.close_sent:
            sent = self.conn.close_sent
            if sent is not None and sent.code == 1009:  # noqa: PLR2004  RFC 6455, too big
                self._too_big(self.connection)
            self.close(0, "")
            self.connection.gone()

    def keepalive_timeout(self) -> None:
        """The peer has not answered a ping: it is gone, whatever still waits for it."""
        super().keepalive_timeout()
        if self.connection is not None:
            self.connection.gone()
        self._cut_off_later()

    def _too_big(self, connection: Connection) -> None:
        connection.bye(Rejected("protocol.too_big", max_bytes=FRAME_BYTES_MAX))

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is gone."""
        super().connection_lost(exc)
        if self.counted:
            self.door.count(self._address(), -1)
        if self.connection is not None:
            self.connection.gone()
        # These hold each other and this: let go of, so that the garbage collector is not needed for it.
        self.connection = None
        self.conn.parser.close()

    # the way out: hub.rooms.ports.Sink

    @property
    def write(self) -> Callable[[bytes], None]:
        """The transport's own: a method in between costs a twentieth of a write."""
        return self.transport.write

    def buffered(self) -> int:
        """Bytes the transport still holds."""
        return self.transport.get_write_buffer_size()

    def close(self, code: int, reason: str) -> None:
        """Start the closing handshake, or send the close frame that is ready; who does not answer it is cut off."""
        if self.close_sent or self.transport.is_closing():
            return
        self.stop_keepalive()
        if self.conn.state is State.OPEN:
            # What else a flood brings is dropped without being taken apart.
            (self.conn.fail if reason == FLOOD else self.conn.send_close)(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        if self.conn.eof_sent:  # the library has given up on the peer and will not hear its answer
            self.transport.write_eof()
        self.close_sent = True
        self._read(on=True)
        self._cut_off_later()

    def _cut_off_later(self) -> None:
        """A peer that does not read keeps the transport open for as long as it likes."""
        if self.close_timer is None and not self.disconnected:
            self.close_timer = self.loop.call_later(CLOSE_S_MAX, self.transport.abort)

    def pause_writing(self) -> None:
        """The peer reads more slowly than the room speaks: what it asks for now would only wait, so it waits there."""
        super().pause_writing()
        if self.connection is not None:
            self._read(on=self.close_sent)
            self.connection.paced(behind=True)

    def resume_writing(self) -> None:
        """The peer has caught up."""
        super().resume_writing()
        if self.connection is not None:
            self._read(on=True)
            self.connection.paced(behind=False)

    def _read(self, *, on: bool) -> None:
        if not self.transport.is_closing():
            (self.transport.resume_reading if on else self.transport.pause_reading)()

    def shutdown(self) -> None:
        """The worker stops: send everybody to another one, not all at the same moment."""
        if self.connection is None or self.close_sent:
            super().shutdown()
            return
        drain_ms = self.door.drain_ms
        come_back_ms = random.randint(0, drain_ms)  # noqa: S311  jitter, not a secret
        self.loop.call_later(come_back_ms / 2000, self._drain, drain_ms // 2)

    def _drain(self, wait_ms: int) -> None:
        if self.connection is not None and not self.close_sent:
            self.connection.bye(Rejected("hub.draining", retry_after_ms=wait_ms))


class _NoQueue:
    """Stands where uvicorn keeps messages for an ASGI application: there is none any more."""

    def put_nowait(self, _message: object) -> None:
        """Nobody waits for this."""


_NO_QUEUE = _NoQueue()
