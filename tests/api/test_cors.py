import httpx
import pytest

from tests.api.serving import ORIGIN
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVIL = "http://evil.test"
ASKING = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "idempotency-key"}


def told(headers: httpx.Headers) -> dict[str, str]:
    """What an answer tells a browser about foreign pages."""
    return {name: value for name, value in headers.items() if name.startswith("access-control")}


async def test_a_page_of_the_list_may_read_answers_and_refusals(hub: Whole) -> None:
    for path in ("/api/floors/x/songs", "/api/nowhere", "/api/rooms/show/x/activity"):
        response = await hub.http.get(path, headers={"Origin": ORIGIN})
        assert told(response.headers) == {
            "access-control-allow-origin": ORIGIN,
            "access-control-allow-credentials": "true",
            "access-control-expose-headers": "Retry-After, Idempotency-Replayed",
        }, path
        assert "Origin" in response.headers["Vary"]


async def test_a_page_of_the_list_that_asks_first_is_told_what_it_may_send(hub: Whole) -> None:
    response = await hub.http.options("/api/enter", headers={"Origin": ORIGIN, **ASKING})
    assert response.status_code == 204
    said = told(response.headers)
    assert said["access-control-allow-origin"] == ORIGIN
    assert "POST" in said["access-control-allow-methods"]
    assert "Idempotency-Key" in said["access-control-allow-headers"]


async def test_an_address_names_all_that_it_takes(hub: Whole) -> None:
    """Each method of an address is a handler of its own."""
    for path, methods in {
        "/api/me": {"GET", "PATCH"},
        "/api/orgs/x": {"GET", "PATCH"},
        "/api/enter": {"POST"},
        "/api/orgs/x/shows/y": {"GET", "PATCH"},
    }.items():
        response = await hub.http.options(path)
        assert set(response.headers["Allow"].split(", ")) == methods | {"OPTIONS"}
    assert (await hub.http.options("/api/nowhere")).status_code == 404


@pytest.mark.parametrize("origin", [EVIL, "null", "*", ORIGIN + ".evil.test", ORIGIN.upper(), ORIGIN + "/"])
async def test_no_other_page_is_told_anything(origin: str, hub: Whole) -> None:
    headers = {"Origin": origin}
    assert told((await hub.http.get("/api/floors/x/songs", headers=headers)).headers) == {}
    asked_first = await hub.http.options("/api/enter", headers={**headers, **ASKING})
    assert told(asked_first.headers) == {}


async def test_without_an_origin_nothing_is_told_but_caches_know_that_it_matters(hub: Whole) -> None:
    response = await hub.http.get("/api/floors/x/songs")
    assert told(response.headers) == {}
    assert response.headers["Vary"] == "Origin"


async def test_what_is_not_the_api_is_for_no_other_page(hub: Whole) -> None:
    assert told((await hub.http.get("/health/live", headers={"Origin": ORIGIN})).headers) == {}


async def test_what_a_foreign_page_sends_changes_nothing(hub: Whole) -> None:
    """Even where no cookie is needed: a form on a foreign page would act as its visitor."""
    room = await hub.create("floor/cors")
    for origin, status in ((EVIL, 403), ("null", 403), (ORIGIN, 200), (None, 200)):
        headers = {} if origin is None else {"Origin": origin}
        response = await hub.http.post("/api/enter", json={"room": room}, headers=headers)
        assert response.status_code == status, origin
        if status == 403:
            assert problem(response) == (403, "auth.origin")
