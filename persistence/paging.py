"""Lists in pages: each names where it ended, and the next goes on there whatever was added or removed meanwhile."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec import Meta, Struct

from hub.errors import Rejected
from persistence.database import Connection

Row = TypeVar("Row", bound=Struct)
LIMIT_MAX = 200
_Text = Annotated[str, Meta(max_length=1000, pattern=r"\A[^\x00]*\Z")]
_SPECIAL = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


class Asked(Struct, frozen=True):
    """One page of a list: its order, where the page before ended (nothing: the first), and how long it may be."""

    sort: str
    cursor: str = ""
    limit: int = 50


class Page(Struct, Generic[Row], frozen=True):
    """Some rows of a list, in its order; `cursor` asks for those after them, and is None when there are none."""

    rows: list[Row]
    cursor: str | None


class Listing(Struct, Generic[Row], frozen=True):
    """How a list is read.

    `select` goes as far as its WHERE, and selects `{key}` as `page_key`; `orders` say what that is, a text, for each
    order there is, as SQL. `-` before its name turns an order round. `id` tells rows with the same key apart.
    """

    select: str
    orders: Mapping[str, str]
    row: type[Row]
    id: str = "id"


class _End(Struct, frozen=True, array_like=True):
    """The last row of a page, and in which order it was the last."""

    sort: str
    key: _Text
    id: _Text


def stamped(column: str) -> str:
    """A time as a key: a text that sorts as its number does."""
    return f"lpad({column}::text, 16, '0')"


def words(text: str) -> list[str]:
    """The patterns that each have to be somewhere in what is searched; case is the statement's business."""
    return [f"%{word.translate(_SPECIAL)}%" for word in text.split()]


async def page(connection: Connection, listing: Listing[Row], asked: Asked, *values: Any) -> Page[Row]:
    """One page of a list; `values` are those of its `select`.

    Raises:
        Rejected: `http.no_page`, for a cursor that did not come from this list in this order.
    """
    after = _end(asked)
    down, name = asked.sort.startswith("-"), asked.sort.removeprefix("-")
    key, way = listing.orders[name], " DESC" if down else ""
    statement = listing.select.format(key=key)
    if after is not None:
        beyond = "<" if down else ">"
        statement += f" AND ({key}, {listing.id}) {beyond} (${len(values) + 1}, ${len(values) + 2})"
        values = (*values, after.key, after.id)
    statement += f" ORDER BY {key}{way}, {listing.id}{way} LIMIT {asked.limit + 1:d}"
    found = [dict(each) for each in await connection.fetch(statement, *values)]
    keys = [each.pop("page_key") for each in found[: asked.limit]]
    rows = [listing.row(**each) for each in found[: asked.limit]]
    if len(found) <= asked.limit:
        return Page(rows, None)
    return Page(rows, _text(_End(asked.sort, keys[-1], found[asked.limit - 1]["id"])))


def _text(end: _End) -> str:
    return urlsafe_b64encode(msgspec.json.encode(end)).rstrip(b"=").decode()


def _end(asked: Asked) -> _End | None:
    if not asked.cursor:
        return None
    try:
        end = msgspec.json.decode(urlsafe_b64decode(asked.cursor + "=="), type=_End)
    except ValueError:  # what is no base64, no JSON, or not ours
        raise Rejected("http.no_page") from None
    if end.sort != asked.sort:
        raise Rejected("http.no_page")
    return end
