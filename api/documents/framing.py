"""What a worker and its presses say to each other over a pipe: a sign, a length, and so many bytes."""

import struct

#: Before a message: what it is, and how many bytes follow.
HEAD = struct.Struct(">cI")
#: A job; a PDF; a PDF after which this press ends; a form of a later version of the hub; a fault of ours.
JOB, WRITTEN, LAST, OUTDATED, BROKEN = b"J", b"W", b"L", b"O", b"B"


def framed(sign: bytes, body: bytes) -> bytes:
    """A message."""
    return HEAD.pack(sign, len(body)) + body
