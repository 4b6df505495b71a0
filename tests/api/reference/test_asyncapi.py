"""A document that a machine can follow."""

import json
from collections.abc import Iterator
from typing import Any, cast

import pytest

from api.reference.asyncapi import asyncapi_json
from api.reference.vocabulary import ALL, NAMES


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(asyncapi_json())


def references(value: Any) -> Iterator[str]:
    """Every `$ref` in it."""
    if isinstance(value, dict):
        for key, inner in cast("dict[str, Any]", value).items():
            if key == "$ref":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from references(inner)


def test_every_reference_leads_to_something(document: dict[str, Any]) -> None:
    found = set(references(document))
    assert len(found) > 50
    for ref in found:
        place: Any = document
        for part in ref.removeprefix("#/").split("/"):
            assert part in place, ref
            place = place[part]


def test_every_type_is_there_under_its_own_name(document: dict[str, Any]) -> None:
    assert {NAMES[cls] for cls in ALL} <= set(document["components"]["schemas"])


def test_patterns_are_the_ones_of_json_schema(document: dict[str, Any]) -> None:
    assert document["components"]["schemas"]["Withdraw"]["properties"]["entry"]["pattern"] == "^[A-Za-z0-9_.-]+$"
    assert "\\\\A" not in json.dumps(document)


def test_ready_bytes_are_described_by_what_they_hold(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["Notices"]["properties"]["notices"]["items"] == {"$ref": "#/components/schemas/AnyNotice"}
    assert schemas["Welcome"]["properties"]["state"]["properties"]["chat"] == {"$ref": "#/components/schemas/Chat"}
