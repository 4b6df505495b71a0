"""At an address where nothing is, a person is shown a page and a program gets an answer."""

import re
from base64 import b64encode
from collections.abc import AsyncGenerator
from hashlib import sha256

import pytest
import pytest_asyncio
from httpx import AsyncClient

from api.lost import TEXTS
from api.mail_texts import TEXTS as MAILS
from tests.api.whole import Whole, problem, whole

pytestmark = pytest.mark.asyncio(loop_scope="module")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
PAGES = ("/nowhere", "/crew", "/shows/a/b/c", "/dev/mail", "/%00", "/nowhere?next=<b>", "/apis", "/wp-login.php")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hub(database_url: str, redis_url: str) -> AsyncGenerator[Whole]:
    """A hub whose mails are nowhere to be read."""
    async with whole(database_url, redis_url, dev_mail=False) as hub:
        yield hub


@pytest.mark.parametrize("path", PAGES)
async def test_a_person_is_shown_a_page(hub: Whole, path: str) -> None:
    answer = await hub.http.get(path, headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<h1>There is nothing here</h1>" in answer.text
    assert '<html lang="en">' in answer.text
    # Nothing of the address is in the page.
    assert "next=" not in answer.text


async def test_nothing_counts_in_the_page_but_its_own_style(hub: Whole) -> None:
    answer = await hub.http.get("/nowhere", headers={"Accept": BROWSER})
    policy = answer.headers["Content-Security-Policy"]
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style is not None
    assert f"style-src 'sha256-{b64encode(sha256(style[1].encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<script|style=|\son\w+=|https?:", answer.text)


@pytest.mark.parametrize(
    ("accepted", "language"), [("de-AT,de;q=0.9,en;q=0.8", "de"), ("en-GB", "en"), ("fr", "en"), ("", "en")]
)
async def test_the_page_is_in_what_the_browser_likes_best(hub: Whole, accepted: str, language: str) -> None:
    answer = await hub.http.get("/nowhere", headers={"Accept": BROWSER, "Accept-Language": accepted})
    assert f'<html lang="{language}">' in answer.text
    assert all(each in answer.text for each in TEXTS[language])
    assert {"Accept", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))


async def test_it_is_there_in_every_language() -> None:
    assert TEXTS.keys() == MAILS.keys()


@pytest.mark.parametrize(
    "accepted",
    [
        "*/*",
        "",
        "application/json",
        "application/problem+json",
        "application/json, text/html;q=0.5",
        "x",
        "text/html;q=inf",
    ],
)
async def test_a_program_gets_an_answer(hub: Whole, accepted: str) -> None:
    assert problem(await hub.http.get("/nowhere", headers={"Accept": accepted})) == (404, "http.not_found")


@pytest.mark.parametrize("path", ["/api/nowhere", "/assets/none.js", "/assets/%2e%2e/x", "/health/none"])
async def test_what_only_programs_ask_for_is_answered_as_ever(hub: Whole, path: str) -> None:
    assert problem(await hub.http.get(path, headers={"Accept": BROWSER})) == (404, "http.not_found")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_only_who_looks_is_shown_a_page(hub: Whole, method: str) -> None:
    answer = await hub.http.request(method, "/nowhere", headers={"Accept": BROWSER, "Origin": "http://hub.test"})
    assert problem(answer) == (404, "http.not_found")


async def test_a_head_says_the_same_without_the_page(hub: Whole) -> None:
    async with AsyncClient(base_url=hub.http.base_url) as client:
        answer = await client.head("/nowhere", headers={"Accept": BROWSER})
        again = await client.get("/health/live")
    assert (answer.status_code, answer.text, again.status_code) == (404, "", 200)
