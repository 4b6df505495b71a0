"""Looking into types, the way msgspec does."""

from collections.abc import Iterator
from typing import Any

from msgspec import inspect


def parts(kind: Any, at: str) -> Iterator[tuple[str, inspect.Type]]:
    """A type and every type inside it, each with its place."""
    yield at, kind
    for field in getattr(kind, "fields", ()):
        yield from parts(field.type, f"{at}.{field.encode_name}")
    for inner in ("type", "item_type", "key_type", "value_type"):
        if hasattr(kind, inner):
            yield from parts(getattr(kind, inner), at)
    for inner in (*getattr(kind, "types", ()), *getattr(kind, "item_types", ())):
        yield from parts(inner, at)
