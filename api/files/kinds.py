"""Which kinds of files are kept, and how each is known by its bytes. Pure.

What advances are made of: papers, pictures, tables and drawings. Nothing that a browser or an office program would run
is among them (docs/adr/0028-files-are-looked-at-before-they-are-kept.md). Our own signs decide; puremagic, which knows
hundreds of kinds, has to agree.
"""

import re
from collections.abc import Callable, Collection
from typing import Any, cast

import puremagic
from msgspec import Struct

#: So much of the beginning is looked at.
HEAD_BYTES = 64 * 1024
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_RUNS = frozenset({".html", ".htm", ".xhtml", ".svg", ".xml", ".js", ".php", ".sh", ".hta", ".vbs", ".bat", ".swf"})
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.IGNORECASE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DXF = re.compile(rb"(\s*999\r?\n[^\r\n]*\r?\n)*\s*0\r?\nSECTION\r?\n")


class Kind(Struct, frozen=True):
    """A kind of file. `shown`: a browser may show it in a page. `endings` of names, the usual one first."""

    type: str
    endings: tuple[str, ...]
    shown: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
PDF = Kind("application/pdf", ("pdf",))
PNG = Kind("image/png", ("png",), shown=True)
JPEG = Kind("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), shown=True)
WEBP = Kind("image/webp", ("webp",), shown=True)
HEIC = Kind("image/heic", ("heic", "heif"))
DWG = Kind("image/vnd.dwg", ("dwg",))
DXF = Kind("image/vnd.dxf", ("dxf",))
ZIP = Kind("application/zip", ("zip",))
DOCX = Kind(_OFFICE + "wordprocessingml.document", ("docx",))
XLSX = Kind(_OFFICE + "spreadsheetml.sheet", ("xlsx",))
ODT = Kind(_OPEN + "text", ("odt",))
ODS = Kind(_OPEN + "spreadsheet", ("ods",))
CSV = Kind("text/csv", ("csv",))
TXT = Kind("text/plain", ("txt",))
KINDS = {each.type: each for each in (PDF, PNG, JPEG, WEBP, HEIC, DWG, DXF, ZIP, DOCX, XLSX, ODT, ODS, CSV, TXT)}
#: For people.
WORDS = "PDF, PNG, JPEG, WebP, HEIC, DOCX, XLSX, ODT, ODS, TXT, CSV, DXF, DWG or ZIP"

_SIGNS: tuple[tuple[Kind, Callable[[bytes], bool]], ...] = (
    (PDF, lambda head: head.startswith(b"%PDF-")),
    (PNG, lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    (JPEG, lambda head: head.startswith(b"\xff\xd8\xff")),
    (WEBP, lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    (HEIC, lambda head: head[4:8] == b"ftyp" and head[8:12] in _HEIF),
    (DWG, lambda head: re.match(rb"AC10[1-9]\d", head) is not None),
    (ZIP, lambda head: head.startswith(b"PK\x03\x04")),
)


def known(head: bytes) -> Kind | None:
    """The kind of a file by its beginning; archives are `ZIP` whatever is in them. None: none that is kept."""
    guesses = _guessed(head)
    for kind, signed in _SIGNS:
        if signed(head):
            agreed = guesses.intersection(f".{ending}" for ending in kind.endings)
            return kind if agreed else None
    return None if guesses & _RUNS else _text(head)


def packed(names: Collection[str], mimetype: str) -> Kind | None:
    """The kind of an archive by the names in it, and by what its file `mimetype` says. None: it could run something."""
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        return None
    if "[Content_Types].xml" in names:
        kinds = [kind for kind, part in ((DOCX, "word/document.xml"), (XLSX, "xl/workbook.xml")) if part in names]
        return kinds[0] if len(kinds) == 1 else None
    if mimetype:
        return next((kind for kind in (ODT, ODS) if kind.type == mimetype), None)
    return ZIP


def fits(kind: Kind, name: str) -> Kind | None:
    """The kind that a name with this ending has; texts are told apart by nothing else. None: it says otherwise."""
    ending = name.rpartition(".")[2].lower()
    if kind is TXT:
        return next((each for each in (TXT, CSV) if ending in each.endings), None)
    return kind if ending in kind.endings else None


def _guessed(head: bytes) -> set[str]:
    try:
        found: list[Any] = cast("Any", puremagic).magic_string(head)  # its types name parameters without theirs
    except (puremagic.PureError, ValueError):
        return set()
    return {each.extension for each in found}


def _text(head: bytes) -> Kind | None:
    """Text in UTF-8, UTF-16 or one of the old code pages. DXF is text that begins in its own way."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    if _CONTROLS.search(head) or head.startswith(b"#!") or _MARKUP.search(head):
        return None
    return DXF if _DXF.match(head) else TXT
