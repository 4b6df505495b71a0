"""Every type that crosses the wire: who sends it, and what it is called outside Python."""

import sys
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from typing import Any, Literal, TypeAlias, Union, get_origin

from msgspec import NODEFAULT, Struct, inspect

from hub.behaviours import BEHAVIOURS, COMMANDS, FACTS, NOTICES
from hub.wire import Ack, Do, Expiring, Facts, Fail, Hello, Notices, Ping, Refresh, Refreshed, Welcome

Node: TypeAlias = inspect.Type
StructClass: TypeAlias = type[Struct]

FRAMES_IN: tuple[StructClass, ...] = (Hello, Do, Refresh, Ping)
FRAMES_OUT: tuple[StructClass, ...] = (Welcome, Facts, Notices, Ack, Fail, Expiring, Refreshed, Ping)
STATES: dict[str, StructClass] = {behaviour.name: behaviour.state for behaviour in BEHAVIOURS}

#: What the hub writes as bytes that it has encoded already, in the words of the other fields.
RAW: dict[tuple[StructClass, str], str] = {
    (Welcome, "facts"): "[number, AnyFact][]",
    (Welcome, "state"): "Partial<States>",
    (Facts, "facts"): "[number, AnyFact][]",
    (Notices, "notices"): "AnyNotice[]",
}


def struct(cls: StructClass) -> inspect.StructType:
    """The fields of a class, with their types and limits."""
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    return info


def below(node: Node, above: tuple[type, ...] = ()) -> Iterator[Node]:
    """The node and every node inside it, in order; a struct inside itself only once."""
    yield node
    inner: tuple[Node, ...] = ()
    match node:
        case inspect.StructType(cls=cls):
            inner = () if cls in above else tuple(field.type for field in node.fields)
            above = (*above, cls)
        case inspect.UnionType() as union:
            inner = union.types
        case inspect.DictType() as mapping:
            inner = (mapping.key_type, mapping.value_type)
        case inspect.TupleType() as fixed:
            inner = fixed.item_types
        case inspect.VarTupleType() | inspect.ListType() as many:
            inner = (many.item_type,)
        case _:
            pass
    for one in inner:
        yield from below(one, above)


def reached(*roots: StructClass) -> list[type]:
    """Every struct and enumeration that the roots are made of, themselves included, each once, in order."""
    found: dict[type, None] = {}
    for root in roots:
        for node in below(struct(root)):
            if isinstance(node, inspect.StructType | inspect.EnumType):
                found.setdefault(node.cls)
    return list(found)


SENT: list[type] = reached(*FRAMES_IN, *COMMANDS)
RECEIVED: list[type] = reached(*FRAMES_OUT, *FACTS, *NOTICES, *STATES.values())
ALL: list[type] = list(dict.fromkeys([*SENT, *RECEIVED]))


def _names() -> dict[type, str]:
    """A class is called what it is called in Python; where two have one name, their package goes before it."""
    often = Counter(cls.__name__ for cls in ALL)
    return {cls: cls.__name__ if often[cls.__name__] == 1 else _package(cls) + cls.__name__ for cls in ALL}


def _package(cls: type) -> str:
    return cls.__module__.split(".")[1].title().replace("_", "")


NAMES: dict[type, str] = _names()


def _is_alias(value: Any) -> bool:
    if get_origin(value) is Literal:
        return True
    union = get_origin(value) in {Union, type(int | str)}
    return union and not any(isinstance(node, inspect.StructType) for node in below(inspect.type_info(value)))


def _aliases() -> dict[str, Node]:
    """The choices and unions that a module gives a name, by name."""
    modules = dict.fromkeys(sys.modules[cls.__module__] for cls in ALL)
    named = ((name, value) for module in modules for name, value in vars(module).items())
    return {name: inspect.type_info(value) for name, value in named if name[0] != "_" and _is_alias(value)}


ALIASES: dict[str, Node] = _aliases()


def alias(node: Node) -> str | None:
    """The name that the code gives this choice or union; None: it has none."""
    if not isinstance(node, inspect.LiteralType | inspect.UnionType):
        return None
    return next((name for name, named in ALIASES.items() if named == node), None)


def choices(node: inspect.LiteralType | inspect.EnumType) -> list[str]:
    """The values to choose from, as sent."""
    if isinstance(node, inspect.LiteralType):
        return [str(value) for value in node.values]
    members: list[Enum] = list(node.cls)
    return [str(member.value) for member in members]


def optional(cls: StructClass, field: inspect.Field) -> bool:
    """Whether a reader must expect the field to be missing, or a writer may leave it out."""
    if field.required:
        return False
    never_written = field.default is NODEFAULT and field.default_factory is NODEFAULT
    return never_written or cls in SENT or cls.__struct_config__.omit_defaults


def first_line(cls: type) -> str:
    """The first sentence or two of a class: what it is."""
    return (cls.__doc__ or "").strip().split("\n")[0]
