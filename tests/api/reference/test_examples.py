"""An example that the hub itself would not take is worse than none."""

import msgspec
import pytest
from msgspec import Struct

from api.reference.examples import example, line, parsed
from api.reference.vocabulary import FRAMES_IN, FRAMES_OUT, StructClass
from hub.behaviours import COMMANDS, FACTS, NOTICES
from hub.kernel import Command
from hub.wire import JSON, Do


@pytest.mark.parametrize("cls", [*FRAMES_IN, *FRAMES_OUT, *COMMANDS, *FACTS, *NOTICES])
def test_each_example_is_what_it_is_an_example_of(cls: StructClass) -> None:
    assert type(parsed(cls)) is cls


@pytest.mark.parametrize("cls", COMMANDS)
def test_the_hub_takes_the_line_of_each_command(cls: type[Command]) -> None:
    frame = JSON.decode(line(cls).encode())
    assert isinstance(frame, Do)
    assert type(frame.cmd) is cls


def test_a_text_without_an_example_is_asked_for() -> None:
    class New(Struct, tag_field="t", tag="new"):
        never_heard_of: str

    with pytest.raises(KeyError, match="never_heard_of has no example: add it to"):
        example(New)


def test_a_choice_a_number_and_a_default_speak_for_themselves() -> None:
    class New(Struct, tag_field="t", tag="new"):
        many: int
        ready: bool
        kind: msgspec.Meta | None = None

    assert example(New) == {"t": "new", "many": 1, "ready": True, "kind": None}
