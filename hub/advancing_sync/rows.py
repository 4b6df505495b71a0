"""The rows of a list field: an add-wins map by row id.

A row stands while somebody has written in it whom no removal covers: a removal names what its maker had seen, so a
write that came from elsewhere at the same time, or later, brings the row back with all its cells. Its place is the one
with the newest stamp; rows at the same index are ordered by id.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from hub.advancing_sync import register
from hub.advancing_sync.index import INDEX_CHARS_MAX, between, spread
from hub.advancing_sync.messages import Stamp
from hub.advancing_sync.register import Register
from hub.advancing_sync.stamp import covers, newest

Kept = TypeVar("Kept")


class Row(Struct, frozen=True):
    """A row, standing or removed. `written` and `removed` have the newest stamp of each person."""

    id: str
    index: str = ""
    placed: str = ""
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    cells: dict[str, Register] = field(default_factory=dict[str, Register])


def stands(row: Row) -> bool:
    """Whether somebody has written in the row whom no removal covers."""
    if not row.removed:  # nearly always
        return bool(row.written)
    return not all(covers(row.removed, stamp) for stamp in row.written)


def standing(rows: Mapping[str, Row]) -> list[Row]:
    """The rows to show, in order."""
    return sorted(filter(stands, rows.values()), key=_order)


def write(row: Row, stamp: Stamp) -> Row:
    """The row after somebody wrote in it."""
    return replace(row, written=newest((*row.written, stamp)))


def remove(row: Row, seen: Iterable[Stamp]) -> Row:
    """The row after somebody who had seen these writes removed it."""
    return replace(row, removed=newest((*row.removed, *seen)))


def place(row: Row, index: str, stamp: Stamp) -> Row:
    """The row after somebody put it at `index`; the newest place counts."""
    return replace(row, index=index, placed=stamp) if stamp > row.placed else row


def merge(ours: Row, theirs: Row) -> Row:
    """What two replicas know of a row together. Commutative, associative and idempotent."""
    return replace(
        place(ours, theirs.index, theirs.placed),
        written=newest((*ours.written, *theirs.written)),
        removed=newest((*ours.removed, *theirs.removed)),
        cells=union(ours.cells, theirs.cells, register.merge),
    )


def union(ours: Mapping[str, Kept], theirs: Mapping[str, Kept], both: Callable[[Kept, Kept], Kept]) -> dict[str, Kept]:
    """Two maps as one; what stands in both is merged."""
    return {**ours, **{key: both(ours[key], kept) if key in ours else kept for key, kept in theirs.items()}}


def insert(rows: Mapping[str, Row], row: str, after: str) -> dict[str, str]:
    """The indexes that put `row` behind the row `after`, first when empty.

    One index, as a rule. All of the list's, spread anew, when the gap has no short index left or two replicas have put
    rows at one place.
    """
    others = [other for other in standing(rows) if other.id != row]
    low = _order(rows[after]) if after else ("", "")
    ahead = sum(_order(other) <= low for other in others)
    ceiling = others[ahead].index if ahead < len(others) else None
    if ceiling is None or low[0] < ceiling:
        index = between(low[0] or None, ceiling)
        if len(index) <= INDEX_CHARS_MAX:
            return {row: index}
    ids = [other.id for other in others]
    ids.insert(ahead, row)
    return dict(zip(ids, spread(len(ids)), strict=True))


def _order(row: Row) -> tuple[str, str]:
    return (row.index, row.id)
