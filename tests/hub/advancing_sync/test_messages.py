"""The messages: what a command may carry is limited by its types."""

from typing import Any

import pytest
from msgspec import ValidationError, convert
from msgspec.json import decode, encode

from hub.advancing_sync import ADVANCING_SYNC
from hub.advancing_sync.messages import AddRow, Edit, Pick, RemoveRow
from tests.hub.advancing_sync.forms import an_edited


@pytest.mark.parametrize(
    "changes",
    [
        {"field": "title"},
        {"field": "Show.title"},
        {"field": "a" * 79 + ".b"},
        {"value": "x" * 10_001},
        {"value": "bell\x07"},
        {"value": 1e13},
        {"value": ["x"]},
        {"saw": "x" * 101},
        {"saw": "a b"},
        {"row": "r/1"},
        {"row": "r" * 41},
        {"column": "What"},
        {"colour": "red"},
    ],
    ids=str,
)
def test_an_edit_outside_its_limits_is_no_edit(changes: dict[str, Any]) -> None:
    edit = {"t": "advance.edit", "field": "show.title", "value": "Fleadh"}
    assert convert(edit, Edit).value == "Fleadh"
    with pytest.raises(ValidationError):
        convert({**edit, **changes}, Edit)


def test_a_row_has_an_id() -> None:
    with pytest.raises(ValidationError):
        convert({"t": "advance.add_row", "field": "schedule.items", "row": ""}, AddRow)


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        (Pick, {"t": "advance.pick", "field": "show.title", "stamp": "s"}),
        (RemoveRow, {"t": "advance.remove_row", "field": "schedule.items", "row": "r1"}),
    ],
)
def test_what_takes_something_away_says_what_it_saw(kind: type[Pick | RemoveRow], command: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="saw"):
        convert(command, kind)
    assert convert({**command, "saw": "s"}, kind).saw == "s"


def test_every_command_and_fact_is_tagged_advance() -> None:
    for message in (*ADVANCING_SYNC.allowed, *ADVANCING_SYNC.facts):
        assert str(message.__struct_config__.tag).startswith("advance.")


@pytest.mark.parametrize("value", ["x", 1.5, True, None])
def test_values_keep_their_type_on_the_way(value: object) -> None:
    fact = an_edited(value)  # type: ignore[arg-type]
    back = decode(encode(fact), type=type(fact))
    assert back == fact
    assert type(back.value) is type(value)
