"""`/api/docs`: the description of the HTTP side as a page to read, with every error. It runs no script."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, TypeAlias

from litestar import MediaType, Request, Response, get
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.router import Router

from hub.errors import CATALOGUE, Fault

Json: TypeAlias = dict[str, Any]
PATH = "/api/docs"
STYLE = """
:root { color-scheme: dark light; --accent: light-dark(#5a3fe0, #a796ff); --line: light-dark(#dcdde8, #2c3040);
  --soft: light-dark(#fff, #15171f); --ground: light-dark(#f3f3f8, #0c0d12); --ink: light-dark(#14161f, #f3f4f8); }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: var(--ground); color: var(--ink);
  display: grid; grid-template-columns: minmax(11rem, 15rem) minmax(0, 60rem); }
nav { position: sticky; top: 0; max-height: 100vh; overflow: auto; padding: 1.25rem;
  border-right: 1px solid var(--line); }
nav ul { list-style: none; margin: .5rem 0; padding: 0; }
nav a { display: block; padding: .3rem 0; }
main { padding: 1.25rem clamp(1rem, 4vw, 3rem) 4rem; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; } h2 { margin: 2.5rem 0 .75rem; font-size: 1.25rem; }
h3 { margin: 1rem 0 .4rem; font-size: .95rem; }
a { color: var(--accent); } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; }
summary { padding: .7rem .9rem; cursor: pointer; overflow-wrap: anywhere; }
summary b { display: inline-block; min-width: 4.2rem; color: var(--accent); font-family: ui-monospace, monospace; }
summary span { display: block; opacity: .8; }
details > div { padding: 0 .9rem .9rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { background: var(--soft); padding: .8rem; border-radius: .5rem; overflow: auto; margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td code { white-space: nowrap; }
@media (max-width: 48rem) {
  body { grid-template-columns: minmax(0, 1fr); }
  nav { position: static; max-height: none; border: 0; border-bottom: 1px solid var(--line); }
  nav ul { display: flex; flex-wrap: wrap; gap: 0 1rem; }
}
"""
WHO = {
    "grant": "who has a grant, by <code>Authorization: Bearer</code>",
    "session": "who is signed in, by cookie",
    "word": "by <code>Authorization: Bearer</code>",
}
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} API</title><link rel="icon" href="data:,"><link rel="stylesheet" href="{path}/style.css"></head>
<body><nav aria-label="Contents"><strong>{title} API</strong><ul>{contents}</ul></nav>
<main><h1>{title} over HTTP</h1>
<p>For programs: <a href="{path}/openapi.json">openapi.json</a> (OpenAPI {openapi}). What changes a room goes through
its socket at <code>/ws</code>. Every refusal is <code>application/problem+json</code> with a <code>code</code> out of
<a href="#errors">one catalogue</a>. What a page sends needs its <code>Origin</code>; what creates takes an
<code>Idempotency-Key</code>, and can then be sent again when no answer came.</p>
{topics}
<h2 id="errors">Errors</h2>
<div class="wide"><table><thead><tr><th>Code</th><th>HTTP</th><th>What it says</th></tr></thead><tbody>{errors}</tbody>
</table></div></main></body></html>"""


class Page(OpenAPIRenderPlugin):
    """Serves the page and its style beside the description."""

    def __init__(self) -> None:
        super().__init__(path="/", media_type=MediaType.HTML)
        self._shown: tuple[int, bytes] = (0, b"")

    def render(self, request: Request[Any, Any, Any], openapi_schema: Json) -> bytes:  # noqa: ARG002  the base's
        """The page; made once for a description."""
        if self._shown[0] != id(openapi_schema):
            self._shown = (id(openapi_schema), page(openapi_schema).encode())
        return self._shown[1]

    def receive_router(self, router: Router) -> None:
        """Add the style: the policy of pages allows none inside them."""
        router.register(_style)


@get("/style.css", include_in_schema=False, sync_to_thread=False)
def _style() -> Response[str]:
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})


def page(document: Json) -> str:
    """A description as HTML."""
    topics: defaultdict[str, list[str]] = defaultdict(list)
    schemas: Mapping[str, Json] = document["components"]["schemas"]
    for path, item in document["paths"].items():
        for method, operation in item.items():
            topics[operation["tags"][0]].append(_operation(method, path, operation, schemas))
    names = [*topics, "errors"]
    return _PAGE.format(
        title=escape(document["info"]["title"]),
        openapi=escape(document["openapi"]),
        path=PATH,
        contents="".join(f'<li><a href="#{escape(name)}">{escape(name)}</a></li>' for name in names),
        topics="".join(f'<h2 id="{escape(name)}">{escape(name)}</h2>{"".join(each)}' for name, each in topics.items()),
        errors="".join(_error(fault) for fault in CATALOGUE.values()),
    )


def _operation(method: str, path: str, operation: Json, schemas: Mapping[str, Json]) -> str:
    parts: list[str] = []
    told = operation.get("description", "")
    if told.rstrip(".") != operation["summary"]:
        parts.append(f"<p>{escape(told)}</p>")
    takers = [WHO[name] for each in operation.get("security", ()) for name in each]
    parts.append(f"<p>Open to {' or '.join(takers) or 'everybody'}.</p>")
    if operation.get("parameters"):
        parts.append(_table("Parameters", (_parameter(each) for each in operation["parameters"])))
    for media in operation.get("requestBody", {}).get("content", {}).values():
        parts += ["<h3>Send</h3>", _fields(media["schema"], schemas), _shown(media)]
    for status, answer in operation["responses"].items():
        if status != "default":
            content = answer.get("content", {})
            parts.append(f"<h3>Answer {escape(status)} {escape(', '.join(content))}</h3>")
            parts += [_fields(media["schema"], schemas) + _shown(media) for media in content.values()]
    said = f"<b>{escape(method.upper())}</b> <code>{escape(path)}</code><span>{escape(operation['summary'])}</span>"
    return f"<details><summary>{said}</summary><div>{''.join(parts)}</div></details>"


def _parameter(parameter: Json) -> tuple[str, str, str]:
    where = parameter["in"] + ("" if parameter.get("required") else ", optional")
    told = [_kind(parameter["schema"]), parameter.get("description", "")]
    return parameter["name"], where, ". ".join(each for each in told if each)


def _fields(schema: Json, schemas: Mapping[str, Json]) -> str:
    """The fields of an object, or of the objects in a list; nothing for what has none."""
    inner = schema.get("items", schema)
    found = schemas.get(inner.get("$ref", "").rpartition("/")[2], inner)
    required = found.get("required", ())
    rows = (
        (name, _kind(each) + ("" if name in required else ", optional"), each.get("description", ""))
        for name, each in found.get("properties", {}).items()
    )
    return _table("", rows) if found.get("properties") else ""


def _table(title: str, rows: Iterator[tuple[str, str, str]]) -> str:
    body = "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(kind)}</td><td>{escape(told)}</td></tr>"
        for name, kind, told in rows
    )
    head = f"<h3>{title}</h3>" if title else ""
    return f'{head}<div class="wide"><table><tbody>{body}</tbody></table></div>'


def _kind(schema: Json) -> str:
    """A type in a few words."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    choices = schema.get("oneOf") or schema.get("anyOf")
    if choices:
        return " or ".join(_kind(each) for each in choices)
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    limits = [
        f"{word} {schema[key]}"
        for key, word in (("minimum", "from"), ("maximum", "to"), ("minLength", "at least"), ("maxLength", "at most"))
        if key in schema
    ]
    return " ".join([str(schema.get("format", schema.get("type", "anything"))), *limits])


def _shown(media: Json) -> str:
    if "example" not in media:
        return ""
    return f"<pre>{escape(json.dumps(media['example'], indent=2, ensure_ascii=False))}</pre>"


def _error(fault: Fault) -> str:
    again = " It may be sent again, unchanged." if fault.retry else ""
    said = escape(fault.say + again)
    return f'<tr id="{fault.code}"><td><code>{fault.code}</code></td><td>{fault.status}</td><td>{said}</td></tr>'
