"""Show codes: which show is meant. They open nothing, and whoever tries them all is slowed down.

A code is one of 2 ** 40. Each address has a few wrong tries, and all addresses together `BREAKER`: at its pace a
botnet of any size that tries for three days finds any of 1,000 shows with a chance below 1 in 400.
"""

import io
from typing import Annotated, Any

import segno
from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Meta, Struct

from api.guards import in_measure
from api.shows.advances import CODE_CHARS, CODE_SIGNS
from api.shows.asked import Found
from api.shows.home import there
from api.who import Member, Membership
from api.worker import Worker
from hub.errors import Rejected
from persistence import codes
from persistence.codes import Named
from persistence.limits import Limit, neighbourhood
from persistence.tenancy import within

#: Wrong ones, of one address: a slip of the finger, again and again.
PER_ADDRESS = Limit(20, 10 * 60 * 1000)
#: Wrong ones, of everybody together.
BREAKER = Limit(600, 60_000)
EVERYBODY = "code/everybody"
#: What people read for what was printed.
_MISREAD = str.maketrans("OIL", "011", " -")


class CodeAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """A code as somebody typed it: in any case, with blanks or dashes, with O for 0 and I or L for 1."""

    code: Annotated[str, Meta(min_length=1, max_length=20, pattern=r"\A[A-Za-z0-9 -]+\Z", examples=["7KQ2-M4XA"])]


class CodeShown(Struct, frozen=True):
    """The code of a show, and the address that its picture leads to."""

    code: str
    url: str


@post("/api/codes", status_code=200, guards=[in_measure], summary="Which show a code means")
async def read_code(data: JSONBody[CodeAsked], request: Request[Any, Any, Any], state: State) -> Named:
    """The show that a code means. It opens nothing: ask there for a link."""
    worker: Worker = state.worker
    address = f"code/{neighbourhood(request.client.host if request.client else '')}"
    await worker.limits.must(address, PER_ADDRESS)
    await worker.limits.must(EVERYBODY, BREAKER)
    found = await codes.find(worker.database, meant(data.code))
    if found is None:
        raise Rejected("code.unknown")
    # A whole hall behind one address types the same right code.
    await worker.limits.give_back(address, PER_ADDRESS)
    await worker.limits.give_back(EVERYBODY, BREAKER)
    return found


def meant(typed: str) -> str:
    """The code that somebody means by what they typed; empty when it can be none."""
    code = typed.upper().translate(_MISREAD)
    return code if len(code) == CODE_CHARS and all(sign in CODE_SIGNS for sign in code) else ""


async def _code_of(member: Membership, show: str, worker: Worker) -> CodeShown:
    async with within(worker.database, member.org) as connection:
        await there(connection, member, show)
        code = await codes.of_show(connection, member.org, show)
    if code is None:
        raise Rejected("show.no_advance")
    return CodeShown(code, f"{worker.settings.public_url}/open#{code}")


@get("/api/orgs/{org:str}/shows/{show:str}/code", summary="The code of a show")
async def show_code(member: Member, show: Found, state: State) -> CodeShown:
    """The code to print on a poster or a form."""
    return await _code_of(member, show, state.worker)


@get("/api/orgs/{org:str}/shows/{show:str}/code.svg", media_type="image/svg+xml", summary="The code as a QR picture")
async def show_code_picture(member: Member, show: Found, state: State) -> Response[bytes]:
    """The code as a picture to scan, black on white."""
    shown = await _code_of(member, show, state.worker)
    picture = io.BytesIO()
    segno.make(shown.url, error="m", micro=False).save(
        picture, kind="svg", scale=4, border=4, light="#fff", dark="#000"
    )
    return Response(picture.getvalue(), media_type="image/svg+xml", headers={"Cache-Control": "no-store"})


HANDLERS = (read_code, show_code, show_code_picture)
