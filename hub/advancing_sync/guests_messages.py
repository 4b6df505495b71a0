"""What is asked at the door of a show, and what then happened."""

from typing import Annotated, Literal

from msgspec import Meta

from hub.advancing_sync.messages import RowId
from hub.kernel import Command, Fact, Millis

#: The list that the door works with.
GUESTS = "guest_list.guests"


class CheckIn(Command, frozen=True, tag="advance.check_in"):
    """So many of a row's people came in; a negative `count` takes back what was counted by mistake."""

    row: Annotated[RowId, Meta(min_length=1)]
    count: Annotated[int, Meta(ge=-51, le=51)] = 1
    field: Literal["guest_list.guests"] = GUESTS


class CheckedIn(Fact, frozen=True, tag="advance.checked_in"):
    """Somebody counted people in (`count`). `ins` and `outs`: all that they have counted of this row, with this."""

    field: str
    row: str
    count: int
    ins: int
    outs: int
    by: str
    name: str
    at_ms: Millis
    stamp: str
