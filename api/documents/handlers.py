"""Documents over HTTP: for members of the organisation, and for whoever has a grant for the room."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter
from msgspec.structs import replace

from api.documents.asked import KINDS, Asked, asked
from api.documents.states import now, past, standing
from api.openapi import GRANT
from api.rooms import granted
from api.shows.asked import Found
from api.shows.home import there
from api.who import Member
from api.worker import Worker
from hub.advancing_sync.documents.job import Job
from hub.advancing_sync.documents.sheet import DocumentKind, Night
from hub.advancing_sync.form import Form
from hub.errors import Rejected
from hub.kernel import Sight
from hub.rooms.grant import Grant
from persistence import advances, documents
from persistence.documents import Known
from persistence.limits import Limit
from persistence.tenancy import within

#: Of one person, whatever they print.
PACE = Limit(30, 60_000)
#: Of what is sent to a press. A form of 10,000 long answers has less.
JOB_BYTES_MAX = 32 * 1024 * 1024
#: The sections that a document is about, where it is not about all.
ABOUT: dict[DocumentKind, str] = {"guest-list": "guest_list"}
_NAMES: dict[DocumentKind, str] = {
    "advance": "The advance",
    "day-sheet": "The day sheet",
    "guest-list": "The guest list for the door",
}
_DESCRIPTION = (
    "As it stands, or as it once was (`revision`, `seq`); an advance with what has changed since then marked (`since`, "
    "`since_seq`). Who asks gets the sections that they see on the form: a link that opens some prints these, and "
    "money is for owners and managers only."
)
_GRANT_MS = 60_000
_MEDIA_TYPE = "application/pdf"
_encode = msgspec.json.Encoder().encode

Wanted = NamedDependency[Asked]
_HOW: dict[str, Any] = {
    "media_type": _MEDIA_TYPE,
    "dependencies": {"asked": Provide(asked, sync_to_thread=False)},
}


def of_show(kind: DocumentKind) -> HTTPRouteHandler:
    """The handler that gives members this document of a show."""

    @get(
        f"/api/orgs/{{org:str}}/shows/{{show:str}}/documents/{kind}.pdf",
        summary=f"{_NAMES[kind]} as PDF",
        description=_DESCRIPTION,
        **_HOW,
    )
    async def handler(member: Member, show: Found, asked: Wanted, state: State) -> Response[bytes]:
        worker: Worker = state.worker
        async with within(worker.database, member.org) as connection:
            await there(connection, member, show)
            if await advances.read(connection, member.org, show) is None:
                raise Rejected("show.no_advance")
        grant = member.grant(f"show/{show}", now_ms=worker.clock.now_ms(), good_ms=_GRANT_MS)
        return await _printed(worker, grant, grant.rooms[0], kind, asked)

    return handler


def of_room(document: DocumentKind) -> HTTPRouteHandler:
    """The handler that gives this document to whoever has a grant for the room, with the sections that it opens."""

    @get(
        f"/api/rooms/{{kind:str}}/{{room:str}}/documents/{document}.pdf",
        summary=f"{_NAMES[document]} as PDF, for a guest",
        description=_DESCRIPTION,
        security=[{GRANT: []}],
        **_HOW,
    )
    async def handler(
        kind: Annotated[str, PathParameter(max_length=15, pattern=r"\A[a-z]+\Z")],
        room: Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")],
        asked: Wanted,
        request: Request[Any, Any, Any],
        state: State,
    ) -> Response[bytes]:
        grant = granted(request, state, f"{kind}/{room}")
        if kind != "show":
            raise Rejected("room.wrong_kind", behaviour="advance")
        return await _printed(state.worker, grant, f"{kind}/{room}", document, asked)

    return handler


async def _printed(worker: Worker, grant: Grant, room: str, kind: DocumentKind, asked: Asked) -> Response[bytes]:
    await worker.limits.must(f"document/{grant.actor.person}", PACE, open_when_away=True)
    form, seq = await now(worker, room)
    sight = _sight(form, grant, asked, kind)
    known = await documents.known(worker.database, room)
    job = Job(
        kind,
        asked.language,
        asked.paper,
        worker.clock.now_ms(),
        _night(known),
        known.currency.upper(),
        sight,
        await past(worker, room, asked.revision, asked.seq) or standing(form, seq),
        await past(worker, room, asked.since, asked.since_seq),
    )
    message = _encode(job)
    if len(message) > JOB_BYTES_MAX:
        raise Rejected("document.too_large")
    named = {"Content-Disposition": f'inline; filename="{known.day or "show"}-{kind}.pdf"', "Cache-Control": "no-store"}
    return Response(await worker.presses.write(message), media_type=_MEDIA_TYPE, headers=named)


def _sight(form: Form, grant: Grant, asked: Asked, kind: DocumentKind) -> Sight:
    """What is wanted of what may be seen.

    Raises:
        Rejected: `auth.section` or `advance.unknown_section`.
    """
    sight = grant.sight
    # Whoever does not see what is private cannot tell it from what is not there.
    there = {each.key for each in form.schema.sections if replace(sight, sections=()).sees(each.key)}
    for section in asked.sections:
        if section not in there:
            raise Rejected("advance.unknown_section", section=section)
    needed = {*asked.sections, *filter(None, (ABOUT.get(kind),))}
    if grant.sections and not needed <= set(grant.sections):
        raise Rejected("auth.section", sections=", ".join(grant.sections))
    return replace(sight, sections=asked.sections or grant.sections)


def _night(known: Known) -> Night:
    return Night(known.title, known.day, known.place, known.timezone, known.accent or Night().accent)


HANDLERS = (*map(of_show, KINDS), *map(of_room, KINDS))
