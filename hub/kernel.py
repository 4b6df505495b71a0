"""The shared words of every behaviour: who acts, when, what was asked and what happened.

A *command* is what somebody asks for. A *fact* is what the room then agreed on: numbered, kept, replayed.
A *notice* is what only matters now: latest wins, never kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Generic, Literal, TypeAlias, TypeVar

from msgspec import Meta, Struct

State = TypeVar("State")

#: An opaque identifier: letters, digits, `_`, `-` and `.`; at most 64 characters.
Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"\A[A-Za-z0-9_.-]+\Z")]
#: `<kind>/<id>`, for example `floor/demo`.
RoomId = Annotated[str, Meta(min_length=3, max_length=80, pattern=r"\A[a-z]+/[A-Za-z0-9_-]{1,64}\Z")]
#: Character classes of patterns: what breaks or reorders a line, and what of the rest shows nothing.
CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
BLANKS = r" \xa0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff"
#: Something to read on one line: no control characters, not only blanks. Matches in one pass.
PRINTABLE = rf"\A[{BLANKS}]*[^{CONTROLS}{BLANKS}][^{CONTROLS}]*\Z"
#: One printable line that a person typed.
Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=PRINTABLE)]
#: The name a person shows to others: one line of at most 40 characters.
Name = Annotated[str, Meta(min_length=1, max_length=40, pattern=PRINTABLE)]
#: Milliseconds since the Unix epoch.
Millis: TypeAlias = int


class Role(StrEnum):
    """What a person may do; each behaviour's `allowed` table says which command takes which role."""

    OWNER = "owner"
    MANAGER = "manager"
    CREW = "crew"
    VENUE = "venue"
    GUEST = "guest"
    DJ = "dj"
    STREAMER = "streamer"
    MODERATOR = "moderator"
    VIEWER = "viewer"
    AUDIENCE = "audience"
    SYSTEM = "system"


ORGANISERS = frozenset({Role.OWNER, Role.MANAGER})
#: Who sees the private sections of an advance (`is_private`).
PRIVY = ORGANISERS | {Role.SYSTEM}
#: Who fills in an advance together.
ADVANCERS = ORGANISERS | {Role.CREW, Role.VENUE, Role.GUEST}
#: Who runs the night: DJs and hosts, streamers and their moderators.
DESK = ORGANISERS | {Role.DJ, Role.STREAMER, Role.MODERATOR}
#: Every person who acts: the system is none, and a viewer only looks.
PEOPLE = frozenset(Role) - {Role.SYSTEM, Role.VIEWER}
SYSTEM_ONLY = frozenset({Role.SYSTEM})


class Lane(StrEnum):
    """A class of viewers that see the same bytes."""

    CREW = "crew"
    PUBLIC = "public"
    DESK = "desk"


class Sight(Struct, frozen=True):
    """A lane in which somebody does not see every section of an advance.

    `sections`: the only ones; empty means all. `private`: also those that only organisers see.
    """

    lane: Lane
    sections: tuple[str, ...] = ()
    private: bool = False

    def sees(self, section: str) -> bool:
        """Whether a section, by its key, is in sight."""
        return (not self.sections or section in self.sections) and (self.private or not is_private(section))


def is_private(section: str) -> bool:
    """Whether only organisers see a section: money, and each whose key says so."""
    return section == "money" or section.startswith("private_")


#: What somebody sees; all of one seat see the same bytes.
Seat: TypeAlias = Lane | Sight


#: The two sides that agree on a show.
Party: TypeAlias = Literal["band", "venue"]
PARTIES: tuple[Party, Party] = ("band", "venue")


class Actor(Struct, frozen=True):
    """Who acts: `person` is stable across tabs and devices of one identity.

    `party` is the side they speak for in an advance; empty: what their role says (`party_of`).
    """

    person: Id
    role: Role
    name: Name
    party: Party | Literal[""] = ""


def party_of(actor: Actor) -> Party:
    """The side that somebody speaks for: who has the venue's role the venue, others the band unless it is said."""
    return actor.party or ("venue" if actor.role is Role.VENUE else "band")


def other(party: Party) -> Party:
    """The other side."""
    return "venue" if party == "band" else "band"


@dataclass(frozen=True, slots=True)
class Moment:
    """All that a rule may know of the world, so that every decision can be replayed."""

    actor: Actor
    now_ms: Millis
    fresh_id: Callable[[], str]


class Command(Struct, frozen=True, tag_field="t", forbid_unknown_fields=True, kw_only=True):
    """What somebody asks for; imperative (`Post`), tagged `chat.post`; its types carry every limit."""


class Fact(Struct, frozen=True, tag_field="t", kw_only=True):
    """What the room agreed on; past tense (`Posted`), tagged `chat.posted`; has all that `apply` needs.

    Its types carry no limits: those are in the command that led to it. A limit that is drawn closer one day must not
    make what was kept before it unreadable.
    """


class Notice(Struct, frozen=True, tag_field="t", kw_only=True):
    """What only matters now. Of two with the same tag and key that wait together, the later one is sent."""

    def key(self) -> str:
        """What this notice is about; the later of two about the same thing wins."""
        return ""


#: What deciding a command yields.
Outcome: TypeAlias = Sequence[Fact | Notice]


def same(fact: Fact, _lane: Lane) -> Fact | None:
    """The view of a behaviour that hides nothing."""
    return fact


@dataclass(frozen=True, slots=True)
class Behaviour(Generic[State]):
    """One thing a room can do, as a value.

    `decide` raises `hub.errors.Rejected`; `apply` never fails on a fact that `decide` made.
    `view` gives the fact a lane may see (the same, a redacted one, or None); `show` the state likewise, so
    that folding a lane's facts over its shown state equals showing the folded state.
    What has sections says of each command, fact and notice in which it is (empty: it is about the whole). For who sees
    some of them it narrows a fact, cuts a state down, each to nothing (None) if need be, and blurs a notice that only
    names them.
    """

    name: str
    state: type[State]
    empty: State
    decide: Callable[[State, Any, Moment], Outcome]
    apply: Callable[[State, Any], State]
    view: Callable[[Fact, Lane], Fact | None]
    show: Callable[[State, Lane], State]
    allowed: Mapping[type[Command], frozenset[Role]]
    facts: tuple[type[Fact], ...]
    notices: tuple[type[Notice], ...] = ()
    section_of: Callable[[Any], str] | None = None
    narrow: Callable[[Any, Sight], Fact | None] | None = None
    cut: Callable[[State, Sight], State | None] | None = None
    blur: Callable[[Any, Sight], Notice] | None = None
