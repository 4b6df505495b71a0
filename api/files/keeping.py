"""From the pieces of an upload to a file of the form, and away again.

The bytes stand first, then the row, then the fact: whatever dies in between leaves an upload that can be finished
again, a row whose room is told later, or bytes that are swept away.
"""

from collections.abc import AsyncIterator
from hashlib import sha256

from msgspec import Struct

from api.files.filing import Filing, with_space
from api.files.look import look
from api.files.scan import scan
from api.worker import Worker
from hub.advancing_sync.files import AddFile, RemoveFile
from hub.errors import Rejected
from hub.kernel import Actor, Id, Millis, Role
from persistence import files
from persistence.files import File, Upload
from persistence.store import FileStore, Missing
from persistence.tenancy import within

#: Pages of a PDF that are drawn.
PAGES_MAX = 5


class Claimed(Struct, frozen=True):
    """An upload that is whole, and since when it is ours to finish."""

    org: Id
    upload: Upload
    at_ms: Millis


def data_key(org: str, file: str, at_ms: Millis) -> str:
    """Where the bytes of a file are that was finished then; who takes over from somebody slow writes elsewhere."""
    return f"{org}/{file}/data-{at_ms}"


def page_key(org: str, file: str, page: int) -> str:
    """Where the picture of one of its pages is."""
    return f"{org}/{file}/page{page}.png"


async def joined(store: FileStore, upload: Upload) -> AsyncIterator[bytes]:
    """What was sent, in order. Raises `Rejected`: `file.broken`, a piece is lost or was let go of meanwhile."""
    for key in upload.pieces:
        try:
            async for part in store.read(key):
                yield part
        except Missing:
            raise Rejected("file.broken") from None


async def kept(worker: Worker, claimed: Claimed, digest: str) -> File:
    """The file that an upload becomes; `digest` is the SHA-256 its sender has, in hex, or empty.

    Raises:
        Rejected: `file.broken`, `file.type`, `file.misnamed`, `file.infected`, `file.unscanned` or `file.full`.
    """
    filing, upload = worker.filing, claimed.upload
    key = data_key(claimed.org, upload.id, claimed.at_ms)
    try:
        with with_space():
            file = await _looked_at(filing, claimed, key, digest)
        await _entered(worker, claimed, file)
    except Rejected:
        await filing.store.delete([key])
        raise
    await filing.store.delete(upload.pieces)
    return file


async def told(worker: Worker, org: str, file: File) -> None:
    """Let the room hear of a file, once however often it is asked; a room that takes none of it loses it.

    Raises:
        Rejected: what the room says.
    """
    command = AddFile(
        field=file.field, file=file.id, title=file.name, size=file.size, type=file.type, sha256=file.sha256
    )
    actor = Actor(file.person, Role.SYSTEM, file.person_name)
    try:
        await worker.service.do(actor, f"show/{file.show}", f"file-{file.id}", command)
    except Rejected as rejected:
        if not rejected.fault.retry:
            await gone(worker, org, file)
        raise
    async with within(worker.database, org) as connection:
        await files.told(connection, org, file.id, worker.clock.now_ms())


async def removed(worker: Worker, org: str, file: File, by: Actor) -> None:
    """Take a file off the form, if it is on it, and then away. Raises `Rejected`: what the room says."""
    command = RemoveFile(field=file.field, file=file.id)
    actor = Actor(by.person, Role.SYSTEM, by.name)
    try:
        await worker.service.do(actor, f"show/{file.show}", f"gone-{file.id}", command)
    except Rejected as rejected:
        if rejected.code != "file.unknown":
            raise
    await gone(worker, org, file)


async def gone(worker: Worker, org: str, file: File) -> None:
    """Let go of a file's row, its bytes and the pictures of its pages."""
    async with within(worker.database, org) as connection:
        await files.remove(connection, org, file.id)
    pages = [page_key(org, file.id, page) for page in range(1, PAGES_MAX + 1)]
    await worker.filing.store.delete([data_key(org, file.id, file.created_at_ms), *pages])


async def _entered(worker: Worker, claimed: Claimed, file: File) -> None:
    async with within(worker.database, claimed.org) as connection:
        if not await files.end(connection, claimed.org, claimed.upload.id, claimed.at_ms):
            raise Rejected("file.no_upload")
        await files.keep(connection, claimed.org, file)


async def _looked_at(filing: Filing, claimed: Claimed, key: str, digest: str) -> File:
    upload, store = claimed.upload, filing.store
    seen, size = sha256(), 0

    async def counted() -> AsyncIterator[bytes]:
        nonlocal size
        async for part in joined(store, upload):
            size += len(part)
            seen.update(part)
            yield part

    async def read(start: int, end: int) -> bytes:
        return b"".join([part async for part in store.read(key, start, end)]) if end > start else b""

    await store.put_all(key, counted())
    if size != upload.size or (digest and digest != seen.hexdigest()):
        raise Rejected("file.broken")
    kind = await look(upload.name, size, read)
    await scan(filing.scanner, store.read(key))
    told = (upload.person, upload.person_name, claimed.at_ms)
    return File(upload.id, upload.show, upload.field, upload.name, size, kind.type, seen.hexdigest(), *told)
