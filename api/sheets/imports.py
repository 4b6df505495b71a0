"""Files into lists of an advance: first a preview, which changes nothing, then exactly what it said."""

import asyncio
from typing import Annotated, Any

from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.params import QueryParameter
from msgspec import Struct
from msgspec.structs import replace

from api.openapi import GRANT
from api.problems import problem
from api.sheets import calendar_in
from api.sheets.applying import Told, carry_out
from api.sheets.day import Day, day_of
from api.sheets.reached import SCHEDULE, KindInPath, ListInPath, Reached, ShowInPath, reached
from api.worker import Worker
from hub.advancing_sync.tables import sheet
from hub.advancing_sync.tables.plan import Change, Fault, Plan, plan
from hub.errors import Rejected
from hub.kernel import Moment
from persistence import documents

#: Of a file; the fullest list that there is takes less.
FILE_BYTES_MAX = 4 * 1024 * 1024
#: Names of columns that a preview shows, and characters of each.
_UNKNOWN_MAX, _UNKNOWN_CHARS_MAX = 50, 80
_PATH = "/api/rooms/{kind:str}/{show:str}/sheets/{field:str}"
_TAKES: dict[str, Any] = {
    "takes": {
        "text/csv": "Guest,Plus\r\nAna,2\r\n",
        "text/calendar": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    }
}
Digest = Annotated[
    str,
    QueryParameter(max_length=64, pattern=r"\A[0-9a-f]*\Z", description="The one of the preview that was agreed to."),
]


class Preview(Struct, frozen=True):
    """What a file would change. `columns` are those that it has, by key; `unknown` are left out.

    Nothing is removed: `absent` rows of the form are not in the file and stay. `elsewhere` events of a calendar are of
    other days. `separator` is empty for a calendar.
    """

    digest: str
    field: str
    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    unchanged: int
    absent: int
    elsewhere: int
    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    encoding: str
    separator: str


class Applied(Struct, frozen=True):
    """What became of each row that was to change, and which lines of the file were left out."""

    done: int
    rows: tuple[Told, ...]
    faults: tuple[Fault, ...]


class Changed(Exception):  # noqa: N818  a refusal is an answer, not an error of ours
    """What was agreed to is not what the file would do now, which is this."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        super().__init__("sheet.changed")


def _on_changed(_request: Request[Any, Any, Any], changed: Changed) -> Response[dict[str, Any]]:
    refusal = problem(Rejected("sheet.changed"))
    refusal.content["preview"] = changed.preview
    return refusal


@post(
    f"{_PATH}/preview",
    status_code=200,
    security=[{GRANT: []}],
    opt=_TAKES,
    request_max_body_size=FILE_BYTES_MAX,
    summary="Preview an import",
)
async def preview_import(
    kind: KindInPath,  # noqa: ARG001  there is one
    show: ShowInPath,
    field: ListInPath,
    request: Request[Any, Any, Any],
    state: State,
) -> Preview:
    """What a CSV, or a calendar for the schedule, would change in a list; it changes nothing yet.

    Rows are found by the column `Row id`, else by what they are called. A cell that is empty clears, a column that is
    not there leaves everything as it is.
    """
    _, _, found = await _planned(show, field, request, state)
    return found


@post(
    f"{_PATH}/apply",
    status_code=200,
    security=[{GRANT: []}],
    opt={**_TAKES, "creates": True},
    request_max_body_size=FILE_BYTES_MAX,
    exception_handlers={Changed: _on_changed},
    summary="Import a file",
)
async def apply_import(
    kind: KindInPath,  # noqa: ARG001  there is one
    show: ShowInPath,
    field: ListInPath,
    request: Request[Any, Any, Any],
    state: State,
    *,
    digest: Digest = "",
) -> Applied:
    """Do what the preview of this file said, row after row.

    When somebody has changed what it is about since then, nothing is done, and the refusal has a new `preview`.
    """
    there, agreed, found = await _planned(show, field, request, state)
    if agreed.digest != digest:
        raise Changed(found)
    told = await carry_out(state.worker.service, there, agreed)
    return Applied(sum(not each.code for each in told), tuple(told), found.faults)


async def _planned(
    show: str, field: str, request: Request[Any, Any, Any], state: State
) -> tuple[Reached, Plan, Preview]:
    worker: Worker = state.worker
    there = await reached(request, state, show, field)
    there.must_write()
    body = await request.body()
    moment = there.moment(worker)
    day = None
    if calendar_in.is_calendar(body):
        if field != SCHEDULE:
            raise Rejected("sheet.schedule_only")
        day = day_of(there.whole, await documents.known(worker.database, there.room))
    found, preview = await asyncio.to_thread(_read, there, show, body, day, moment)
    return there, found, preview


def _read(there: Reached, show: str, body: bytes, day: Day | None, moment: Moment) -> tuple[Plan, Preview]:
    """What a file would change; off the loop, for a long one takes a tenth of a second."""
    faults: tuple[Fault, ...] = ()
    elsewhere = 0
    if day is None:
        lines = sheet.read(there.form, there.field, there.columns, body)
    else:
        events = calendar_in.read(body, day, show, there.form, there.columns)
        lines, faults, elsewhere = events.sheet, events.faults, events.elsewhere
    found = plan(there.whole, there.field, there.columns, lines, moment)
    found = replace(found, faults=tuple(sorted((*found.faults, *faults), key=lambda each: each.line)))
    return found, Preview(
        found.digest,
        found.field,
        found.changes,
        found.faults,
        found.unchanged,
        found.absent,
        elsewhere,
        lines.columns,
        tuple(name[:_UNKNOWN_CHARS_MAX] for name in lines.unknown[:_UNKNOWN_MAX]),
        lines.encoding,
        lines.separator,
    )


HANDLERS = (preview_import, apply_import)
