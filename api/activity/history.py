"""What stood in one place of a form, for whoever wants it back: they write it again, as any edit."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import QueryParameter
from msgspec import Struct
from msgspec.structs import asdict

from api.activity.lines import Before, KindInPath, RoomInPath
from api.documents.states import now
from api.openapi import GRANT
from api.rooms import granted
from hub.advancing_sync.form import Form, cell
from hub.advancing_sync.register import heads
from hub.advancing_sync.rows import stands
from hub.advancing_sync.schema import find
from hub.errors import Rejected
from persistence import history
from persistence.history import Version

VERSIONS_MAX = 100
FieldInQuery = Annotated[
    str, QueryParameter(min_length=3, max_length=80, pattern=r"\A[a-z0-9_]+\.[a-z0-9_]+\Z", description="A full key.")
]


class Stood(Version, frozen=True, kw_only=True):
    """A version; `standing`: `shown` for the value that shows, `sibling` for one that waits to be settled, or empty."""

    standing: str


class History(Struct, frozen=True):
    """The values of a place, newest first; `before` asks for those that are older, null when there are none."""

    versions: list[Stood]
    before: int | None


@get("/api/rooms/{kind:str}/{room:str}/history", security=[{GRANT: []}], summary="Every value that a place had")
async def list_history(
    kind: KindInPath,
    room: RoomInPath,
    request: Request[Any, Any, Any],
    state: State,
    *,
    field: FieldInQuery,
    row: Annotated[str, QueryParameter(max_length=40, pattern=r"\A[A-Za-z0-9_-]*\Z")] = "",
    column: Annotated[str, QueryParameter(max_length=40, pattern=r"\A[a-z0-9_]*\Z")] = "",
    before: Before = 2**53,
    limit: Annotated[int, QueryParameter(ge=1, le=VERSIONS_MAX)] = 20,
) -> History:
    """Newest first, with who wrote it when and for which side. A long text has a version a minute and person.

    Of a list: without `row` all its rows, those that were removed too; without `column` all columns.
    """
    room_id = f"{kind}/{room}"
    granted(request, state, room_id).must_see(field)
    if kind != "show":
        raise Rejected("room.wrong_kind", behaviour="advance")
    form, _ = await now(state.worker, room_id)
    find(form.schema, field, column)
    found = await history.versions(state.worker.database, room_id, (field, row, column), before, limit + 1)
    listed = [Stood(**asdict(each), standing=_standing(form, field, each)) for each in found[:limit]]
    return History(listed, listed[-1].seq if len(found) > limit else None)


def _standing(form: Form, field: str, version: Version) -> str:
    row = form.lists.get(field, {}).get(version.row)
    if version.row and (row is None or not stands(row)):
        return ""  # a row that was removed shows nothing
    register = cell(form, field, version.row, version.column)
    if version.stamp == register.stamp:
        return "shown"
    return "sibling" if any(head.stamp == version.stamp for head in heads(register)) else ""


HANDLERS = (list_history,)
