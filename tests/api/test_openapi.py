"""What the hub says of its HTTP side."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from api.app import build_app
from hub.errors import CATALOGUE
from tests.api.whole import some_settings


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    """The whole description."""
    app = build_app(some_settings("postgresql://hub@127.0.0.1:1/hub", "redis://127.0.0.1:1"))
    return app.openapi_schema.to_schema()


def test_every_operation_refuses_with_a_problem_and_nothing_else(said: dict[str, Any]) -> None:
    problem = {"$ref": "#/components/schemas/Problem"}
    for path in said["paths"].values():
        for operation in path.values():
            assert [status for status in operation["responses"] if status.startswith(("4", "5"))] == []
            content = operation["responses"]["default"]["content"]
            assert {kind: media["schema"] for kind, media in content.items()} == {"application/problem+json": problem}
    said_of_it = said["components"]["schemas"]["Problem"]
    assert said_of_it["required"] == ["code", "retry", "status", "title", "type"]
    assert said_of_it["properties"]["code"]["enum"] == sorted(CATALOGUE)


def test_patterns_are_those_that_everybody_reads(said: dict[str, Any]) -> None:
    assert r"\\A" not in str(said)
    assert r"\\Z" not in str(said)
    assert said["components"]["schemas"]["Entering"]["properties"]["room"]["pattern"] == "^[a-z]+/[A-Za-z0-9_-]{1,64}$"


def test_what_is_sent_may_have_no_unknown_fields(said: dict[str, Any]) -> None:
    assert said["components"]["schemas"]["Entering"]["additionalProperties"] is False
    assert "additionalProperties" not in said["components"]["schemas"]["Entered"]


def test_what_needs_a_grant_or_a_session_says_so(said: dict[str, Any]) -> None:
    schemes = said["components"]["securitySchemes"]
    assert {name: scheme["type"] for name, scheme in schemes.items()} == {
        "grant": "http",
        "session": "apiKey",
        "word": "http",
    }
    assert schemes["session"] | {"in": "cookie", "name": "hub_session"} == schemes["session"]
    assert said["paths"]["/api/rooms/{kind}/{room}/activity"]["get"]["security"] == [{"grant": []}]
    for path in ("/api/me", "/api/orgs/{org}/members"):
        assert said["paths"][path]["get"]["security"] == [{"session": []}, {"word": []}]
    assert "security" not in said["paths"]["/api/enter"]["post"]


def operations(said: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in said["paths"].items():
        for method, operation in item.items():
            yield f"{method} {path}", operation


def test_every_operation_says_in_a_sentence_what_it_does(said: dict[str, Any]) -> None:
    silent = [name for name, each in operations(said) if " " not in each.get("summary", "")]
    assert silent == []
    assert not [name for name, each in operations(said) if "Raises:" in each.get("description", "")]


def test_whatever_is_an_organisations_stands_with_its_kind(said: dict[str, Any]) -> None:
    tags = {name: each["tags"] for name, each in operations(said)}
    assert tags["get /api/orgs/{org}"] == tags["post /api/orgs"] == ["orgs"]
    assert tags["get /api/orgs/{org}/audit.csv"] == ["audit"]
    assert tags["post /api/orgs/{org}/shows/{show}/duplicate"] == ["shows"]
    assert tags["get /health/live"] == ["health"]


def test_what_creates_takes_a_key(said: dict[str, Any]) -> None:
    creating = said["paths"]["/api/orgs"]["post"]
    [key] = [each for each in creating["parameters"] if each["in"] == "header"]
    assert (key["name"], key["required"]) == ("Idempotency-Key", False)
    assert not [each for each in said["paths"]["/api/session"]["post"].get("parameters", ()) if each["in"] == "header"]


def test_what_takes_a_file_says_which(said: dict[str, Any]) -> None:
    taking = said["paths"]["/api/rooms/{kind}/{show}/sheets/{field}/preview"]["post"]["requestBody"]
    assert taking["required"]
    assert {kind: each["schema"] for kind, each in taking["content"].items()} == {
        "text/csv": {"type": "string"},
        "text/calendar": {"type": "string"},
    }


def test_every_post_that_answers_created_takes_a_key(said: dict[str, Any]) -> None:
    """A creating route that forgot to say so would create twice."""
    without = {
        name
        for name, each in operations(said)
        if "201" in each["responses"] and not any(one["in"] == "header" for one in each.get("parameters", ()))
    }
    assert without == set()


def test_every_body_has_an_example_that_its_schema_allows(said: dict[str, Any]) -> None:
    for name, operation in operations(said):
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for kind, media in (one for body in bodies for one in body.get("content", {}).items()):
            if kind.endswith("json") and media["schema"] != {"type": "null"}:
                schema = {**media["schema"], "components": said["components"]}
                faults = [each.message for each in jsonschema_rs.validator_for(schema).iter_errors(media["example"])]
                assert faults == [], name
