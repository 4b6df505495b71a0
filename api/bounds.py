"""The limits of what is in a list: the framework says how long a list may be, and not what each of it may be."""

from typing import Any

from litestar.openapi.spec import Reference, Schema
from msgspec import inspect

#: What msgspec calls a limit, and the framework.
_LIMITS = {
    "ge": "minimum",
    "le": "maximum",
    "min_length": "min_length",
    "max_length": "max_length",
    "pattern": "pattern",
}
_LISTS = (inspect.ListType, inspect.VarTupleType, inspect.SetType, inspect.FrozenSetType)


def bound(said: Any, kind: inspect.Type, schemas: dict[str, Schema]) -> None:
    """Write the limits of a type's lists, and of all that is in it, into what is said of it."""
    _Bounds(schemas).of(said, kind)


def ecma(pattern: str) -> str:
    """A pattern of Python as one of ECMA-262, which has other ends of a text."""
    return pattern.replace(r"\A", "^").replace(r"\Z", "$")


class _Bounds:
    """A walk through a type and its description beside each other."""

    def __init__(self, schemas: dict[str, Schema]) -> None:
        self._schemas = schemas
        self._been = set[str]()

    def of(self, said: Any, kind: inspect.Type) -> None:
        if isinstance(said, Reference) and isinstance(kind, inspect.StructType) and said.value not in self._been:
            self._been.add(said.value)
            properties = self._schemas[said.value].properties or {}
            for field in kind.fields:
                self.of(properties[field.encode_name], field.type)
        elif isinstance(kind, inspect.Metadata):
            self.of(said, kind.type)
        elif isinstance(kind, _LISTS) and isinstance(said, Schema):
            self._each(said.items, kind.item_type)
            self.of(said.items, kind.item_type)

    def _each(self, items: Any, kind: inspect.Type) -> None:
        """Also of one that has examples, or several types."""
        kind = kind.type if isinstance(kind, inspect.Metadata) else kind
        if isinstance(items, Schema):
            for ours, theirs in _LIMITS.items():
                if (limit := getattr(kind, ours, None)) is not None:
                    setattr(items, theirs, ecma(limit) if isinstance(limit, str) else limit)
