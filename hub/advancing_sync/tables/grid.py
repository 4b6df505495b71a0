"""CSV (RFC 4180) as rows of text, and back: any separator, any of the usual encodings, nothing a spreadsheet would run.

A text that a spreadsheet takes for a formula gets an apostrophe in front, and so does one that begins with apostrophes
before such a text: reading takes one away again, so that every text comes back as it was.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from hub.errors import Rejected

#: What may stand between cells, by the name that people give it.
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
BOM = "\ufeff"
#: No line of a form is so long. One cell may have 131,072 characters, which is the csv module's own limit: what is
#: longer is a quote that was never closed.
LINE_CHARS_MAX = 500_000
#: Lines that are looked at, whether there is something in them or not.
LINES_MAX = 50_000
#: Where a cell begins, also in a spreadsheet that expects another separator, and a formula in it: `=`, `+`, `-` and
#: `@`, also in full width and behind blanks. At the start of a text, what moves it elsewhere is as bad.
_SIGNS = r"=+\-@\uff1d\uff0b\uff0d\uff20"
_START, _INSIDE = rf"'*[^\S\t\r\n]*[{_SIGNS}\t\r\n]", rf"'*[^\S\t\r\n]*[{_SIGNS}]"
_BARE = re.compile(rf"\A(?={_START})|(?<=[;\t\r\n])(?={_INSIDE})")
_QUOTED = re.compile(rf"\A'(?={_START})|(?<=[;\t\r\n])'(?={_INSIDE})")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?", re.ASCII)
#: The first line that tells a spreadsheet which separator follows.
_SAID = re.compile(r"\s*sep=([,;\t])\r?\n?")


class Record(Struct, frozen=True):
    """A row of a file; `line` is where it begins, from 1."""

    line: int
    cells: tuple[str, ...]


def harmless(text: str) -> str:
    """The text as no spreadsheet runs it."""
    return text if _NUMBER.fullmatch(text) else _BARE.sub("'", text)


def meant(text: str) -> str:
    """The text that `harmless` made this one from; any other as it is."""
    return _QUOTED.sub("", text)


def write(rows: Iterable[Sequence[str]], *, separator: str = ",", bom: bool = False) -> bytes:
    """The rows as CSV in UTF-8. Every cell stands in quotes: none then ends where another separator is expected."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(map(harmless, row) for row in rows)
    return ((BOM if bom else "") + out.getvalue()).encode()


def decode(body: bytes) -> tuple[str, str]:
    """The text of a file, and the name of its encoding: UTF-8, UTF-16 when it says so, else Latin-1.

    Spreadsheets put as many empty lines at the end as they have: these are left out.

    Latin-1 is read as browsers read it: with the signs that Windows has in it.

    Raises:
        Rejected: `sheet.not_text`.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        said = (("utf-16", "UTF-16"),)
    else:
        said = (("utf-8-sig", "UTF-8"), ("cp1252", "Latin-1"), ("latin-1", "Latin-1"))
    for codec, name in said:
        try:
            text = body.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return _without_blank_end(text), name
    raise Rejected("sheet.not_text")


def records(text: str, separator: str) -> Iterator[Record]:
    """The rows that have something in them.

    Raises:
        Rejected: `sheet.quote`, `sheet.line_too_long` or `sheet.too_many_lines`.
    """
    lines = csv.reader(_short(text), delimiter=separator, strict=True)
    begins = 1
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error:
            raise Rejected("sheet.quote", line=begins) from None
        if any(map(str.strip, cells)):
            yield Record(begins, tuple(map(meant, cells)))
        begins = lines.line_num + 1


def said_separator(text: str) -> tuple[str | None, str]:
    """The separator that a first line `sep=;` names, and the text with that line blank; None where there is none."""
    found = _SAID.match(text)
    return (found[1], "\n" + text[found.end() :]) if found else (None, text)


def _without_blank_end(text: str) -> str:
    ends = text.find("\n", len(text.rstrip(" ,;\t\r\n")))
    return text if ends < 0 else text[: ends + 1]


def _short(text: str) -> Iterator[str]:
    """The lines of a text, as RFC 4180 ends them. Raises `Rejected`: `sheet.line_too_long`, `sheet.too_many_lines`."""
    for at, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > LINE_CHARS_MAX:
            raise Rejected("sheet.line_too_long", line=at, max=LINE_CHARS_MAX)
        if at > LINES_MAX:
            raise Rejected("sheet.too_many_lines", max=LINES_MAX)
        yield line
