"""A type in words that a reader needs no Python for."""

from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta, Struct, inspect

from api.reference.wording import anchor, presence, words
from hub.chat.messages import Post
from hub.kernel import Id, Role
from hub.queue.messages import Withdraw


@pytest.mark.parametrize(
    ("annotated", "said"),
    [
        (Id, "id"),
        (str, "text"),
        (Annotated[str, Meta(max_length=9)], "text, at most 9 characters"),
        (Annotated[str, Meta(pattern=r"\A[a|b]\Z")], r"text, like `[a\|b]`"),
        (Annotated[int, Meta(ge=1)], "whole number, at least 1"),
        (Annotated[float, Meta(ge=0.5, le=2)], "number, 0.5 to 2"),
        (bool | None, "true or false or null"),
        (Literal["a", "b"], "`a`, `b`"),
        (dict[str, int], "object of whole number by text"),
        (tuple[int, str], "[whole number, text]"),
        (Annotated[list[bool], Meta(max_length=3)], "list of true or false, at most 3 of them"),
        (tuple[bool, ...], "list of true or false"),
        (Withdraw, "[queue.withdraw](#queuewithdraw)"),
        (Annotated[bytes, Meta(max_length=9)], "bytes, at most 9 of them, base64 in JSON"),
        (Any, "any"),
    ],
)
def test_a_type_and_its_limits_are_said(annotated: Any, said: str) -> None:
    assert words(inspect.type_info(annotated)) == said


def test_every_role_is_named() -> None:
    assert words(inspect.type_info(Role)).count("`") == 2 * len(Role)


def test_a_heading_is_found_as_the_page_renders_it() -> None:
    assert anchor("queue.call_up") == "queuecall_up"


def test_what_may_be_left_out_is_said_with_its_default() -> None:
    info = inspect.type_info(Post)
    assert isinstance(info, inspect.StructType)
    assert [presence(Post, field) for field in info.fields] == ["always", "default `null`"]


def test_what_the_hub_leaves_out_is_said_otherwise() -> None:
    class Answer(Struct, omit_defaults=True):
        code: int = 7

    info = inspect.type_info(Answer)
    assert isinstance(info, inspect.StructType)
    assert presence(Answer, info.fields[0]) == "unless `7`"
