"""A design crosses the wire whole."""

import msgspec

from hub.advancing_sync.design_messages import Design
from hub.advancing_sync.standard import STANDARD
from hub.wire import FRAME_BYTES_MAX, AnyCommand


def test_the_standard_form_comes_back_as_it_was() -> None:
    said = msgspec.json.encode(Design(schema=STANDARD))
    assert msgspec.json.decode(said, type=AnyCommand) == Design(schema=STANDARD)
    assert len(said) < FRAME_BYTES_MAX / 2
