"""The limits of what two sides say to each other."""

from typing import Any

import msgspec
import pytest

from hub.wire import AnyCommand


def read(command: dict[str, Any]) -> Any:
    return msgspec.json.decode(msgspec.json.encode(command), type=AnyCommand)


@pytest.mark.parametrize(
    "command",
    [
        {"t": "advance.mark", "field": "show.title", "status": "confirmed"},
        {"t": "advance.assign", "field": "show.title", "answers": "both"},
        {"t": "advance.add_note", "field": "show.title", "id": "n1", "text": "Two\nlines"},
        {"t": "advance.set_deadline", "section": "show", "days_before": 0},
        {"t": "advance.set_deadline", "section": "show", "days_before": None},
    ],
)
def test_these_are_understood(command: dict[str, Any]) -> None:
    assert msgspec.to_builtins(read(command)) == command


@pytest.mark.parametrize(
    "command",
    [
        {"t": "advance.mark", "field": "show.title", "status": "maybe"},
        {"t": "advance.assign", "field": "show.title", "answers": "nobody"},
        {"t": "advance.add_note", "field": "show.title", "id": "", "text": "x"},
        {"t": "advance.add_note", "field": "show.title", "id": "n1", "text": "bell\x07"},
        {"t": "advance.add_note", "field": "show.title", "id": "n1", "text": "x" * 2_001},
        {"t": "advance.submit", "section": "Show"},
        {"t": "advance.set_deadline", "section": "show", "days_before": 366},
    ],
)
def test_these_are_not(command: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(command)
