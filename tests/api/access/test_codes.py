"""Show codes: what they say, what they do not, and how long trying them all takes."""

import math
from itertools import count

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.access.codes import BREAKER, EVERYBODY, PER_ADDRESS, meant
from hub.kernel import Role
from persistence.limits import Limit, Limits
from persistence.memory import ManualClock
from tests.api.access.shown import Shown
from tests.api.shows.people import a_show, a_venue, joined
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
DAY_S = 24 * 3600
SHOWS = 1_000
CODES = 32**8
_runs = count(1)


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def _nobody_tried_yet(hub: Whole) -> None:
    for key in (EVERYBODY, "code/127.0.0.1"):
        await hub.worker.limits.forget(key)


async def tried(hub: Whole, code: str) -> object:
    """What the hub says to a code: which show it means, or the refusal."""
    response = await hub.http.post("/api/codes", json={"code": code})
    return response.json() if response.is_success else problem(response)


async def the_code(night: Shown) -> str:
    return (await night.owner.get(f"{night.path}/code"))["code"]


async def test_a_code_says_which_show_when_and_where_and_nothing_else(night: Shown) -> None:
    code = await the_code(night)
    bare = {"title": "Night", "day": "2027-03-06", "venue": None, "city": None}
    assert await tried(night.hub, code) == bare
    venue = await a_venue(night.owner)
    await night.owner.patch(night.path, {"venue": venue["id"]})
    assert await tried(night.hub, code) == bare | {"venue": "Ponyhof", "city": "Leipzig"}
    await night.owner.post(f"{night.path}/archive")
    assert await tried(night.hub, code) == (404, "code.unknown")


async def test_a_code_is_read_however_it_was_typed(night: Shown) -> None:
    code = await the_code(night)
    said = await tried(night.hub, code)
    for typed in (code.lower(), f"{code[:4]}-{code[4:]}", f" {code[:2]} {code[2:]} ", code.replace("0", "o")):
        assert await tried(night.hub, typed) == said
    assert meant("il0O-abcd") == "1100ABCD"


@pytest.mark.parametrize("typed", ["ZZZZZZZZ", "ZZZZ", "ZZZZZZZZZ", "UUUUUUUU", "--------"])
async def test_what_is_no_code_is_told_so(hub: Whole, typed: str) -> None:
    assert await tried(hub, typed) == (404, "code.unknown")


@pytest.mark.parametrize("typed", ["", "x" * 21, "ZZZZ\u00df", "ZZ\nZZ", "ZZ%ZZ"])
async def test_what_nobody_types_is_refused(hub: Whole, typed: str) -> None:
    assert await tried(hub, typed) == (400, "http.bad_request")


async def test_one_address_tries_a_few_wrong_codes_and_any_number_of_right_ones(night: Shown) -> None:
    code = await the_code(night)
    for _ in range(PER_ADDRESS.times + 5):
        assert isinstance(await tried(night.hub, code), dict)
    wrong = [await tried(night.hub, "ZZZZZZZZ") for _ in range(PER_ADDRESS.times + 1)]
    assert wrong == [(404, "code.unknown")] * PER_ADDRESS.times + [(429, "protocol.too_fast")]
    assert await tried(night.hub, code) == (429, "protocol.too_fast")


async def test_when_many_addresses_guess_everybody_waits(night: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    code = await the_code(night)
    monkeypatch.setattr("api.access.codes.BREAKER", Limit(2, 3_600_000))
    for _ in range(3):
        assert isinstance(await tried(night.hub, code), dict)
    assert [await tried(night.hub, "ZZZZZZZZ") for _ in range(2)] == [(404, "code.unknown")] * 2
    response = await night.hub.http.post("/api/codes", json={"code": code})
    assert problem(response) == (429, "protocol.too_fast")
    assert 1_790 < int(response.headers["Retry-After"]) <= 1_800


async def test_the_picture_leads_to_the_code(night: Shown) -> None:
    response = await night.owner.ask("GET", f"{night.path}/code.svg")
    assert response.headers["Content-Type"].startswith("image/svg+xml")
    assert response.text.startswith("<?xml") or response.text.startswith("<svg")
    assert "<script" not in response.text
    shown = await night.owner.get(f"{night.path}/code")
    assert shown["url"] == f"{night.hub.worker.settings.public_url}/open#{shown['code']}"


async def test_a_show_without_its_advance_has_no_code(night: Shown) -> None:
    bare = (await a_show(night.owner, advance=False))["id"]
    assert await night.owner.refused("GET", f"/shows/{bare}/code") == (409, "show.no_advance")


async def test_every_member_sees_the_code_and_nobody_else(night: Shown, other: Shown) -> None:
    viewer = await joined(night.owner, Role.VIEWER)
    assert await viewer.get(f"{night.path}/code")
    for path in ("code", "code.svg"):
        assert await other.owner.refused("GET", f"{night.path}/{path}") == (404, "http.not_found")
        refused = await other.owner.refused("GET", f"{night.path}/{path}", org=night.owner.org)
        assert refused == (404, "http.not_found")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5)
@given(addresses=st.integers(50, 5_000), pause_ms=st.integers(100, 10_000), minutes=st.integers(1, 3))
async def test_a_botnet_of_any_size_needs_more_than_three_days(
    redis_url: str, addresses: int, pause_ms: int, minutes: int
) -> None:
    """Every address tries whenever it may: no more get through than the breaker lets, which is far too few.

    What is measured over minutes holds for days: the breaker saves up no more than it has at the start.
    """
    clock = ManualClock()
    limits = Limits(redis_url, clock)
    run = next(_runs)
    keys = [f"botnet/{run}/{key}" for key in ("all", *range(addresses))]
    tries = asked = 0
    for _ in range(0, minutes * 60_000, pause_ms):
        while not await limits.take(keys[1 + asked % addresses], PER_ADDRESS):
            asked += 1
            if await limits.take(keys[0], BREAKER):
                break
            tries += 1
        clock.advance(pause_ms)
    await limits.close()
    per_s = BREAKER.times * 1_000 / BREAKER.per_ms
    assert tries <= BREAKER.times + per_s * minutes * 60 + 1

    three_days = BREAKER.times + per_s * 3 * DAY_S
    assert three_days * SHOWS / CODES < 1 / 400, "the chance that it finds one in three days"
    assert CODES / SHOWS * math.log(2) / per_s > 3 * DAY_S, "how long until it has found one as likely as not"
