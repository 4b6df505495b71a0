from typing import Any

import pytest

from api.examples import Examples, Json, allows

SCHEMAS: dict[str, Json] = {
    "Venue": {"type": "object", "properties": {"name": {"type": "string"}, "role": {"$ref": "#/c/s/Role"}}},
    "Role": {"type": "string", "enum": ["owner", "crew"]},
    "Tree": {"type": "object", "properties": {"leaves": {"type": "array", "items": {"$ref": "#/c/s/Tree"}}}},
}


def of(schema: Json, name: str = "") -> Any:
    """What is shown of it."""
    return Examples(SCHEMAS).of(schema, name)


@pytest.mark.parametrize(
    ("schema", "name", "shown"),
    [
        ({"type": "string"}, "mail", "ana@example.org"),
        ({"type": "string", "pattern": "^[0-9]+$"}, "code", "123456"),
        ({"type": "string", "enum": ["hold", "off"]}, "status", "hold"),
        ({"type": "string", "maxLength": 2, "minLength": 2}, "mail", "xx"),
        ({"type": "string"}, "nobody knows", "x"),
        ({"type": "string", "const": "second_factor"}, "next", "second_factor"),
        ({"type": "string", "examples": ["own"]}, "mail", "own"),
        ({"oneOf": [{"type": "string"}, {"type": "null"}], "pattern": "^v"}, "venue", "v_3gDz"),
        ({"oneOf": [{"type": "integer"}, {"type": "null"}]}, "opened_at_ms", 1_795_896_000_000),
        ({"type": "integer", "minimum": 5}, "count", 5),
        ({"type": "integer", "maximum": 9, "minimum": 1}, "wait_ms", 1),
        ({"type": "number"}, "part", 1),
        ({"type": "boolean"}, "made", True),
        ({"type": "array", "items": {"type": "boolean"}}, "flags", [True]),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 3}, "sections", ["hospitality"]),
        ({"$ref": "#/c/s/Venue"}, "", {"name": "Kesselhaus", "role": "crew"}),
        ({"$ref": "#/c/s/Role"}, "role", "crew"),
        ({}, "before", {}),
    ],
)
def test_an_example_is_what_a_person_would_write_if_the_schema_allows_it(
    schema: Json, name: str, shown: object
) -> None:
    assert of(schema, name) == shown


def test_an_example_of_what_may_be_nothing_is_something() -> None:
    assert of({"type": ["null", "string"], "enum": ["band", None]}) == "band"


def test_what_contains_itself_ends() -> None:
    assert str(of({"$ref": "#/c/s/Tree"})).count("leaves") < 10


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string", "minLength": 3}, "ab"),
        ({"type": "string"}, 5),
        ({"type": ["string", "null"], "enum": ["band", None]}, "venue"),
        ({"type": "array", "minItems": 1}, []),
        ({"type": "string", "enum": ["a"]}, "b"),
        ({"anyOf": [{"type": "null"}, {"$ref": "#/c/s/Role"}]}, "crew"),
        ({}, "anything"),
    ],
)
def test_what_a_schema_does_not_allow_or_says_nothing_of_is_not_shown(schema: Json, value: object) -> None:
    assert not allows(schema, value)
