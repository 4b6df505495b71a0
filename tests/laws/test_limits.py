"""Whatever a client may fill in has a limit, in its type: nothing unbounded gets as far as a rule.

And what is kept has none: drawing a limit closer must not make what was said before it unreadable.
"""

import re
import timeit
from functools import partial
from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta, Raw, Struct, inspect

from hub.behaviours import BEHAVIOURS, COMMANDS, FACTS
from hub.wire import Hello, Ping
from tests.laws.types import parts

#: These hold what their parts hold, or one of a few values.
FIXED = (
    inspect.Metadata,
    inspect.UnionType,
    inspect.TupleType,
    inspect.BoolType,
    inspect.NoneType,
    inspect.LiteralType,
    inspect.EnumType,
)


class Unlimited(Struct, forbid_unknown_fields=True):
    """One field for each way to forget a limit; every one of them must be found."""

    text: str
    endless: Annotated[str, Meta(pattern=r"\A[a-z]+\Z")]
    loose: Annotated[str, Meta(pattern="[a-z]{3}")]
    whole: int
    at_least: Annotated[int, Meta(ge=0)]
    at_most: Annotated[float, Meta(lt=1)]
    several: tuple[bool, ...]
    listed: list[bool]
    each: Annotated[tuple[str, ...], Meta(max_length=3)]
    keyed: dict[Literal["a"], bool]
    values: Annotated[dict[Literal["a"], str], Meta(max_length=3)]
    one_of: Literal["a"] | int
    anything: Any
    raw: Raw
    data: bytes


class Limited(Struct, forbid_unknown_fields=True):
    """What `Unlimited` should have been; nothing may be found here."""

    text: Annotated[str, Meta(max_length=3)]
    code: Annotated[str, Meta(pattern=r"\A[a-z]{3}\Z")]
    whole: Annotated[int, Meta(ge=0, lt=9)]
    part: Annotated[float, Meta(gt=0, le=1)]
    several: Annotated[tuple[bool, ...], Meta(max_length=3)]
    pair: tuple[bool, Literal[1, 2]]
    keyed: Annotated[dict[Literal["a"], bool], Meta(max_length=3)]
    data: Annotated[bytes, Meta(max_length=3)]
    maybe: Annotated[str, Meta(max_length=3)] | None = None


class Open(Struct):
    """Takes fields that it does not know."""


def is_limited(kind: inspect.Type) -> bool:
    """Whether this type alone, whatever is inside it, bounds what may be sent."""
    match kind:
        case inspect.StrType():
            return kind.max_length is not None or (kind.pattern is not None and is_short(kind.pattern))
        case inspect.IntType() | inspect.FloatType():
            return {kind.ge, kind.gt} != {None} and {kind.le, kind.lt} != {None}
        case inspect.BytesType() | inspect.CollectionType() | inspect.DictType():
            return kind.max_length is not None
        case inspect.StructType():
            return kind.forbid_unknown_fields
        case _:
            return isinstance(kind, FIXED)


def is_short(pattern: str) -> bool:
    """Whether a pattern is anchored at both ends and repeats nothing without end."""
    return pattern.startswith(r"\A") and pattern.endswith(r"\Z") and not re.search(r"[*+]|,\}", pattern)


def gaps_of(message: type[Struct]) -> list[str]:
    """Where a message could be as large as its sender likes."""
    return [at for at, kind in parts(inspect.type_info(message), message.__name__) if not is_limited(kind)]


@pytest.mark.parametrize("message", [*COMMANDS, Hello, Ping], ids=lambda message: message.__name__)
def test_every_field_that_a_client_fills_in_has_a_limit(message: type[Struct]) -> None:
    assert gaps_of(message) == []


def test_a_missing_limit_would_be_found() -> None:
    assert gaps_of(Unlimited) == [f"Unlimited.{field}" for field in Unlimited.__struct_fields__]
    assert gaps_of(Open) == ["Open"]


def test_a_limit_that_is_there_is_not_missed() -> None:
    assert gaps_of(Limited) == []


LIMITS = ("min_length", "max_length", "pattern", "gt", "ge", "lt", "le", "multiple_of", "forbid_unknown_fields")


def limits_of(kept: type[Struct]) -> list[str]:
    """Where something could be refused for its size or its letters."""
    found = parts(inspect.type_info(kept), kept.__name__)
    return [at for at, kind in found if any(getattr(kind, limit, None) not in (None, False) for limit in LIMITS)]


@pytest.mark.parametrize("kept", [*FACTS, *(each.state for each in BEHAVIOURS)], ids=lambda kept: kept.__name__)
def test_what_is_kept_has_no_limit_that_could_be_drawn_closer(kept: type[Struct]) -> None:
    assert limits_of(kept) == []


def test_a_limit_in_what_is_kept_would_be_found() -> None:
    assert limits_of(Limited) == [
        "Limited",
        *(f"Limited.{field}" for field in Limited.__struct_fields__ if field != "pair"),
    ]


TEXTS = {
    (kind.pattern, kind.max_length)
    for command in COMMANDS
    for _, kind in parts(inspect.type_info(command), "")
    if isinstance(kind, inspect.StrType) and kind.pattern and kind.max_length
}


@pytest.mark.parametrize(("pattern", "longest"), sorted(TEXTS))
def test_no_text_within_its_limit_takes_long_to_look_at(pattern: str, longest: int) -> None:
    """Two repetitions in a row that match the same characters would: the fastest of some tries is far above."""
    matches = re.compile(pattern).search
    for character in "a .\n":
        for last in ("\x00", "\n", "/"):
            hostile = character * (longest - 1) + last
            assert min(timeit.repeat(partial(matches, hostile), number=1, repeat=5)) < 0.001
