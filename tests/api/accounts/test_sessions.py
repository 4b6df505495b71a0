from typing import Any

import pytest
from litestar import Request
from litestar.types import HTTPScope

from api import who
from api.accounts.sessions import (
    AGENT_CHARS,
    REFRESH_COOKIE,
    Asking,
    asking,
    read_refresh,
    refresh_token,
    signed_out,
    start_session,
)
from tests.api.accounts.newcomers import PAGE, a_newcomer
from tests.api.whole import SECRET, Whole, whole

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_refresh_token_names_its_session_and_generation_and_is_always_the_same() -> None:
    token = refresh_token(SECRET, "abc", 7)
    assert token == refresh_token(SECRET, "abc", 7)
    assert read_refresh(SECRET, token) == ("abc", 7)
    assert len(token.rpartition(".")[2]) == 43


@pytest.mark.parametrize("token", ["", ".", "..", "abc.7", "abc.7.", "abc.x.y", refresh_token("b" * 32, "abc", 7)])
async def test_what_is_not_ours_is_none(token: str) -> None:
    assert read_refresh(SECRET, token) is None


async def test_whoever_has_checked_every_factor_signs_somebody_in(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    account = (await ana.sign_in()).json()["account"]
    async with hub.worker.database.transaction() as connection:
        answer = await start_session(hub.worker, connection, account, Asking("10.0.0.1", "a phone"), what="passkey")
    cookies = {each.key: each.value for each in answer.cookies}
    word = who.read(SECRET, str(cookies[who.COOKIE]), now_ms=hub.worker.clock.now_ms())
    assert (word.account, word.name, word.platform_admin) == (account, "Ana", False)
    headers = {**PAGE, "Cookie": f"{REFRESH_COOKIE}={cookies[REFRESH_COOKIE]}"}
    assert (await ana.elsewhere().http.post("/api/session/refresh", headers=headers)).status_code == 200
    happened = (await ana.ask("GET", "/api/me/events")).json()
    assert [each["device"] for each in happened if each["what"] == "passkey"] == ["a phone"]


async def test_nobody_is_signed_in_as_an_account_that_is_not_there(hub: Whole) -> None:
    with pytest.raises(LookupError):
        async with hub.worker.database.transaction() as connection:
            await start_session(hub.worker, connection, "nobody", Asking("", ""))


async def test_a_hub_behind_https_says_so_to_its_cookies(database_url: str, redis_url: str) -> None:
    async with whole(database_url, redis_url, cookie_secure=True) as hub:
        ana = await a_newcomer(hub)
        cookies = (await ana.sign_in()).headers.get_list("Set-Cookie")
        assert len(cookies) == 3
        assert all("secure" in cookie.lower() for cookie in cookies)


async def test_who_is_signed_out_is_asked_to_forget_both_cookies(hub: Whole) -> None:
    assert {(each.key, each.value, each.max_age) for each in signed_out(hub.worker).cookies} == {
        (who.COOKIE, "", 0),
        (REFRESH_COOKIE, "", 0),
    }


async def test_the_device_behind_a_request_is_its_address_and_what_it_calls_itself() -> None:
    scope: Any = {"type": "http", "client": ("10.0.0.1", 1), "headers": [(b"user-agent", b"a\0b" + b"c" * 300)]}
    request: Request[Any, Any, Any] = Request(HTTPScope(**scope))
    assert asking(request) == Asking("10.0.0.1", "ab" + "c" * (AGENT_CHARS - 2))
    scope = {"type": "http", "client": None, "headers": []}
    assert asking(Request(HTTPScope(**scope))) == Asking("", "")
