"""A design crosses the wire whole."""

import msgspec

from hub.advancing_sync.design_messages import Design, schema_of, wanted
from hub.advancing_sync.standard import STANDARD
from hub.wire import FRAME_BYTES_MAX, AnyCommand


def test_the_standard_form_comes_back_as_it_was() -> None:
    said = msgspec.json.encode(Design(schema=wanted(STANDARD)))
    heard = msgspec.json.decode(said, type=AnyCommand)
    assert isinstance(heard, Design)
    assert schema_of(heard.schema) == STANDARD
    assert len(said) < FRAME_BYTES_MAX / 2
