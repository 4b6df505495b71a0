"""Types and limits in words."""

import json
from typing import Any

from msgspec import NODEFAULT, inspect

from api.reference.vocabulary import NAMES, SENT, Node, StructClass, choices, optional
from hub.kernel import Id, Line, Name, RoomId

#: The kinds of text that have a name, and what they are for.
TEXTS: dict[str, tuple[Any, str]] = {
    "id": (Id, "names a person, message, request ..."),
    "room": (RoomId, "`<kind>/<id>`"),
    "line": (Line, "one line that a person typed"),
    "name": (Name, "the name a person shows"),
}


def words(node: Node) -> str:
    """A type and its limits, for a table."""
    for name, (annotated, _about) in TEXTS.items():
        if inspect.type_info(annotated) == node:
            return name
    match node:
        case inspect.StrType():
            return _text(node)
        case inspect.IntType() | inspect.FloatType():
            return _number(node)
        case inspect.LiteralType() | inspect.EnumType():
            return ", ".join(f"`{choice}`" for choice in choices(node))
        case inspect.StructType():
            title = str(node.tag) if node.tag_field else NAMES[node.cls]
            return f"[{title}](#{anchor(title)})"
        case inspect.UnionType():
            return " or ".join(words(one) for one in node.types)
        case _:
            return _many(node)


def anchor(title: str) -> str:
    """The address of a heading on its page."""
    return title.lower().replace(" ", "-").replace(".", "").replace("`", "")


def _text(node: inspect.StrType) -> str:
    limits = _span(node.min_length, node.max_length, " characters")
    pattern = f", like `{node.pattern.removeprefix(chr(92) + 'A').removesuffix(chr(92) + 'Z')}`" if node.pattern else ""
    return f"text{limits}{pattern}".replace("|", "\\|")


def _number(node: inspect.IntType | inspect.FloatType) -> str:
    kind = "whole number" if isinstance(node, inspect.IntType) else "number"
    return kind + _span(node.ge, node.le, "")


def _span(low: float | None, high: float | None, unit: str) -> str:
    if low is not None and high is not None:
        return f", {_figure(low)} to {_figure(high)}{unit}"
    if high is not None:
        return f", at most {_figure(high)}{unit}"
    return f", at least {_figure(low)}{unit}" if low is not None else ""


def _figure(number: float) -> str:
    return f"{number:.0f}" if float(number).is_integer() else f"{number}"


def _many(node: Node) -> str:
    match node:
        case inspect.BoolType():
            return "true or false"
        case inspect.NoneType():
            return "null"
        case inspect.BytesType():
            return f"bytes{_span(node.min_length, node.max_length, ' of them')}, base64 in JSON"
        case inspect.VarTupleType() | inspect.ListType():
            return f"list of {words(node.item_type)}{_span(node.min_length, node.max_length, ' of them')}"
        case inspect.TupleType():
            return f"[{', '.join(words(one) for one in node.item_types)}]"
        case inspect.DictType():
            return f"object of {words(node.value_type)} by {words(node.key_type)}"
        case _:
            return "any"


def presence(cls: StructClass, field: inspect.Field) -> str:
    """Whether the field is there, and what its absence means."""
    if not optional(cls, field):
        return "always"
    if field.default is NODEFAULT:
        return "sometimes"
    default = json.dumps(field.default, default=str)
    return f"default `{default}`" if cls in SENT else f"unless `{default}`"
