"""Who asks: the word of a session, its cookie and its bearer, and what somebody is in an organisation."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio

from api import grants, who
from api.signing import sign
from api.who import Membership, SignedIn, mint, read
from hub.errors import Rejected
from hub.kernel import Role
from persistence import organisations, revocations
from tests.api.accounts.people import Somebody, somebody
from tests.api.serving import ORIGIN
from tests.api.whole import SECRET, Whole, problem
from tests.builders import EVENING_MS, an_actor

pytestmark = pytest.mark.asyncio(loop_scope="module")
ANA = SignedIn("ana", "s1", "Ana", platform_admin=True)
CLAIMS = {"sub": "ana", "sid": "s1", "name": "Ana", "exp": EVENING_MS // 1000 + 5}


def refused(token: str, now_ms: int = EVENING_MS) -> str:
    """Why a text is nobody's word."""
    with pytest.raises(Rejected) as error:
        read(SECRET, token, now_ms=now_ms)
    return error.value.code


async def test_a_word_says_whose_it_is_until_its_last_second() -> None:
    token = mint(SECRET, ANA, expires_ms=EVENING_MS)
    assert read(SECRET, token, now_ms=EVENING_MS - 1) == ANA
    assert refused(token) == "auth.session_expired"


@pytest.mark.parametrize(
    "change", [{"sub": "a b"}, {"sid": ""}, {"name": 5}, {"exp": "never"}, {"adm": "yes"}], ids=str
)
async def test_claims_of_another_shape_are_nobodys_word(change: dict[str, object]) -> None:
    assert read(SECRET, sign(SECRET, CLAIMS, audience="showhub/session"), now_ms=EVENING_MS).account == "ana"
    assert refused(sign(SECRET, CLAIMS | change, audience="showhub/session")) == "auth.session_invalid"


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        mint("b" * 32, ANA, expires_ms=EVENING_MS + 5_000),
        grants.mint(SECRET, an_actor(), ["floor/demo"], expires_ms=EVENING_MS + 5_000),
    ],
    ids=["nonsense", "another hub's", "a grant"],
)
async def test_what_is_not_ours_is_nobodys_word(token: str) -> None:
    assert refused(token) == "auth.session_invalid"


async def test_who_is_none_of_these_is_told_so() -> None:
    viewer = Membership("o_x", Role.VIEWER, ANA)
    viewer.must({Role.VIEWER, Role.OWNER})
    with pytest.raises(Rejected) as error:
        viewer.must({Role.OWNER})
    assert (error.value.code, error.value.fields) == ("auth.forbidden", {"role": "viewer"})


async def test_a_grant_ends_with_the_session_and_with_the_role() -> None:
    crew = Membership("o_x", Role.CREW, ANA)
    grant = crew.grant("show/demo", now_ms=EVENING_MS, good_ms=1000)
    assert (grant.actor.person, grant.actor.role, grant.rooms) == ("ana", Role.CREW, ("show/demo",))
    assert set(grant.subjects) == {"session:s1", "member:o_x:ana"}
    for room in ("floor/demo", "attic/demo"):
        with pytest.raises(Rejected, match=r"auth\.forbidden"):
            crew.grant(room, now_ms=EVENING_MS, good_ms=1000)


@dataclass
class Browser:
    """Somebody whose word is in a cookie."""

    person: Somebody

    async def ask(self, method: str, **headers: str) -> httpx.Response:
        """A request for their organisations, or for a new one."""
        word = self.person.word["Authorization"].removeprefix("Bearer ")
        body: Any = {"name": "Lantern"} if method == "POST" else None
        told = {"Cookie": f"{who.COOKIE}={word}"} | headers
        return await self.person.hub.http.request(method, "/api/orgs", json=body, headers=told)


@pytest_asyncio.fixture(loop_scope="module")
async def browser(hub: Whole) -> Browser:
    """One with a cookie."""
    return Browser(await somebody(hub))


async def test_a_page_of_ours_acts_with_its_cookie(browser: Browser) -> None:
    assert (await browser.ask("GET")).json() == []
    assert (await browser.ask("POST", Origin=ORIGIN)).status_code == 201


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}], ids=str)
async def test_no_other_page_does(browser: Browser, origin: dict[str, str]) -> None:
    assert problem(await browser.ask("POST", **origin)) == (403, "auth.origin")
    assert (await browser.ask("GET")).json() == []


async def test_a_bearer_needs_no_origin(browser: Browser) -> None:
    made = await browser.person.hub.http.post("/api/orgs", json={"name": "x"}, headers=browser.person.word)
    assert made.status_code == 201


@pytest.mark.parametrize("header", ["", "Bearer", "Basic x"])
async def test_who_says_nothing_is_nobody(hub: Whole, header: str) -> None:
    refusal = await hub.http.get("/api/orgs", headers={"Authorization": header} if header else {})
    assert problem(refusal) == (401, "auth.session_missing")


async def test_what_has_ended_says_nothing_any_more(browser: Browser) -> None:
    person = browser.person
    worker = person.hub.worker
    async with worker.database.transaction() as connection:
        await revocations.revoke(connection, f"session:{person.session}", worker.clock.now_ms())
    await worker.admission.revocations.look(worker.clock.now_ms())
    refusal = await person.hub.http.get("/api/orgs", headers=person.word)
    assert problem(refusal) == (401, "auth.session_invalid")


async def test_somebody_of_an_organisation_is_what_the_database_says(hub: Whole) -> None:
    owner, stranger = await somebody(hub), await somebody(hub)
    async with hub.worker.database.transaction() as connection:
        made = await organisations.make(connection, owner.account, "Lantern", "#7c5cff", ["advance"], now_ms=1)
    path = f"/api/orgs/{made.org}"
    assert (await hub.http.get(path, headers=owner.word)).json()["role"] == "owner"
    assert problem(await hub.http.get(path, headers=stranger.word)) == (404, "http.not_found")
    assert problem(await hub.http.get("/api/orgs/o_nowhere", headers=owner.word)) == (404, "http.not_found")
