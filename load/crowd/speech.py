"""What a receiver says and counts, as plain data that crosses to another process. Serves any WebSocket server."""

from typing import Literal

from msgspec import Struct


class Step(Struct, frozen=True):
    """A message to send once `wait_for` was in what came after the step before; at once when that is empty.

    `{token}`, `{number}`, `{epoch}` and `{seen}` in it are the socket's own; the last two are where it was in a hub's
    room when it comes back, empty and 0 before.
    """

    say: bytes
    wait_for: bytes = b""
    binary: bool = False


class Speech(Struct, frozen=True):
    """How to get in, and what counts.

    The socket is in when `welcome` is in a message after the last step; at once when it is empty. Each `mark` in a
    message is one delivery. A message that is a key of `pongs`, or whose last line is one, is answered with its value.

    `stamp` is a regular expression with a group `at`, the sender's `time.monotonic_ns()` in digits. With a group `n`,
    the numbers of each `by` (another group; one sender when there is none) must rise without a hole. Only every
    `sample`-th socket looks for stamps.

    `frames`: `hub` checks every frame of every socket for following the one before, and counts what it covers.
    """

    path: str = "/ws"
    origin: str = ""
    subprotocol: str = ""
    hellos: tuple[Step, ...] = ()
    welcome: bytes = b""
    mark: bytes = b""
    pongs: dict[bytes, bytes] = {}
    stamp: str = ""
    sample: int = 50
    frames: Literal["", "hub"] = ""


def speech_of_hub(room: str, origin: str, *, stamp: str = "", sample: int = 50) -> Speech:
    """A client of our hub in one room, with JSON; tokens are grants."""
    said = f'{{"t":"hello","token":"{{token}}","rooms":[{{"room":"{room}","epoch":"{{epoch}}","seen":{{seen}}}}]}}'
    return Speech(
        origin=origin,
        subprotocol="hub.v1.json",
        hellos=(Step(said.encode()),),
        welcome=b'{"t":"welcome"',
        stamp=stamp,
        sample=sample,
        frames="hub",
    )
