"""Who is here, which field they are in, and whether they type. All of it notices: nothing is kept."""

from typing import Annotated

from msgspec import Meta, Struct

from hub.kernel import Command, Id, Name, Notice, Role

#: The key of a field as in `hub.advancing_sync`, with `#row` behind it for a cell; empty for none.
Place = Annotated[str, Meta(max_length=200, pattern=r"\A[A-Za-z0-9_.#-]*\Z")]


class Focus(Command, frozen=True, tag="presence.focus"):
    """I am in this field now; empty: in none."""

    field: Place = ""


class Typing(Command, frozen=True, tag="presence.typing"):
    """I am typing (`on`), or stopped."""

    on: bool = True


class Person(Struct, frozen=True, omit_defaults=True):
    """One person who is here, however many tabs they have open."""

    id: Id
    name: Name
    role: Role
    focus: Place = ""
    typing: bool = False


class Focused(Notice, frozen=True, tag="presence.focused"):
    """A person moved to a field, or left all fields."""

    person: Id
    field: Place

    def key(self) -> str:
        """The latest place of a person counts."""
        return self.person


class Typed(Notice, frozen=True, tag="presence.typed"):
    """A person types, or stopped."""

    person: Id
    on: bool

    def key(self) -> str:
        """The latest of a person counts."""
        return self.person


class Here(Notice, frozen=True, tag="presence.here"):
    """Everybody who is here; above 200 people only the count, and `people` is None."""

    count: int
    people: tuple[Person, ...] | None
