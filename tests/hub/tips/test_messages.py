"""What a tip may carry."""

from typing import Any

import pytest
from msgspec import ValidationError, convert

from hub.tips.messages import Confirm


@pytest.mark.parametrize(
    "changes",
    [
        {"tip": ""},
        {"tip": "a/b"},
        {"name": "x" * 41},
        {"amount": 0},
        {"amount": -500},
        {"amount": 1.5},
        {"amount": 100_000_001},
        {"currency": "EUR"},
        {"currency": "euro"},
        {"text": "two\nlines"},
        {"text": "x" * 201},
        {"tier": "huge"},
    ],
    ids=str,
)
def test_a_tip_outside_its_limits_is_none(changes: dict[str, Any]) -> None:
    tip = {"t": "tips.confirm", "tip": "t1", "name": "Ana", "amount": 500, "currency": "eur"}
    assert convert(tip, Confirm) == Confirm(tip="t1", name="Ana", amount=500, currency="eur", text="")
    with pytest.raises(ValidationError):
        convert({**tip, **changes}, Confirm)
