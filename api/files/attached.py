"""The files of a show: which there are, the links to them, and how they go."""

from typing import Annotated, Any

from litestar import Request, delete, get, post
from litestar.datastructures import State
from litestar.params import PathParameter
from msgspec import Struct

from api.files import keeping, kinds, signed
from api.files.seat import Seat, seated
from api.files.shown import FileSeen, seen
from api.openapi import GRANT
from api.shows.asked import Found
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import Millis
from persistence import files
from persistence.files import File
from persistence.tenancy import within

FileInPath = Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]


class FileLinks(Struct, frozen=True):
    """Addresses of a file, until `expires_ms`.

    `shown` is for a page (pictures), `pages` gives its pages as pictures with `&page=1` to `pages_max` (PDF); null
    where there is no such thing.
    """

    download: str
    shown: str | None
    pages: str | None
    pages_max: int
    expires_ms: Millis


@get("/api/shows/{show:str}/files", security=[{GRANT: []}], summary="The files of a show")
async def list_files(show: Found, request: Request[Any, Any, Any], state: State) -> list[FileSeen]:
    """Those at the questions that one sees, in the order they came."""
    worker: Worker = state.worker
    seat = await seated(request, state, show)
    async with within(worker.database, seat.org) as connection:
        found = await files.of_show(connection, seat.org, show)
    return [seen(file) for file in found if seat.sees(file.field)]


@post(
    "/api/shows/{show:str}/files/{file:str}/links",
    status_code=200,
    security=[{GRANT: []}],
    summary="Links to a file",
)
async def link_file(show: Found, file: FileInPath, request: Request[Any, Any, Any], state: State) -> FileLinks:
    """Addresses that open this file for ten minutes, for whoever has them."""
    worker: Worker = state.worker
    seat = await seated(request, state, show)
    found = await _there(worker, seat, file)
    now_ms = worker.clock.now_ms()

    def link(way: signed.Way) -> str:
        return signed.link(worker.keys, seat.org, file, way, now_ms=now_ms)

    return FileLinks(
        link("attachment"),
        link("inline") if kinds.KINDS[found.type].shown else None,
        link("preview") if found.type == kinds.PDF.type else None,
        keeping.PAGES_MAX,
        now_ms + signed.LINK_MS,
    )


@delete("/api/shows/{show:str}/files/{file:str}", security=[{GRANT: []}], summary="Remove a file")
async def remove_file(show: Found, file: FileInPath, request: Request[Any, Any, Any], state: State) -> None:
    """Take a file off the form for good: one's own, or anybody's for all but guests."""
    worker: Worker = state.worker
    seat = await seated(request, state, show)
    seat.must_write()
    found = await _there(worker, seat, file)
    if not seat.may_remove(found.person):
        raise Rejected("auth.forbidden", role=seat.actor.role.value)
    await keeping.removed(worker, seat.org, found, seat.actor)


async def _there(worker: Worker, seat: Seat, file: str) -> File:
    """A file of the show, at a question that one sees. Raises `Rejected`: `file.unknown`."""
    async with within(worker.database, seat.org) as connection:
        found = await files.read(connection, seat.org, file)
    if found is None or found.show != seat.show or not seat.sees(found.field):
        raise Rejected("file.unknown")
    return found


HANDLERS = (list_files, link_file, remove_file)
