"""Uploads: begun, sent in pieces, gone on with after whatever happened, and finished."""

import asyncio
import secrets
from contextlib import suppress
from typing import Annotated, Any

from litestar import Request, Response, delete, get, patch, post
from litestar.datastructures import State
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta, Struct

from api.documents.states import now
from api.files import keeping
from api.files.filing import with_space
from api.files.keeping import Claimed
from api.files.seat import Seat, seated
from api.files.shown import FileSeen, seen
from api.ids import ID_BYTES
from api.openapi import GRANT
from api.problems import problem
from api.shows.asked import Found
from api.worker import Worker
from hub.advancing_sync import ADVANCING_SYNC
from hub.advancing_sync.files import FILES_MAX, AddFile
from hub.advancing_sync.messages import FieldKey
from hub.errors import Rejected
from hub.kernel import Actor, Id, Line, Moment, Role
from hub.rooms.ports import Unavailable
from persistence import files
from persistence.files import Piece, Upload
from persistence.tenancy import within

PIECE_BYTES_MIN = 256 * 1024
PIECE_BYTES_MAX = 4 * 1024 * 1024
#: A piece that takes longer is better sent as several.
PIECE_S_MAX = 60.0
UPLOADS_OF_ONE_MAX = 20
NAME_CHARS_MAX = 200
OFFSET = "Upload-Offset"
#: After these it can be tried again, or somebody else is at it; after any other refusal it is over.
_AGAIN = frozenset({"file.unscanned", "file.full", "file.no_upload"})
_MIB = 1024 * 1024
UploadInPath = Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]


class Beginning(Struct, frozen=True, forbid_unknown_fields=True):
    """A file to be sent: the question it answers, its name and how many bytes it has."""

    field: FieldKey
    name: Line
    size: Annotated[int, Meta(ge=1, le=2**40)]


class Finishing(Struct, frozen=True, forbid_unknown_fields=True):
    """The SHA-256 of the whole file in hex, so that it is known to be the same; empty: not known."""

    sha256: Annotated[str, Meta(max_length=64, pattern=r"\A([0-9a-f]{64})?\Z")] = ""


class UploadSeen(Struct, frozen=True):
    """How far an upload is: the next piece begins at `received` and has so many bytes, the last one fewer."""

    id: Id
    field: str
    name: str
    size: int
    received: int
    piece_bytes_min: int = PIECE_BYTES_MIN
    piece_bytes_max: int = PIECE_BYTES_MAX


@post("/api/shows/{show:str}/uploads", status_code=200, security=[{GRANT: []}], summary="Begin an upload")
async def begin_upload(
    show: Found, data: JSONBody[Beginning], request: Request[Any, Any, Any], state: State
) -> UploadSeen:
    """Say what will be sent; room for it is kept for a day."""
    worker: Worker = state.worker
    seat = await seated(request, state, show)
    seat.must_write()
    seat.must_see(data.field)
    upload = Upload(
        secrets.token_urlsafe(ID_BYTES),
        show,
        data.field,
        named(data.name),
        data.size,
        0,
        (),
        seat.actor.person,
        seat.actor.name,
        worker.clock.now_ms(),
    )
    await _taken(worker, seat, upload)
    async with within(worker.database, seat.org) as connection:
        _fits(worker, upload, await files.used(connection, seat.org, show, seat.actor.person))
        if not await files.begin(connection, seat.org, upload):
            raise Rejected("room.unknown")
    return _shown(upload)


@get("/api/shows/{show:str}/uploads/{upload:str}", security=[{GRANT: []}], summary="How far an upload is")
async def read_upload(show: Found, upload: UploadInPath, request: Request[Any, Any, Any], state: State) -> UploadSeen:
    """Where to go on with an upload of one's own."""
    return _shown(await _mine(state.worker, await seated(request, state, show), upload))


@patch(
    "/api/shows/{show:str}/uploads/{upload:str}",
    security=[{GRANT: []}],
    request_max_body_size=None,
    opt={"takes": {"application/octet-stream": "%PDF-1.7"}},
    summary="Send a piece",
)
async def send_piece(
    show: Found,
    upload: UploadInPath,
    offset: Annotated[int, QueryParameter(ge=0, le=2**40, description="Where in the file the piece begins.")],
    request: Request[Any, Any, Any],
    state: State,
) -> Response[UploadSeen]:
    """Send the bytes from `offset` on as the body; where that is not `received`, the refusal says where to go on."""
    worker: Worker = state.worker
    seat = await seated(request, state, show)
    seat.must_write()
    found = await _mine(worker, seat, upload)
    if offset != found.received:
        return go_on_at(found)
    with worker.filing.pieces.through(seat.actor.person):
        data = await body(request)
        ends = offset + len(data)
        if ends > found.size or (len(data) < PIECE_BYTES_MIN and ends < found.size):
            raise Rejected("file.piece", min=PIECE_BYTES_MIN, max=PIECE_BYTES_MAX)
        piece = Piece(offset, len(data), f"{seat.org}/{upload}/piece-{offset:013d}-{secrets.token_hex(4)}")
        with with_space():
            await worker.filing.store.put(piece.key, data)
    async with within(worker.database, seat.org) as connection:
        taken = await files.take(connection, seat.org, upload, piece)
    if not taken:
        await worker.filing.store.delete([piece.key])
    found = await _mine(worker, seat, upload)
    return Response(_shown(found), headers={OFFSET: str(found.received)}) if taken else go_on_at(found)


