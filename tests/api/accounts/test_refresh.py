import asyncio
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api import who
from api.accounts.refresh import GRACE_MS
from api.accounts.sessions import IDLE_MS, REFRESH_COOKIE, read_refresh, refresh_token
from persistence import sessions
from tests.api.accounts.newcomers import PAGE, Newcomer, a_stranger, somebody_in
from tests.api.accounts.people import Time, somebody
from tests.api.serving import ORIGIN
from tests.api.whole import SECRET, Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
REVOKED = "SELECT subject FROM revoked"
#: By a token that is good.
FORGED: dict[str, Callable[[str], str]] = {
    "nonsense": lambda _: "nonsense",
    "dots": lambda _: "a.b.c",
    "not ascii": lambda _: "\u00fc",
    "other proof": lambda token: token[:-2] + ("AA" if token[-2] != "A" else "BB"),
    "other generation": lambda token: token.replace(".0.", ".1."),
    "other hub": lambda token: refresh_token("b" * 32, token.split(".")[0], 0),
    "no session": lambda _: refresh_token(SECRET, "nobody", 0),
    "yet to come": lambda token: refresh_token(SECRET, token.split(".")[0], 9),
}


def token_of(ana: Newcomer) -> str:
    """The refresh token of a browser."""
    return ana.http.cookies[REFRESH_COOKIE]


async def used(hub: Whole, token: str) -> tuple[int, str]:
    """Use a token from a machine of one's own; the status, and the next token or the code of the refusal."""
    headers = [(b"Origin", ORIGIN.encode()), (b"Cookie", f"{REFRESH_COOKIE}={token}".encode("latin-1"))]
    answer = await a_stranger(hub).http.post("/api/session/refresh", headers=headers)
    if answer.status_code == 200:
        return 200, answer.cookies[REFRESH_COOKIE]
    return problem(answer)


async def together(hub: Whole, tokens: Sequence[str]) -> list[tuple[int, str]]:
    """Likewise, all at once."""
    return await asyncio.gather(*(used(hub, token) for token in tokens))


async def revoked(hub: Whole) -> set[str]:
    """Of what every worker was told."""
    async with hub.worker.database.connection() as connection:
        return {row["subject"] for row in await connection.fetch(REVOKED)}


async def test_each_refresh_gets_another_word_and_another_token(hub: Whole) -> None:
    ana = await somebody_in(hub)
    before = token_of(ana)
    answer = await ana.refresh()
    assert answer.status_code == 200
    assert answer.json()["name"] == "Ana"
    assert token_of(ana) != before
    assert (await ana.ask("GET", "/api/me")).status_code == 200


async def test_the_token_before_gets_the_same_successor_for_ten_seconds(hub: Whole, time: Time) -> None:
    ana = await somebody_in(hub)
    first = token_of(ana)
    answers = await together(hub, [first] * 10)
    assert {status for status, _ in answers} == {200}
    [successor] = {token for _, token in answers}
    time.pass_ms(GRACE_MS)
    assert await used(hub, first) == (200, successor)
    time.pass_ms(1)
    assert await used(hub, first) == (401, "auth.refresh_reused")


async def test_an_older_token_ends_the_session_for_whoever_has_it(hub: Whole) -> None:
    ana = await somebody_in(hub)
    stolen = token_of(ana)
    await ana.refresh()
    await ana.refresh()
    assert await used(hub, stolen) == (401, "auth.refresh_reused")
    assert problem(await ana.refresh()) == (401, "auth.session_ended")
    session, _ = read_refresh(SECRET, stolen) or ("", 0)
    assert f"session:{session}" in await revoked(hub)
    assert "session_reused" in {each["what"] for each in (await ana.ask("GET", "/api/me/events")).json()}


async def test_a_device_that_was_away_for_too_long_is_signed_out(hub: Whole, time: Time) -> None:
    ana = await somebody_in(hub)
    time.pass_ms(IDLE_MS - 1)
    status, token = await used(hub, token_of(ana))
    assert status == 200
    time.pass_ms(IDLE_MS)
    assert await used(hub, token) == (401, "auth.refresh_expired")


@pytest.mark.parametrize("name", FORGED)
async def test_a_token_that_is_not_ours_says_so_and_harms_nobody(hub: Whole, name: str) -> None:
    ana = await somebody_in(hub)
    assert await used(hub, FORGED[name](token_of(ana))) == (401, "auth.refresh_invalid")
    assert (await ana.refresh()).status_code == 200


