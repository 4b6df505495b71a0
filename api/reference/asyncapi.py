"""`docs/reference/asyncapi.json`: the protocol for machines, as AsyncAPI 3.0."""

import json
from typing import Any, cast

import msgspec

from api.reference.examples import example
from api.reference.vocabulary import (
    FRAMES_IN,
    FRAMES_OUT,
    NAMES,
    STATES,
    StructClass,
    first_line,
    struct,
)
from hub.behaviours import COMMANDS, FACTS, NOTICES
from hub.wire import FRAME_BYTES_MAX, Facts, Notices, Welcome

REF = "#/components/schemas/{name}"
FRAMES: tuple[StructClass, ...] = tuple(dict.fromkeys((*FRAMES_IN, *FRAMES_OUT)))


def asyncapi_json() -> str:
    """The document, whole."""
    document = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Showhub",
            "version": "1",
            "description": f"One object a message, at most {FRAME_BYTES_MAX} bytes; see protocol.md.",
            "license": {"name": "Apache-2.0"},
        },
        "servers": {"local": {"host": "127.0.0.1:8000", "protocol": "ws"}},
        "defaultContentType": "application/json",
        "channels": {"rooms": _channel()},
        "operations": {"say": _operation("receive", FRAMES_IN), "hear": _operation("send", FRAMES_OUT)},
        "components": {"messages": {_tag(cls): _message(cls) for cls in FRAMES}, "schemas": _schemas()},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _tag(cls: StructClass) -> str:
    return str(struct(cls).tag)


def _channel() -> dict[str, Any]:
    return {
        "address": "/ws",
        "title": "The rooms that a hello names",
        "messages": {_tag(cls): {"$ref": f"#/components/messages/{_tag(cls)}"} for cls in FRAMES},
        "bindings": {"ws": {"method": "GET"}},
    }


def _operation(action: str, frames: tuple[StructClass, ...]) -> dict[str, Any]:
    """Seen from the hub, as the standard has it: it receives what clients say."""
    return {
        "action": action,
        "channel": {"$ref": "#/channels/rooms"},
        "messages": [{"$ref": f"#/channels/rooms/messages/{_tag(cls)}"} for cls in frames],
    }


def _message(cls: StructClass) -> dict[str, Any]:
    return {
        "name": _tag(cls),
        "summary": first_line(cls),
        "payload": _ref(cls),
        "examples": [{"payload": example(cls)}],
    }


def _ref(cls: type) -> dict[str, str]:
    return {"$ref": REF.format(name=NAMES[cls])}


def _schemas() -> dict[str, Any]:
    """Every struct by name. What is written as ready bytes is described here by what it holds."""
    roots = [*FRAMES, *FACTS, *NOTICES, *STATES.values()]
    _, components = msgspec.json.schema_components(roots, ref_template=REF)
    schemas = {_short(name): _portable(schema) for name, schema in components.items()}
    for name, classes in (("AnyCommand", COMMANDS), ("AnyFact", FACTS), ("AnyNotice", NOTICES)):
        schemas[name] = {"anyOf": [_ref(cls) for cls in classes], "discriminator": "t"}
    numbered = {"type": "array", "prefixItems": [{"type": "integer"}, {"$ref": REF.format(name="AnyFact")}]}
    for cls in (Welcome, Facts):
        schemas[NAMES[cls]]["properties"]["facts"] = {"type": "array", "items": numbered}
    states = {name: _ref(cls) for name, cls in STATES.items()}
    schemas[NAMES[Welcome]]["properties"]["state"] = {"type": "object", "properties": states}
    notices = {"type": "array", "items": {"$ref": REF.format(name="AnyNotice")}}
    schemas[NAMES[Notices]]["properties"]["notices"] = notices
    schemas["Do"]["properties"]["cmd"] = {"$ref": REF.format(name="AnyCommand")}
    return schemas


def _short(name: str) -> str:
    """Our name of a component; msgspec spells out the module where two classes share a name."""
    spelled = {f"{cls.__module__}.{cls.__qualname__}": ours for cls, ours in NAMES.items()}
    return spelled.get(name, name)


def _portable(value: Any) -> Any:
    """The schema with our names, and with patterns as JSON Schema wants them (ECMA 262)."""
    if isinstance(value, list):
        return [_portable(each) for each in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    schema = {key: _portable(each) for key, each in cast("dict[str, Any]", value).items()}
    if isinstance(pattern := schema.get("pattern"), str):
        schema["pattern"] = pattern.replace("\\A", "^").replace("\\Z", "$")
    if isinstance(ref := schema.get("$ref"), str):
        schema["$ref"] = REF.format(name=_short(ref.rpartition("/")[2]))
    if isinstance(discriminator := schema.get("discriminator"), dict):
        schema["discriminator"] = cast("dict[str, str]", discriminator)["propertyName"]
    return schema
