from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from litestar import Litestar
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.testing import AsyncTestClient

from api import problems
from api.pages import CONTENT_SECURITY_POLICY, pages
from hub.errors import Rejected
from tests.api.whole import problem


@pytest.fixture
def web_dir(tmp_path: Path) -> Path:
    """What Vite leaves behind, for one page."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "crew-1a2b.js").write_text("let x;")
    (tmp_path / "crew.html").write_text("<!doctype html>crew")
    (tmp_path / "secret.html").write_text("nobody asked")
    return tmp_path


def a_client(web_dir: Path) -> AsyncTestClient[Litestar]:
    """An app with nothing but the pages."""
    worker = SimpleNamespace(settings=SimpleNamespace(web_dir=web_dir))
    handlers: dict[Any, Any] = {Rejected: problems.on_rejected, HTTPException: problems.on_http}
    return AsyncTestClient(
        Litestar(pages(web_dir), state=State({"worker": worker}), exception_handlers=handlers, openapi_config=None)
    )


async def test_a_page_comes_with_a_policy_and_is_asked_for_anew(web_dir: Path) -> None:
    async with a_client(web_dir) as client:
        response = await client.get("/crew/demo")
    assert response.text == "<!doctype html>crew"
    assert response.headers["Content-Type"].startswith("text/html")
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-cache"


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    policy: dict[str, str] = {}
    for part in CONTENT_SECURITY_POLICY.split("; "):
        name, _, sources = part.partition(" ")
        policy[name] = sources
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert (policy["object-src"], policy["frame-ancestors"], policy["base-uri"]) == ("'none'", "'none'", "'none'")
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "script-src" not in policy


async def test_what_has_its_hash_in_its_name_never_changes(web_dir: Path) -> None:
    async with a_client(web_dir) as client:
        response = await client.get("/assets/crew-1a2b.js")
    assert response.text == "let x;"
    assert "immutable" in response.headers["Cache-Control"]
    assert "max-age=31536000" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/secret/demo",
        "/crew",
        "/assets/../crew.html",
        "/assets/%2e%2e/crew.html",
        "/assets/none.js",
        "/assets/%00",
        "/assets/" + "a" * 5_000,
    ],
)
async def test_nothing_else_is_there(web_dir: Path, path: str) -> None:
    async with a_client(web_dir) as client:
        assert problem(await client.get(path)) == (404, "http.not_found")


@pytest.mark.parametrize("page", ["crew", "door", "floor", "desk", "watch"])
async def test_pages_that_are_not_built_say_so(tmp_path: Path, page: str) -> None:
    async with a_client(tmp_path) as client:
        assert problem(await client.get(f"/{page}/demo")) == (503, "http.not_built")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/sign-in", "account"),
        ("/sign-in?next=/join", "account"),
        ("/sign-up", "account"),
        ("/verify", "account"),
        ("/reset", "account"),
        ("/join", "account"),
        ("/account", "account"),
        ("/open", "open"),
        ("/shows", "shows"),
        ("/shows/o_1/s-1", "show"),
        ("/organisation/o_1", "organisation"),
    ],
)
async def test_every_address_has_its_page(web_dir: Path, path: str, name: str) -> None:
    (web_dir / f"{name}.html").write_text(f"<!doctype html>{name}")
    async with a_client(web_dir) as client:
        response = await client.get(path)
    assert response.text == f"<!doctype html>{name}"
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


async def test_who_comes_without_an_address_comes_to_the_shows(web_dir: Path) -> None:
    async with a_client(web_dir) as client:
        response = await client.get("/", follow_redirects=False)
    assert (response.status_code, response.headers["Location"]) == (302, "/shows")
