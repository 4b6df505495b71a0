"""What is said of lists is what is taken."""

from typing import Annotated

import msgspec
from litestar import Litestar, post
from litestar.openapi.config import OpenAPIConfig
from litestar.params import JSONBody
from msgspec import Meta, Struct

from api.openapi import describe

Key = Annotated[str, Meta(pattern=r"\A[a-z]+\Z", min_length=2, max_length=3, examples=["ab"])]


class Part(Struct, frozen=True):
    """A part may have parts."""

    keys: tuple[Key, ...] = ()
    parts: tuple["Part", ...] = ()


class Asked(Struct, frozen=True):
    """Lists of all kinds."""

    days: Annotated[list[Annotated[int, Meta(ge=0, le=60)]], Meta(max_length=10)]
    parts: list[Part]
    rows: list[list[Key]]
    plain: list[str]
    note: str = ""


@post("/asked")
async def ask(data: JSONBody[Asked]) -> int:
    """Count."""
    return len(data.days)


def test_what_is_in_a_list_has_its_limits_wherever_it_is() -> None:
    app = Litestar([ask], openapi_config=OpenAPIConfig("Lists", "1"))
    describe(app)
    schemas = app.openapi_schema.to_schema()["components"]["schemas"]
    asked, part = schemas["Asked"]["properties"], schemas["Part"]["properties"]
    key = {"type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 3}
    assert asked["days"] == {"type": "array", "maxItems": 10, "items": {"type": "integer", "minimum": 0, "maximum": 60}}
    assert part["keys"]["items"] == key
    assert asked["rows"]["items"]["items"] == key
    assert asked["plain"]["items"] == {"type": "string"}
    assert msgspec.json.encode(part["parts"]["items"]) == b'{"$ref":"#/components/schemas/Part"}'
