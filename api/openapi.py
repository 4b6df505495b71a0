"""The description of the HTTP side as it really is: every refusal is a problem, patterns are those of JSON Schema."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import (
    Components,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Parameter,
    Reference,
    RequestBody,
    Schema,
    SecurityScheme,
)
from litestar.openapi.spec.enums import OpenAPIType
from litestar.routes import HTTPRoute

from api.bounds import bound, ecma
from api.examples import Examples
from api.idempotency import HEADER, KEY_PATTERN
from api.who import COOKIE
from hub.errors import CATALOGUE, Rejected

#: What a request carries that needs a grant: `hub grant` prints it, /api/enter answers with it.
GRANT = "grant"
#: What a page carries that is signed in, and what everybody else does: the same word.
SESSION, WORD = "session", "word"
COMPONENTS = Components(
    security_schemes={
        GRANT: SecurityScheme(type="http", scheme="bearer", description="A grant, which opens rooms."),
        SESSION: SecurityScheme(type="apiKey", security_scheme_in="cookie", name=COOKIE),
        WORD: SecurityScheme(type="http", scheme="bearer", description="What the session's cookie has in it."),
    }
)
_PROBLEM = "Problem"
_REFUSED, _NO_CONTENT = 400, "204"
_SIGNED_IN = frozenset({"who", "member"})


def describe(app: Litestar) -> None:
    """Mend what the framework says of the app."""
    components = app.openapi_schema.components
    assert components.schemas is not None
    components.schemas[_PROBLEM] = _problem()
    refusal = OpenAPIResponse(
        description="No, and what to do.",
        content={
            "application/problem+json": OpenAPIMediaType(
                schema=Reference(f"#/components/schemas/{_PROBLEM}"), example=_example("http.not_found")
            )
        },
    )
    for schema in components.schemas.values():
        for each in (schema.properties or {}).values():
            _as_json_schema(each)
    for path, handler, operation in _operations(app):
        _in_words(path, handler, operation)
        operation.responses = {**_answers(operation), "default": refusal}
        body = operation.request_body
        taken = handler.parsed_data_field
        for asked in body.content.values() if isinstance(body, RequestBody) else ():
            _close(asked.schema, components.schemas)
            if taken is not None and not handler.opt.get("takes"):
                bound(asked.schema, msgspec.inspect.type_info(taken.annotation), components.schemas)
        for parameter in operation.parameters or ():
            _as_json_schema(getattr(parameter, "schema", None))
    _show_examples(app)


def _close(asked: Any, schemas: dict[str, Schema]) -> None:
    """Every message of ours forbids unknown fields, and so does what is inside it; the framework does not say so."""
    if isinstance(asked, Reference):
        schema = schemas[asked.value]
        # A question of a list has questions of its own: what is closed is not gone through again.
        if schema.properties and schema.additional_properties is not False:
            schema.additional_properties = False
            for each in schema.properties.values():
                _close(each, schemas)
    elif isinstance(asked, Schema):
        for each in (*(asked.one_of or asked.any_of or ()), asked.items):
            _close(each, schemas)


def _answers(operation: Operation) -> dict[str, OpenAPIResponse | Reference]:
    """What is answered when nothing is refused; 204 is without a body, whatever else the answer has (RFC 9110)."""
    answers = {status: said for status, said in (operation.responses or {}).items() if int(status) < _REFUSED}
    done = answers.get(_NO_CONTENT)
    if isinstance(done, OpenAPIResponse):
        done.content = None
    return answers


def _problem() -> Schema:
    properties: dict[str, Reference | Schema] = {
        "type": Schema(type=OpenAPIType.STRING),
        "title": Schema(type=OpenAPIType.STRING, description="One sentence for the person: what to do."),
        "status": Schema(type=OpenAPIType.INTEGER),
        "code": Schema(type=OpenAPIType.STRING, description="What a program decides by.", enum=sorted(CATALOGUE)),
        "retry": Schema(type=OpenAPIType.BOOLEAN, description="Whether the same can succeed later, unchanged."),
    }
    return Schema(
        title=_PROBLEM,
        description="RFC 9457. /api/docs has every code with its sentence, as has docs/reference/errors.md.",
        type=OpenAPIType.OBJECT,
        properties=properties,
        required=sorted(properties),
    )


def _example(code: str) -> dict[str, Any]:
    refused = Rejected(code)
    told = {"title": refused.say(), "status": refused.fault.status, "code": code, "retry": refused.fault.retry}
    return {"type": f"urn:showhub:{code}", **told}


def _in_words(path: str, handler: HTTPRouteHandler, operation: Operation) -> None:
    """What a handler's docstring says, whom it takes, and how it is sent twice."""
    text = (inspect.getdoc(handler.fn) or "").partition("\n\nRaises:")[0]
    operation.summary = handler.summary or text.partition("\n")[0].rstrip(".")
    operation.description = handler.description or text or None
    if handler.tags is None:
        operation.tags = [_topic(path)]
    if _SIGNED_IN & handler.parsed_fn_signature.parameters.keys():
        operation.security = [{SESSION: []}, {WORD: []}]
    if takes := handler.opt.get("takes"):
        text = Schema(type=OpenAPIType.STRING)
        content = {kind: OpenAPIMediaType(schema=text, example=each) for kind, each in takes.items()}
        operation.request_body = RequestBody(content, required=True)
    if handler.opt.get("creates"):
        key = Schema(type=OpenAPIType.STRING, max_length=128, min_length=1, pattern=f"^{KEY_PATTERN}$")
        named = "Of the client's making: sent twice with the same key, it is done once and answered alike."
        operation.parameters = [*(operation.parameters or ()), Parameter(HEADER, "header", key, named)]


def _topic(path: str) -> str:
    """What an address is about: the things of an organisation rather than the organisation they are of."""
    return re.sub(r"^/(api/)?(orgs/\{org\}/(?=\w))?", "", path).partition("/")[0].partition(".")[0]


def _operations(app: Litestar) -> Iterator[tuple[str, HTTPRouteHandler, Operation]]:
    """Each that is described, with its address and what answers."""
    for route in app.routes:
        item = (app.openapi_schema.paths or {}).get(route.path_format)
        if not isinstance(route, HTTPRoute) or item is None:
            continue
        for handler in route.route_handlers:
            for method in handler.http_methods:
                operation: Operation | None = getattr(item, method.lower(), None)
                if operation is not None:
                    yield route.path_format, handler, operation


def _as_json_schema(schema: Any) -> None:
    """JSON Schema's patterns are those of ECMA-262; `...` in a tuple is no type."""
    if not isinstance(schema, Schema):
        return
    if schema.pattern:
        schema.pattern = ecma(schema.pattern)
    items = schema.items
    if isinstance(items, Schema) and items.one_of and len(items.one_of) == 2 and items.one_of[1] == Schema():  # noqa: PLR2004
        schema.items = items.one_of[0]


def _show_examples(app: Litestar) -> None:
    """Beside every body that is sent or answered."""
    examples = Examples(app.openapi_schema.to_schema()["components"]["schemas"])
    for _, _, operation in _operations(app):
        body = operation.request_body
        answers = [each for each in (operation.responses or {}).values() if isinstance(each, OpenAPIResponse)]
        asked = [body] if isinstance(body, RequestBody) else []
        for said in (*asked, *answers):
            for kind, media in (said.content or {}).items():
                if kind == "application/json" and media.schema is not None:
                    media.example = examples.of(media.schema.to_schema())
