"""Looking into types, the way msgspec does."""

from collections.abc import Iterator
from typing import Any

from msgspec import inspect


def parts(kind: Any, at: str, around: tuple[type[Any], ...] = ()) -> Iterator[tuple[str, inspect.Type]]:
    """A type and every type inside it, each with its place; a struct inside itself is not entered again."""
    yield at, kind
    if isinstance(kind, inspect.StructType):
        if kind.cls in around:
            return
        around = (*around, kind.cls)
    for field in getattr(kind, "fields", ()):
        yield from parts(field.type, f"{at}.{field.encode_name}", around)
    for inner in ("type", "item_type", "key_type", "value_type"):
        if hasattr(kind, inner):
            yield from parts(getattr(kind, inner), at, around)
    for inner in (*getattr(kind, "types", ()), *getattr(kind, "item_types", ())):
        yield from parts(inner, at, around)
