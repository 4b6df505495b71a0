"""The description of the HTTP side as it really is: every refusal is a problem, patterns are those of JSON Schema."""

from collections.abc import Iterator
from typing import Any

from litestar import Litestar
from litestar.openapi.spec import (
    Components,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Reference,
    RequestBody,
    Schema,
    SecurityScheme,
)
from litestar.openapi.spec.enums import OpenAPIType

#: What a request carries that needs a grant: `hub grant` prints it, /api/enter answers with it.
GRANT = "grant"
COMPONENTS = Components(security_schemes={GRANT: SecurityScheme(type="http", scheme="bearer")})
_PROBLEM = "Problem"
_FIELDS = {
    "type": OpenAPIType.STRING,
    "title": OpenAPIType.STRING,
    "status": OpenAPIType.INTEGER,
    "code": OpenAPIType.STRING,
    "retry": OpenAPIType.BOOLEAN,
}


def describe(app: Litestar) -> None:
    """Mend what the framework says of the app."""
    components = app.openapi_schema.components
    assert components.schemas is not None
    components.schemas[_PROBLEM] = Schema(
        title=_PROBLEM,
        description="RFC 9457. docs/reference/errors.md has every code.",
        type=OpenAPIType.OBJECT,
        properties={name: Schema(type=kind) for name, kind in _FIELDS.items()},
        required=sorted(_FIELDS),
    )
    refusal = OpenAPIResponse(
        description="No, and what to do.",
        content={"application/problem+json": OpenAPIMediaType(schema=Reference(f"#/components/schemas/{_PROBLEM}"))},
    )
    for operation in _operations(app):
        operation.responses = {
            **{status: said for status, said in (operation.responses or {}).items() if int(status) < 400},  # noqa: PLR2004
            "default": refusal,
        }
        body = operation.request_body
        for asked in body.content.values() if isinstance(body, RequestBody) else ():
            # Every message of ours forbids unknown fields; the framework does not say so.
            if isinstance(asked.schema, Reference):
                components.schemas[asked.schema.value].additional_properties = False
        for parameter in operation.parameters or ():
            _as_json_schema(getattr(parameter, "schema", None))
    for schema in components.schemas.values():
        for each in (schema.properties or {}).values():
            _as_json_schema(each)


def _operations(app: Litestar) -> Iterator[Operation]:
    for path in (app.openapi_schema.paths or {}).values():
        for method in ("get", "post", "put", "patch", "delete"):
            operation: Operation | None = getattr(path, method)
            if operation is not None:
                yield operation


def _as_json_schema(schema: Any) -> None:
    """Python's ends of a text are not those of ECMA-262, which JSON Schema names."""
    if isinstance(schema, Schema) and schema.pattern:
        schema.pattern = schema.pattern.replace(r"\A", "^").replace(r"\Z", "$")
