"""What the hub says of its HTTP side."""

from typing import Any

import pytest

from api.app import build_app
from tests.api.whole import some_settings


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    """The whole description."""
    app = build_app(some_settings("postgresql://hub@127.0.0.1:1/hub", "redis://127.0.0.1:1"))
    return app.openapi_schema.to_schema()


def test_every_operation_refuses_with_a_problem_and_nothing_else(said: dict[str, Any]) -> None:
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for path in said["paths"].values():
        for operation in path.values():
            assert [status for status in operation["responses"] if status.startswith(("4", "5"))] == []
            assert operation["responses"]["default"]["content"] == {"application/problem+json": problem}
    assert said["components"]["schemas"]["Problem"]["required"] == ["code", "retry", "status", "title", "type"]


def test_patterns_are_those_that_everybody_reads(said: dict[str, Any]) -> None:
    assert r"\\A" not in str(said)
    assert r"\\Z" not in str(said)
    assert said["components"]["schemas"]["Entering"]["properties"]["room"]["pattern"] == "^[a-z]+/[A-Za-z0-9_-]{1,64}$"


def test_what_is_sent_may_have_no_unknown_fields(said: dict[str, Any]) -> None:
    assert said["components"]["schemas"]["Entering"]["additionalProperties"] is False
    assert "additionalProperties" not in said["components"]["schemas"]["Entered"]


def test_what_needs_a_grant_says_so(said: dict[str, Any]) -> None:
    assert said["components"]["securitySchemes"] == {"grant": {"type": "http", "scheme": "bearer"}}
    assert said["paths"]["/api/rooms/{kind}/{room}/activity"]["get"]["security"] == [{"grant": []}]
    assert "security" not in said["paths"]["/api/enter"]["post"]
