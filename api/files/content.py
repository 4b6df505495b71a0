"""What is in a file, by a signed link: as a download, as a picture, or page by page. None of it can run."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import QueryParameter
from litestar.response import Stream
from msgspec import Struct

from api.files import drawing, keeping, kinds, signed
from api.files.attached import FileInPath
from api.guards import in_measure
from api.worker import Worker
from hub.errors import Rejected
from persistence import files
from persistence.files import File
from persistence.store import Missing
from persistence.tenancy import within

#: Should a browser open it as a page all the same, it is a page without rights and without an origin.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": f"private, max-age={signed.LINK_MS // 1000}, immutable",
}
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_PARTIAL, _NO_RANGE = 206, 416
Token = Annotated[str, QueryParameter(min_length=1, max_length=2000)]


class Span(Struct, frozen=True):
    """Bytes from `start` to before `end`."""

    start: int
    end: int


@get("/api/files/{file:str}/content", guards=[in_measure], summary="The content of a file")
async def read_content(file: FileInPath, token: Token, request: Request[Any, Any, Any], state: State) -> Response[Any]:
    """The bytes of a file, or a range of them; the link says which file and whether as a download."""
    worker: Worker = state.worker
    claims = signed.read(worker.keys, token, file, now_ms=worker.clock.now_ms())
    found = await _found(worker, claims)
    shown = claims.way == "inline" and kinds.KINDS[found.type].shown
    tag = f'"{found.sha256}"'
    headers = {
        **HEADERS,
        "Content-Disposition": signed.disposition("inline" if shown else "attachment", found.name),
        "Accept-Ranges": "bytes",
        "ETag": tag,
    }
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", tag) == tag else ""
    span = ranged(asked, found.size)
    if span is None:
        headers["Content-Range"] = f"bytes */{found.size}"
        return Response(b"", status_code=_NO_RANGE, media_type=found.type, headers=headers)
    if asked and (span.start, span.end) != (0, found.size):
        headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{found.size}"
    headers["Content-Length"] = str(span.end - span.start)
    key = keeping.data_key(claims.org, file, found.created_at_ms)
    with there():
        data = await worker.filing.store.opened(key, span.start, None if span.end == found.size else span.end)
    status = _PARTIAL if "Content-Range" in headers else 200
    return Stream(data, status_code=status, media_type=found.type, headers=headers)


@get("/api/files/{file:str}/pages", guards=[in_measure], summary="A page of a PDF as a picture")
async def read_page(
    file: FileInPath,
    token: Token,
    state: State,
    page: Annotated[int, QueryParameter(ge=1, le=keeping.PAGES_MAX)] = 1,
) -> Response[bytes]:
    """One of the first pages, as PNG."""
    worker: Worker = state.worker
    claims = signed.read(worker.keys, token, file, now_ms=worker.clock.now_ms())
    found = await _found(worker, claims)
    if claims.way != "preview" or found.type != kinds.PDF.type:
        raise Rejected("file.no_pages")
    key = keeping.page_key(claims.org, file, page)
    try:
        picture = await worker.filing.store.whole(key)
    except Missing:
        data = keeping.data_key(claims.org, file, found.created_at_ms)
        with there():
            picture = await drawing.page_of(worker.filing, data, page, key)
    if not picture:
        raise Rejected("file.no_pages")
    headers = {**HEADERS, "Content-Disposition": signed.disposition("inline", f"{file}-{page}.png")}
    return Response(picture, media_type="image/png", headers=headers)


@contextmanager
def there() -> Generator[None]:
    """Refuse what has no bytes before the head says that all is well. Raises `Rejected`: `file.unknown`."""
    try:
        yield
    except Missing:
        raise Rejected("file.unknown") from None


def ranged(asked: str, size: int) -> Span | None:
    """The bytes a `Range` header asks for: all when it is none that we serve, None when there are none such."""
    match = _RANGE.fullmatch(asked.strip())
    if match is None or not (match[1] or match[2]):
        return Span(0, size)
    if not match[1]:
        last = min(int(match[2]), size)
        return Span(size - last, size) if last else None
    start = int(match[1])
    end = min(int(match[2]) + 1, size) if match[2] else size
    if match[2] and int(match[2]) < start:
        return Span(0, size)
    return Span(start, end) if start < size else None


async def _found(worker: Worker, claims: signed.Claims) -> File:
    async with within(worker.database, claims.org) as connection:
        found = await files.read(connection, claims.org, claims.file)
    if found is None:
        raise Rejected("file.unknown")
    return found


HANDLERS = (read_content, read_page)