async def test_without_a_token_there_is_nothing_to_refresh(hub: Whole) -> None:
    assert problem(await hub.http.post("/api/session/refresh", headers=PAGE)) == (401, "auth.refresh_missing")


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://evil.test"}])
async def test_only_pages_of_ours_refresh_and_sign_out(hub: Whole, headers: dict[str, str]) -> None:
    ana = await somebody_in(hub)
    assert problem(await ana.http.post("/api/session/refresh", headers=headers)) == (403, "auth.origin")
    assert problem(await ana.http.delete("/api/session", headers=headers)) == (403, "auth.origin")
    assert (await ana.refresh()).status_code == 200


async def test_who_signs_out_has_no_cookies_and_no_session(hub: Whole) -> None:
    ana = await somebody_in(hub)
    token = token_of(ana)
    assert (await ana.ask("DELETE", "/api/session")).status_code == 204
    assert not ana.signed_in
    assert REFRESH_COOKIE not in ana.http.cookies
    assert await used(hub, token) == (401, "auth.session_ended")
    assert (await ana.ask("DELETE", "/api/session")).status_code == 204


async def test_who_has_only_a_word_signs_out_too(hub: Whole) -> None:
    ana = await somebody_in(hub)
    token, word = token_of(ana), ana.http.cookies[who.COOKIE]
    answer = await ana.elsewhere().http.delete("/api/session", headers={"Authorization": f"Bearer {word}"})
    assert answer.status_code == 204
    assert await used(hub, token) == (401, "auth.session_ended")


async def test_who_is_signed_in_no_more_signs_out_all_the_same(hub: Whole) -> None:
    for token in (refresh_token(SECRET, "nobody", 0), ""):
        headers = {**PAGE, "Cookie": f"{REFRESH_COOKIE}={token}; {who.COOKIE}=nonsense"}
        answer = await a_stranger(hub).http.delete("/api/session", headers=headers)
        assert answer.status_code == 204
        assert len(answer.headers.get_list("Set-Cookie")) == 2


async def test_only_pages_of_ours_sign_out_with_a_word(hub: Whole) -> None:
    ana = await somebody_in(hub)
    word = {"Cookie": f"{who.COOKIE}={ana.http.cookies[who.COOKIE]}"}
    assert problem(await a_stranger(hub).http.delete("/api/session", headers=word)) == (403, "auth.origin")


async def test_a_forged_token_signs_nobody_out(hub: Whole) -> None:
    ana = await somebody_in(hub)
    forged = {**PAGE, "Cookie": f"{REFRESH_COOKIE}=a.b.c"}
    assert (await ana.elsewhere().http.delete("/api/session", headers=forged)).status_code == 204
    assert (await ana.refresh()).status_code == 200


#: How long after the last one a group comes, all of it at once, and how old a token each of it has.
groups = st.lists(
    st.tuples(st.sampled_from([0, GRACE_MS, GRACE_MS + 1]), st.lists(st.integers(0, 2), min_size=1, max_size=4)),
    max_size=4,
)


@given(groups=groups)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_however_many_use_a_family_at_once_it_never_forks(
    hub: Whole, time: Time, groups: list[tuple[int, list[int]]]
) -> None:
    """Every token has one successor, whoever asks; and once an old one came, nobody is let in any more."""
    account = (await somebody(hub)).account
    async with hub.worker.database.transaction() as connection:
        session, _ = await sessions.start(connection, account, "", "", now_ms=time.at_ms)
    line = [refresh_token(SECRET, session, 0)]
    successors: dict[str, str] = {}
    rotated_ms, ended = time.at_ms, False
    for wait_ms, ages in groups:
        time.pass_ms(wait_ms)
        comes = [line[max(0, len(line) - 1 - age)] for age in ages]
        newest, late = line[-1], time.at_ms > rotated_ms + GRACE_MS
        old = [token for token in comes if token in line[:-2] or (late and token in line[:-1])]
        # Whoever comes first of these two, the one with the token before the newest may come second.
        may_be_old = old or (len(line) > 1 and {*line[-2:]} <= {*comes})
        was_ended = ended
        for token, (status, said) in zip(comes, await together(hub, comes), strict=True):
            ended = ended or said == "auth.refresh_reused"
            assert said in {"auth.refresh_reused", "auth.session_ended"} or status == 200
            assert status == 401 or (not was_ended and successors.setdefault(token, said) == said)
        assert ended or not old
        assert was_ended or may_be_old or not ended
        if newest in successors:
            line.append(successors[newest])
            rotated_ms = time.at_ms
    if ended:
        assert await used(hub, line[-1]) == (401, "auth.session_ended")
