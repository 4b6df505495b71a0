"""What a request and the rules of a queue may carry."""

from typing import Any

import pytest
from msgspec import ValidationError, convert

from hub.queue.messages import Configure, Rules, Submit


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "   "},
        {"title": "two\nlines"},
        {"title": "x" * 121},
        {"artist": "x" * 141},
        {"note": "bell\x07"},
        {"note": "x" * 141},
        {"boost": 500},
    ],
    ids=str,
)
def test_a_request_outside_its_limits_is_none(changes: dict[str, Any]) -> None:
    request = {"t": "queue.submit", "title": "x" * 120, "artist": "", "note": "in G"}
    assert convert(request, Submit) == Submit(title="x" * 120, note="in G")
    with pytest.raises(ValidationError):
        convert({**request, **changes}, Submit)


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": "chaos"},
        {"locked_max": 0},
        {"locked_max": 11},
        {"open_max": 0},
        {"open_max": 51},
        {"length_max": 0},
        {"length_max": 2001},
        {"price": 0},
    ],
    ids=str,
)
def test_rules_outside_their_limits_are_none(changes: dict[str, Any]) -> None:
    rules = {"mode": "priority", "locked_max": 10, "open_max": 50, "length_max": 2000}
    assert convert({"t": "queue.configure", "rules": rules}, Configure).rules.length_max == 2000
    with pytest.raises(ValidationError):
        convert({"t": "queue.configure", "rules": {**rules, **changes}}, Configure)


def test_a_queue_nobody_configured_rotates_with_two_locked() -> None:
    assert Rules() == Rules(mode="rotation", locked_max=2, open_max=3, length_max=500)
