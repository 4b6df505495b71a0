"""Every behaviour there is, and which of them each kind of room has. A new behaviour is one line in each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from hub.advancing_sync import ADVANCING_SYNC
from hub.chat import CHAT
from hub.kernel import ADVANCERS, DESK, ORGANISERS, Behaviour, Command, Fact, Lane, Notice, Role
from hub.presence import PRESENCE
from hub.queue import QUEUE
from hub.streams import STREAMS
from hub.tips import TIPS

BEHAVIOURS: tuple[Behaviour[Any], ...] = (PRESENCE, CHAT, ADVANCING_SYNC, QUEUE, TIPS, STREAMS)


class Kind(Struct, frozen=True):
    """A kind of room: what it can do, who may enter, and which lane each of them is in."""

    name: str
    behaviours: tuple[Behaviour[Any], ...]
    lanes: Mapping[Role, Lane]


def _seats(crew: frozenset[Role], lane: Lane, public: frozenset[Role]) -> Mapping[Role, Lane]:
    seats = dict.fromkeys(public, Lane.PUBLIC) | dict.fromkeys(crew | {Role.SYSTEM}, lane)
    return MappingProxyType(seats)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "show": Kind(
            "show",
            (PRESENCE, CHAT, ADVANCING_SYNC),
            _seats(ADVANCERS | {Role.VIEWER}, Lane.CREW, frozenset()),
        ),
        "floor": Kind(
            "floor",
            (PRESENCE, QUEUE, TIPS, CHAT),
            _seats(ORGANISERS | {Role.DJ, Role.MODERATOR}, Lane.DESK, frozenset({Role.AUDIENCE})),
        ),
        "stream": Kind(
            "stream",
            (PRESENCE, CHAT, TIPS, STREAMS),
            _seats(DESK - {Role.DJ}, Lane.DESK, frozenset({Role.AUDIENCE})),
        ),
    }
)

COMMANDS: tuple[type[Command], ...] = tuple(c for b in BEHAVIOURS for c in b.allowed)
FACTS: tuple[type[Fact], ...] = tuple(f for b in BEHAVIOURS for f in b.facts)
NOTICES: tuple[type[Notice], ...] = tuple(n for b in BEHAVIOURS for n in b.notices)

OWNER_OF: Mapping[type, Behaviour[Any]] = MappingProxyType(
    {t: b for b in BEHAVIOURS for t in (*b.allowed, *b.facts, *b.notices)},
)


def kind_of(room: str) -> Kind | None:
    """The kind of a room id such as `floor/demo`; None when there is no such kind."""
    return KINDS.get(room.partition("/")[0])
