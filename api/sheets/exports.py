"""Lists of an advance as CSV, its schedule as iCalendar."""

import asyncio
from typing import Annotated, Any, Literal

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import FromQuery, PathParameter, QueryParameter

from api.openapi import GRANT
from api.sheets import calendar_out
from api.sheets.day import day_of
from api.sheets.reached import SCHEDULE, KindInPath, ShowInPath, reached
from hub.advancing_sync.tables import grid
from hub.advancing_sync.tables.columns import filename
from hub.advancing_sync.tables.sheet import export
from persistence import documents

CSV = ".csv"
SheetInPath = Annotated[
    str,
    PathParameter(
        max_length=84, pattern=r"\A[a-z0-9_]+\.[a-z0-9_]+\.csv\Z", description="A list, as guest_list.guests.csv."
    ),
]


@get(
    "/api/rooms/{kind:str}/{show:str}/sheets/{sheet:str}",
    media_type="text/csv",
    security=[{GRANT: []}],
    summary="A list as CSV",
)
async def export_list(
    kind: KindInPath,  # noqa: ARG001  there is one
    show: ShowInPath,
    sheet: SheetInPath,
    request: Request[Any, Any, Any],
    state: State,
    *,
    separator: FromQuery[Literal["comma", "semicolon", "tab"]] = "comma",
    bom: Annotated[bool, QueryParameter(description="With a mark by which spreadsheets know UTF-8.")] = False,
    ids: Annotated[bool, QueryParameter(description="With a last column by which an import knows each row.")] = True,
) -> Response[bytes]:
    """The rows of a list under the labels of its columns (RFC 4180).

    What a spreadsheet would run gets an apostrophe in front, which an import takes away again.
    """
    found = await reached(request, state, show, sheet.removesuffix(CSV))
    sign = grid.SEPARATORS[separator]

    def write() -> bytes:
        return grid.write(export(found.form, found.field, found.columns, ids=ids), separator=sign, bom=bom)

    media_type = "text/csv; header=present"
    return _file(await asyncio.to_thread(write), media_type, filename(found.field, "csv"))


@get(
    "/api/rooms/{kind:str}/{show:str}/schedule.ics",
    media_type="text/calendar",
    security=[{GRANT: []}],
    summary="The schedule as iCalendar",
)
async def export_schedule(
    kind: KindInPath,  # noqa: ARG001  there is one
    show: ShowInPath,
    request: Request[Any, Any, Any],
    state: State,
) -> Response[bytes]:
    """Each row of the schedule that has a start as an event, in the time zone of the venue.

    An event keeps its id, so that a calendar that has it changes it.
    """
    found = await reached(request, state, show, SCHEDULE)
    day = day_of(found.whole, await documents.known(state.worker.database, found.room))
    now_ms = state.worker.clock.now_ms()
    calendar = await asyncio.to_thread(calendar_out.write, found.form, day, show, now_ms)
    return _file(calendar, "text/calendar", filename(SCHEDULE, "ics"))


def _file(content: bytes, media_type: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type=media_type, headers=headers)


HANDLERS = (export_list, export_schedule)
