"""What was done in an organisation: pages for owners to look at, and one CSV file to take away."""

import csv
import io
import re
from collections.abc import AsyncGenerator
from typing import Annotated, Any, TypeAlias

import msgspec
from litestar import get
from litestar.datastructures import State
from litestar.params import QueryParameter
from litestar.response import Stream

from api.who import Member
from hub.errors import Rejected
from hub.kernel import Role
from persistence.audit_list import Noted, Place, Sought, page
from persistence.database import Connection, Database
from persistence.paging import Page
from persistence.tenancy import within

LINES_MAX = 200
#: So many lines of the CSV are asked for at once, each time in a transaction of its own.
CSV_LINES = 1_000
COLUMNS = ("id", "at_ms", "account", "name", "what", "about", "address", "before", "after")
#: What a spreadsheet would take for a formula, at the start of a cell. In many countries `;` begins another one too.
_FORMULA = re.compile(r"(\A|[;\t\r\n])(?=\s*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r])")
_CURSOR = re.compile(r"([0-9]{1,15})\.([A-Za-z0-9_-]{1,64})", re.ASCII)

Cursor: TypeAlias = Annotated[str, QueryParameter(max_length=100, description="Of the page before; empty: the first.")]
Lines: TypeAlias = Annotated[int, QueryParameter(ge=1, le=LINES_MAX)]
What: TypeAlias = Annotated[
    str, QueryParameter(max_length=64, pattern=r"\A[a-z_.]*\Z", description="As `show.archived`, or as `show`.")
]
Whose: TypeAlias = Annotated[str, QueryParameter(max_length=64, pattern=r"\A[A-Za-z0-9_.-]*\Z")]
Since: TypeAlias = Annotated[int, QueryParameter(ge=0, le=2**53)]


def place(cursor: str) -> Place:
    """Where a page begins. Raises `Rejected`: `http.no_page`."""
    if not cursor:
        return Place()
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise Rejected("http.no_page")
    return Place(int(found[1]), found[2])


async def lines(connection: Connection, org: str, sought: Sought, cursor: str, limit: int) -> Page[Noted]:
    """A page of an organisation's audit. Raises `Rejected`: `http.no_page`."""
    rows = await page(connection, org, sought, place(cursor), limit + 1)
    shown = rows[:limit]
    return Page(shown, f"{shown[-1].at_ms}.{shown[-1].id}" if len(rows) > limit else None)


@get("/api/orgs/{org:str}/audit", summary="The audit")
async def audit(
    member: Member,
    state: State,
    *,
    cursor: Cursor = "",
    limit: Lines = 50,
    what: What = "",
    account: Whose = "",
    about: Whose = "",
    since_ms: Since = 0,
) -> Page[Noted]:
    """Who did what, from where, and what it was before and after, newest first; for owners."""
    member.must({Role.OWNER})
    async with within(state.worker.database, member.org) as connection:
        return await lines(connection, member.org, Sought(what, account, about, since_ms), cursor, limit)


@get("/api/orgs/{org:str}/audit.csv", media_type="text/csv", summary="The audit as CSV")
async def audit_csv(
    member: Member,
    state: State,
    *,
    what: What = "",
    account: Whose = "",
    about: Whose = "",
    since_ms: Since = 0,
) -> Stream:
    """The same as one file, whole; for owners."""
    member.must({Role.OWNER})
    database: Database = state.worker.database
    sought = Sought(what, account, about, since_ms)
    # A store that is away is told in the answer's status as long as there is one to give.
    first = await _more(database, member.org, sought, Place())
    return Stream(
        _written(database, member.org, sought, first),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "no-store"},
    )


async def _more(database: Database, org: str, sought: Sought, after: Place) -> list[Noted]:
    async with within(database, org) as connection:
        return await page(connection, org, sought, after, CSV_LINES)


async def _written(database: Database, org: str, sought: Sought, rows: list[Noted]) -> AsyncGenerator[str]:
    yield _row(COLUMNS)
    while rows:
        yield "".join(_row([_cell(getattr(each, column)) for column in COLUMNS]) for each in rows)
        if len(rows) < CSV_LINES:
            return
        rows = await _more(database, org, sought, Place(rows[-1].at_ms, rows[-1].id))


def _cell(value: Any) -> str:
    """A value as text that no spreadsheet runs."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return _FORMULA.sub(r"\1'", text)


def _row(cells: "tuple[str, ...] | list[str]") -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


HANDLERS = (audit, audit_csv)
