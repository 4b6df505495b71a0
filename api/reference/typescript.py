"""`web/client/wire.ts`: the same types for the pages."""

import json

from msgspec import Struct, inspect

from api.reference.vocabulary import (
    ALIASES,
    ALL,
    FRAMES_IN,
    FRAMES_OUT,
    NAMES,
    RAW,
    SENT,
    STATES,
    Node,
    StructClass,
    alias,
    choices,
    first_line,
    optional,
    struct,
)
from hub.behaviours import COMMANDS, FACTS, NOTICES

HEADER = "// Written by `make golden` from the types in hub/: change those, not this file.\n"


def wire_ts() -> str:
    """The file, whole."""
    aliases = [f"export type {name} = {text};" for text, name in reversed(_unions().items())]
    declared = [_declare(cls) for cls in ALL]
    states = "\n".join(f"  {name}: {NAMES[cls]};" for name, cls in STATES.items())
    unions = [
        _any("AnyCommand", COMMANDS),
        _any("AnyFact", FACTS),
        _any("AnyNotice", NOTICES),
        _any("ClientFrame", FRAMES_IN),
        _any("ServerFrame", FRAMES_OUT),
    ]
    about = "/** The state of a room by behaviour; a room has those of its kind. */\n"
    states_ts = f"{about}export interface States {{\n{states}\n}}"
    return "\n".join([HEADER, *aliases, "", *declared, states_ts, "", *unions]) + "\n"


def _unions() -> dict[str, str]:
    """The named unions by what they are: limits, which TypeScript has no words for, make no other type of them."""
    return {_union(node): name for name, node in reversed(ALIASES.items())}


def _any(name: str, classes: tuple[StructClass, ...]) -> str:
    return f"export type {name} =" + "".join(f"\n  | {NAMES[cls]}" for cls in classes) + ";"


def _declare(cls: type) -> str:
    about = f"/** {first_line(cls).replace('None', 'null')} */\n"
    if not issubclass(cls, Struct):
        return f"{about}export type {NAMES[cls]} = {_choice(inspect.type_info(cls))};\n"
    info = struct(cls)
    lines = [f"  t: {json.dumps(info.tag)};"] if info.tag_field else []
    lines += [f"  {_field(cls, field)};" for field in info.fields]
    if not lines:
        return f"{about}export type {NAMES[cls]} = Record<string, never>;\n"
    body = "\n".join(lines)
    return f"{about}export interface {NAMES[cls]} {{\n{body}\n}}\n"


def _field(cls: StructClass, field: inspect.Field) -> str:
    mark = "?" if optional(cls, field) else ""
    if (cls, field.name) in RAW:
        return f"{field.encode_name}{mark}: {RAW[cls, field.name]}"
    if cls.__name__ == "Do" and field.name == "cmd":
        return "cmd: AnyCommand"
    return f"{field.encode_name}{mark}: {_type(field.type, whole=cls not in SENT)}"


def _type(node: Node, *, whole: bool) -> str:
    """The type of a value. `whole`: written by the hub, with every field that has a default."""
    if (name := alias(node)) is not None:
        return _unions()[_union(ALIASES[name])]
    match node:
        case inspect.StructType() | inspect.EnumType():
            return _reference(node, whole=whole)
        case inspect.UnionType():
            return " | ".join(dict.fromkeys(_type(one, whole=whole) for one in node.types))
        case inspect.DictType():
            return f"Record<string, {_type(node.value_type, whole=whole)}>"
        case inspect.TupleType():
            return f"[{', '.join(_type(one, whole=whole) for one in node.item_types)}]"
        case inspect.VarTupleType() | inspect.ListType():
            item = _type(node.item_type, whole=whole)
            return f"({item})[]" if "|" in item else f"{item}[]"
        case _:
            return _plain(node)


def _reference(node: inspect.StructType | inspect.EnumType, *, whole: bool) -> str:
    name = NAMES[node.cls]
    if whole and node.cls in SENT and isinstance(node, inspect.StructType):
        assert all(field.required for field in node.fields), f"{name} is a command's: a fact has types of its own"
    return name


def _choice(node: Node) -> str:
    assert isinstance(node, inspect.LiteralType | inspect.EnumType)
    return " | ".join(json.dumps(value, ensure_ascii=False) for value in choices(node))


def _union(node: Node) -> str:
    if isinstance(node, inspect.LiteralType):
        return _choice(node)
    assert isinstance(node, inspect.UnionType)
    return " | ".join(_type(one, whole=True) for one in node.types)


def _plain(node: Node) -> str:
    match node:
        case inspect.StrType() | inspect.BytesType():  # base64
            return "string"
        case inspect.IntType() | inspect.FloatType():
            return "number"
        case inspect.BoolType():
            return "boolean"
        case inspect.NoneType():
            return "null"
        case inspect.LiteralType():
            return _choice(node)
        case _:
            raise TypeError(f"no TypeScript for {node}: say how it is written in api/reference/typescript.py")
