"""What is asked of venues, shows and streams: the types of paths, lists and bodies, with their limits."""

import secrets
from datetime import date
from typing import Annotated, Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

import msgspec
from litestar.params import PathParameter, QueryParameter
from msgspec import UNSET, Meta, Struct

from api.ids import ID_BYTES
from hub.errors import Rejected
from hub.kernel import CONTROLS
from persistence.paging import LIMIT_MAX

Found = Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]
#: An id in a body.
Ref = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]
#: One line, or nothing.
Words = Annotated[str, Meta(max_length=200, pattern=rf"\A[^{CONTROLS}]*\Z")]
Notes = Annotated[str, Meta(max_length=4000, pattern=r"\A[^\x00-\x08\x0b-\x1f\x7f]*\Z")]
Timezone = Annotated[
    str,
    Meta(
        max_length=64,
        pattern=r"\A[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*\Z",
        description="An IANA name, such as Europe/Berlin.",
    ),
]

Which: TypeAlias = Literal["active", "archived", "all"]
Text = Annotated[
    str,
    QueryParameter(
        max_length=100,
        pattern=r"\A[^\x00-\x1f]*\Z",
        description="Words, each of which has to be in it.",
    ),
]
Cursor = Annotated[
    str,
    QueryParameter(
        max_length=2000, pattern=r"\A[A-Za-z0-9_-]*\Z", description="That of the page before; empty for the first."
    ),
]
Limit = Annotated[int, QueryParameter(ge=1, le=LIMIT_MAX)]
Day = Annotated[str, QueryParameter(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", description="YYYY-MM-DD.")]
FIRST_DAY, LAST_DAY = date.min.isoformat(), date.max.isoformat()


def fresh_id() -> str:
    """An id for a new thing: 72 random bits."""
    return secrets.token_urlsafe(ID_BYTES)


def known(timezone: str) -> str:
    """The same name, if there is such a time zone. Raises `Rejected`: `show.no_timezone`."""
    try:
        return ZoneInfo(timezone).key
    except (LookupError, ValueError, OSError):  # a name of none, of a file that is none, of a folder
        raise Rejected("show.no_timezone", timezone=timezone, field="timezone") from None


def given(change: Struct) -> dict[str, Any]:
    """What of a change was said; days are texts, as they are kept."""
    said = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def differing(before: Struct, said: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a change really changes: those values before and after."""
    after = {name: value for name, value in said.items() if getattr(before, name) != value}
    return {name: getattr(before, name) for name in after}, after
