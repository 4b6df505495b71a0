import re
from html.parser import HTMLParser
from typing import Any

import pytest

from api.api_docs import page
from api.csp import PAGE
from hub.errors import CATALOGUE
from tests.api.whole import Whole


class Read(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.styled: list[str] = []
        self.said = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.links += [found[name] or "" for name in ("href", "src") if name in found]
        self.ids += [found["id"] or ""] if "id" in found else []
        self.styled += [name for name in found if name == "style" or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.mark.asyncio(loop_scope="module")
async def test_the_page_has_every_operation_and_every_error(hub: Whole) -> None:
    response = await hub.http.get("/api/docs")
    assert response.headers["Content-Type"].startswith("text/html")
    read = Read(response.text)
    described = (await hub.http.get("/api/docs/openapi.json")).json()
    for path, item in described["paths"].items():
        for method, operation in item.items():
            assert f"{method.upper()} {path}{operation['summary']}" in read.said
    for code, fault in CATALOGUE.items():
        assert code in read.ids
        assert fault.say in read.said


@pytest.mark.asyncio(loop_scope="module")
async def test_it_runs_nothing_and_fetches_nothing_from_elsewhere(hub: Whole) -> None:
    response = await hub.http.get("/api/docs")
    assert response.headers["Content-Security-Policy"] == PAGE
    read = Read(response.text)
    assert not {"script", "style", "iframe", "img"} & {*read.tags}
    assert read.styled == []
    assert {link for link in read.links if not link.startswith("#")} == {
        "/api/docs/style.css",
        "/api/docs/openapi.json",
        "data:,",
    }
    assert {link.removeprefix("#") for link in read.links if link.startswith("#")} <= {*read.ids}


@pytest.mark.asyncio(loop_scope="module")
async def test_its_style_is_a_style(hub: Whole) -> None:
    response = await hub.http.get("/api/docs/style.css")
    assert response.headers["Content-Type"].startswith("text/css")
    assert not re.search(r"url\(|@import|expression", response.text)
    assert response.text.count("{") == response.text.count("}")


EVIL = "<script>alert(1)</script>"
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": EVIL},
    "components": {"schemas": {"Thing": {"type": "object", "required": ["a"], "properties": {}}}},
    "paths": {
        f"/x/{EVIL}": {
            "post": {
                "tags": [EVIL],
                "summary": EVIL,
                "description": f"{EVIL}.\n\n{EVIL}",
                "parameters": [{"name": EVIL, "in": "query", "schema": {"type": "string", "maxLength": 5}}],
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/c/s/Thing"}, "example": {"a": EVIL}}}
                },
                "responses": {"201": {}, "default": {}},
            }
        }
    },
}
KINDS: list[tuple[dict[str, Any], str]] = [
    ({"$ref": "#/c/s/Role"}, "Role, optional"),
    ({"enum": ["hold", "off"]}, "hold | off, optional"),
    ({"oneOf": [{"type": "string"}, {"type": "null"}]}, "string or null, optional"),
    ({"type": "array", "items": {"type": "integer", "minimum": 1}}, "list of integer from 1, optional"),
    ({"type": "string", "format": "date"}, "date, optional"),
    ({}, "anything, optional"),
]


def test_what_is_described_is_text_and_never_html() -> None:
    text = page(DOCUMENT)
    assert "<script" not in text
    assert Read(text).said.count(EVIL) >= 6


@pytest.mark.parametrize(("schema", "said"), KINDS)
def test_a_type_is_said_in_a_few_words(schema: dict[str, Any], said: str) -> None:
    things = {"Thing": {"type": "object", "properties": {"a": schema}}}
    assert said in Read(page({**DOCUMENT, "components": {"schemas": things}})).said
