"""Looks at a file that has arrived: what it is, by its bytes and not by what was said of it."""

from struct import unpack_from

from api.files import kinds
from api.files.kinds import HEAD_BYTES, Kind
from api.files.points import Read, modest
from hub.errors import Rejected

#: The end of an archive says where its list is; a comment of 64 KiB may follow.
_TAIL_BYTES = 22 + 65_535
LIST_BYTES_MAX = 4 * 1024 * 1024
NAMES_MAX = 20_000
_END, _ENTRY = b"PK\x05\x06", b"PK\x01\x02"
_END_BYTES, _ENTRY_BYTES, _LOCAL_BYTES = 22, 46, 30
_MIMETYPE_BYTES_MAX = 100


async def look(name: str, size: int, read: Read) -> Kind:
    """The kind of a file of `size` bytes.

    Raises:
        Rejected: `file.type`, it is none that is kept, or a picture too large to be shown; `file.misnamed`, its name
            says that it is another.
    """
    head = await read(0, min(size, HEAD_BYTES))
    kind = kinds.known(head)
    if kind is kinds.ZIP:
        kind = await _archive(size, head, read)
    if kind is None or not await modest(kind, size, read):
        raise Rejected("file.type", kinds=kinds.WORDS)
    fitting = kinds.fits(kind, name)
    if fitting is None:
        raise Rejected("file.misnamed", ending=kind.endings[0])
    return fitting


async def _archive(size: int, head: bytes, read: Read) -> Kind | None:
    """The kind of an archive; its list is read and nothing in it unpacked."""
    tail = await read(max(0, size - _TAIL_BYTES), size)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        return None
    count, length, begins = unpack_from("<HII", tail, at + 10)
    if not 0 < count <= NAMES_MAX or length > LIST_BYTES_MAX or begins + length > size:
        return None
    names = _names(await read(begins, begins + length), count)
    return None if names is None else kinds.packed(names, _mimetype(head))


def _names(listing: bytes, count: int) -> set[str] | None:
    """The names in an archive's list; None when it is not one."""
    names: set[str] = set()
    at = 0
    for _ in range(count):
        if listing[at : at + 4] != _ENTRY or len(listing) < at + _ENTRY_BYTES:
            return None
        name, extra, comment = unpack_from("<HHH", listing, at + 28)
        names.add(listing[at + _ENTRY_BYTES : at + _ENTRY_BYTES + name].decode(errors="replace"))
        at += _ENTRY_BYTES + name + extra + comment
    return names


def _mimetype(head: bytes) -> str:
    """What an OpenDocument says it is, in the file that has to be its first and not packed."""
    name, extra = unpack_from("<HH", head, 26) if len(head) >= _LOCAL_BYTES else (0, 0)
    if head[_LOCAL_BYTES : _LOCAL_BYTES + name] != b"mimetype" or head[8:10] != b"\0\0":
        return ""
    (length,) = unpack_from("<I", head, 18)
    begins = _LOCAL_BYTES + name + extra
    return head[begins : begins + min(length, _MIMETYPE_BYTES_MAX)].decode(errors="replace")
