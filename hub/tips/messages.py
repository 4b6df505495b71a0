"""A tip that was paid, and the alert it raises."""

from typing import Annotated, Literal

from msgspec import Meta

from hub.kernel import CONTROLS, Command, Fact, Id, Millis, Name
from hub.money import Amount, Currency

Tier = Literal["small", "medium", "large", "huge"]
Message = Annotated[str, Meta(max_length=200, pattern=rf"\A[^{CONTROLS}]*\Z")]


class Confirm(Command, frozen=True, tag="tips.confirm"):
    """The payment of a tip went through; only the system says so, once per `tip`."""

    tip: Id
    name: Name
    amount: Amount
    currency: Currency
    text: Message = ""


class TipConfirmed(Fact, frozen=True, tag="tips.confirmed"):
    """A tip counts. The tier decides colour, `pin_ms` how long the alert stays."""

    id: str
    name: str
    text: str
    amount: int
    currency: str
    tier: Tier
    pin_ms: Millis
    at_ms: Millis
