"""Who a device is: the cookie, and what its owner chose."""

from typing import Any

import pytest

from api import grants
from api.person import COOKIE, Person, chosen, known
from api.signing import sign
from tests.api.access.shown import inside
from tests.api.serving import heard
from tests.api.whole import SECRET, Whole, problem
from tests.services import a_room

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(autouse=True)
def _somebody_new(hub: Whole) -> None:
    hub.http.cookies.clear()


async def chose(hub: Whole, **what: Any) -> dict[str, Any]:
    """Choose; what the hub answered."""
    response = await hub.http.patch("/api/person", json=what)
    assert response.status_code == 200, response.text
    assert response.headers["Cache-Control"] == "no-store"
    return response.json()


async def test_a_device_that_is_new_is_nobody_yet(hub: Whole) -> None:
    response = await hub.http.get("/api/person")
    assert response.json() == {"person": None, "name": "Guest", "preferences": {}}
    assert "Set-Cookie" not in response.headers


async def test_what_was_chosen_is_found_again(hub: Whole) -> None:
    ana = await chose(hub, name="Ana", preferences={"language": "de", "theme": "dark"})
    assert (await hub.http.get("/api/person")).json() == ana
    assert await chose(hub, preferences={"language": "de"}) == ana | {"preferences": {"language": "de"}}
    assert await chose(hub, name="Ben") == ana | {"name": "Ben", "preferences": {"language": "de"}}


@pytest.mark.parametrize(
    "body",
    [
        {"name": ""},
        {"name": "a\nb"},
        {"preferences": {"colour": "red"}},
        {"preferences": {"theme": "<b>"}},
        {"preferences": {"language": "deutsch"}},
        {"person": "ben"},
    ],
)
async def test_what_cannot_be_kept_is_refused(hub: Whole, body: dict[str, Any]) -> None:
    assert problem(await hub.http.patch("/api/person", json=body)) == (400, "http.bad_request")


async def test_a_foreign_page_chooses_nothing(hub: Whole) -> None:
    headers = {"Origin": "https://elsewhere.test"}
    refused = await hub.http.patch("/api/person", json={"name": "Mallory"}, headers=headers)
    assert problem(refused) == (403, "auth.origin")


@pytest.mark.parametrize(
    "cookie",
    [
        None,
        "",
        "nonsense",
        sign("b" * 32, {"sub": "ana"}, audience="showhub/person"),
        sign(SECRET, {"sub": "ana"}, audience=grants.AUDIENCE),
        sign(SECRET, {"sub": "a b"}, audience="showhub/person"),
        sign(SECRET, {}, audience="showhub/person"),
    ],
    ids=["none", "empty", "nonsense", "other hub", "a grant", "no person", "nobody"],
)
async def test_a_cookie_that_is_not_ours_is_nobody(cookie: str | None) -> None:
    assert known(SECRET, cookie) is None


async def test_a_cookie_of_before_names_were_kept_is_still_somebody() -> None:
    assert known(SECRET, sign(SECRET, {"sub": "ana"}, audience="showhub/person")) == Person("ana")


async def test_the_longest_name_fits_into_a_cookie(hub: Whole) -> None:
    await chose(hub, name="\U0001f600" * 40, preferences={"language": "de-CH", "theme": "light"})
    assert len(hub.http.cookies[COOKIE]) < 1_000


async def test_two_tabs_are_one_person_to_everybody_in_the_room(hub: Whole) -> None:
    room = await hub.create(a_room())
    tabs = [(await hub.http.post("/api/enter", json={"room": room, "name": "Ana"})).json() for _ in range(2)]
    assert tabs[0]["person"] == tabs[1]["person"]
    async with inside(hub, tabs[0]["token"], room), inside(hub, tabs[1]["token"], room) as second:
        here = await heard(second, "notice")
        assert [each["count"] for each in here["notices"] if each["t"] == "presence.here"] == [1]
    hub.http.cookies.clear()
    other = (await hub.http.post("/api/enter", json={"room": room, "name": "Ana"})).json()
    async with inside(hub, tabs[0]["token"], room), inside(hub, other["token"], room) as second:
        here = await heard(second, "notice")
        assert [each["count"] for each in here["notices"] if each["t"] == "presence.here"] == [2]


async def test_somebody_new_is_somebody_else_each_time() -> None:
    assert chosen(None).sub != chosen(None).sub
