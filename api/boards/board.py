"""All advances of an organisation over HTTP: what is missing where, and who waits for whom."""

from typing import Annotated, Literal, TypeAlias

from litestar import get
from litestar.datastructures import State
from litestar.params import FromQuery, QueryParameter
from msgspec import Struct

from api.shows.asked import FIRST_DAY, Cursor, Day, Limit, Text, Which
from api.who import Member
from hub.errors import Rejected
from hub.kernel import ADVANCERS, ORGANISERS, Role, is_private
from persistence import boards
from persistence.boards import Condition, Seeking, Standing
from persistence.paging import Asked
from persistence.tenancy import within

#: Who sees the advances of an organisation.
READERS = ADVANCERS | {Role.VIEWER}
Sort: TypeAlias = Literal["day", "-day", "title", "-title", "changed", "-changed", "due", "-due", "stage", "-stage"]
Stage: TypeAlias = Literal["", "not_sent", "sent", "opened", "in_progress", "completed", "signed_off"]
Missing: TypeAlias = Literal["", "load_in", "doors", "curfew", "contacts"]
Question = Annotated[
    str,
    QueryParameter(
        max_length=80, pattern=r"\A([a-z0-9_]+\.[a-z0-9_]+)?\Z", description="A question's full key, with `condition`."
    ),
]
Show = Annotated[
    str, QueryParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]*\Z", description="The id of one show; of all without.")
]


class Board(Struct, frozen=True):
    """A page of the board; `cursor` asks for the next, and is null when this is the last."""

    advances: list[Standing]
    cursor: str | None


@get("/api/orgs/{org:str}/board", summary="The board of all advances")
async def read_board(
    member: Member,
    state: State,
    *,
    which: FromQuery[Which] = "active",
    q: Text = "",
    stage: FromQuery[Stage] = "",
    waits: FromQuery[Literal["", "band", "venue"]] = "",
    missing: FromQuery[Missing] = "",
    since: Day = FIRST_DAY,
    field: Question = "",
    condition: FromQuery[Condition] = "answered",
    answer: Text = "",
    show: Show = "",
    sort: FromQuery[Sort] = "day",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Board:
    """Which shows have no confirmed load-in: `missing=load_in`. Where do they serve tea: `answer=tea`.

    What only owners and managers see of a form counts, is searched and listed for them only.
    """
    member.must(READERS)
    private = member.role in ORGANISERS
    if is_private(field.partition(".")[0]) and not private:
        raise Rejected("advance.unknown_field", field=field)
    seeking = Seeking(which, q, stage, waits, missing, since, field, condition, answer, show)
    async with within(state.worker.database, member.org) as connection:
        found = await boards.listed(connection, member.org, Asked(sort, cursor, limit), seeking, private=private)
    return Board(found.rows, found.cursor)


HANDLERS = (read_board,)
