"""Money is an integer of minor units in one currency; nothing here ever divides it into floats."""

from typing import Annotated

from msgspec import Meta, Struct

#: Minor units (cents, pence, yen), positive.
Amount = Annotated[int, Meta(ge=1, le=100_000_000)]
#: ISO 4217, lower case as Stripe spells it.
Currency = Annotated[str, Meta(pattern=r"\A[a-z]{3}\Z")]


class Money(Struct, frozen=True):
    """An amount somebody pays."""

    amount: Amount
    currency: Currency