@post(
    "/api/shows/{show:str}/uploads/{upload:str}/finish",
    status_code=200,
    security=[{GRANT: []}],
    summary="Finish an upload",
)
async def finish_upload(
    show: Found, upload: UploadInPath, data: JSONBody[Finishing], request: Request[Any, Any, Any], state: State
) -> Response[FileSeen]:
    """Have the file looked at and put on the form; asked again, it answers the same."""
    worker: Worker = state.worker
    seat = await seated(request, state, show)
    seat.must_write()
    org = seat.org
    async with within(worker.database, org) as connection:
        found = await files.upload_of(connection, org, show, upload, seat.actor.person)
        file = await files.read(connection, org, upload) if found is None else None
    if found is not None:
        if found.received < found.size:
            return go_on_at(found)
        async with worker.filing.finishing:
            file = await _finished(worker, seat, found, data.sha256)
    if file is None or file.person != seat.actor.person or file.show != show:
        raise Rejected("file.no_upload")
    await keeping.told(worker, org, file)
    return Response(seen(file))


@delete("/api/shows/{show:str}/uploads/{upload:str}", security=[{GRANT: []}], summary="Cancel an upload")
async def cancel_upload(show: Found, upload: UploadInPath, request: Request[Any, Any, Any], state: State) -> None:
    """Let go of what was sent."""
    worker: Worker = state.worker
    seat = await seated(request, state, show)
    found = await _mine(worker, seat, upload)
    await _over(worker, seat.org, found)


def named(name: str) -> str:
    """The name of a file, without the folders some systems send with it. Raises `Rejected`: `file.name`."""
    last = name.replace("\\", "/").rpartition("/")[2].strip()
    stem, _, ending = last.rpartition(".")
    if not stem or not ending or len(last) > NAME_CHARS_MAX:
        raise Rejected("file.name", max=NAME_CHARS_MAX)
    return last


async def body(request: Request[Any, Any, Any]) -> bytearray:
    """What is sent, as long as a piece may be. Raises `Rejected`: `file.piece` or `file.slow`."""
    data = bytearray()
    try:
        async with asyncio.timeout(PIECE_S_MAX):
            async for part in request.stream():
                data += part
                if len(data) > PIECE_BYTES_MAX:
                    raise Rejected("file.piece", min=PIECE_BYTES_MIN, max=PIECE_BYTES_MAX)
    except TimeoutError:
        raise Rejected("file.slow") from None
    return data


def go_on_at(upload: Upload) -> Response[Any]:
    """The refusal of a piece from the wrong place: the right one is in the sentence and in a header."""
    refusal = problem(Rejected("file.offset", offset=upload.received))
    refusal.headers[OFFSET] = str(upload.received)
    return refusal


async def _taken(worker: Worker, seat: Seat, upload: Upload) -> None:
    """Ask the room beforehand whether it would take such a file. Raises `Rejected`: what it says."""
    asked = AddFile(
        field=upload.field,
        file=upload.id,
        title=upload.name,
        size=upload.size,
        type="application/octet-stream",
        sha256="0" * 64,
    )
    system = Actor(seat.actor.person, Role.SYSTEM, seat.actor.name)
    form, _ = await now(worker, seat.room)
    ADVANCING_SYNC.decide(form, asked, Moment(system, upload.created_at_ms, lambda: ""))


def _fits(worker: Worker, upload: Upload, used: files.Used) -> None:
    filing = worker.filing
    if upload.size > filing.file_bytes_max:
        raise Rejected("file.too_big", max=filing.file_bytes_max // _MIB)
    if used.bytes + upload.size > filing.org_bytes_max:
        raise Rejected("file.quota", max=filing.org_bytes_max // _MIB)
    if used.of_show >= FILES_MAX:
        raise Rejected("file.too_many", max=FILES_MAX)
    if used.of_person >= UPLOADS_OF_ONE_MAX:
        raise Rejected("file.uploads", max=UPLOADS_OF_ONE_MAX)


async def _mine(worker: Worker, seat: Seat, upload: str) -> Upload:
    """An upload of one's own, to a section that one still sees. Raises `Rejected`: `file.no_upload`."""
    async with within(worker.database, seat.org) as connection:
        found = await files.upload_of(connection, seat.org, seat.show, upload, seat.actor.person)
    if found is None or not seat.sees(found.field):
        raise Rejected("file.no_upload")
    return found


async def _finished(worker: Worker, seat: Seat, upload: Upload, digest: str) -> files.File:
    now_ms = worker.clock.now_ms()
    async with within(worker.database, seat.org) as connection:
        if not await files.claim(connection, seat.org, upload.id, now_ms):
            raise Rejected("file.finishing")
    try:
        return await keeping.kept(worker, Claimed(seat.org, upload, now_ms), digest)
    except Rejected as rejected:
        if rejected.code not in _AGAIN:
            await _over(worker, seat.org, upload)
        raise
    finally:
        with suppress(Unavailable):  # then it is free again when its time is over
            async with within(worker.database, seat.org) as connection:
                await files.release(connection, seat.org, upload.id, now_ms)


async def _over(worker: Worker, org: str, upload: Upload) -> None:
    async with within(worker.database, org) as connection:
        await files.end(connection, org, upload.id)
    await worker.filing.store.delete(upload.pieces)


def _shown(upload: Upload) -> UploadSeen:
    return UploadSeen(upload.id, upload.field, upload.name, upload.size, upload.received)


HANDLERS = (begin_upload, read_upload, send_piece, finish_upload, cancel_upload)
