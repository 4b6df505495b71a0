"""A word of the hub about who may enter which rooms: until when, what of them, and what ends it early. Pure."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from hub.advancing_sync import ADVANCING_SYNC
from hub.errors import Rejected
from hub.kernel import Actor, Command, Millis

#: So long before its end the client is told to bring another one.
WARN_MS = 60_000
#: So long after its end a socket stays open for the other one to come.
GRACE_MS = 25_000
_SECTIONED = frozenset(ADVANCING_SYNC.allowed)


class Grant(Struct, frozen=True):
    """Who may enter which rooms, until when (wall time).

    `subjects` is what it was given for, such as `session:<id>`: it ends when one of them is revoked after
    `issued_ms`. `sections`: the only ones of an advance that may be seen and written; empty means all.
    """

    actor: Actor
    rooms: tuple[str, ...]
    expires_ms: Millis
    subjects: tuple[str, ...] = ()
    issued_ms: Millis = 0
    sections: tuple[str, ...] = ()

    def revoked_by(self, revoked: Mapping[str, Millis]) -> bool:
        """Whether one of these subjects, each revoked at its time, ends it.

        A ban from one of its rooms does too, as long as it is known: whoever comes back by their link is still banned.
        """
        if not revoked:
            return False
        if any(ban_of(room, self.actor.person) in revoked for room in self.rooms):
            return True
        return any(self.issued_ms <= revoked.get(each, -1) for each in self.subjects)

    def reaches(self, command: Command) -> None:
        """Refuse what lies in a section that was not opened. Raises `Rejected`: `auth.section`."""
        if self.sections and type(command) in _SECTIONED:
            about: str = getattr(command, "field", "") or getattr(command, "section", "")
            if about.partition(".")[0] not in self.sections:
                raise Rejected("auth.section", sections=", ".join(self.sections))

    def renewed(self, by: "Grant", joined: Collection[str]) -> "Grant":
        """This one with the time and the rooms of another for the same person.

        Raises:
            Rejected: `auth.grant_other`, the other one is somebody else's or for other sections, or lacks a room that
                is joined.
        """
        before, after = ((each.actor.person, each.actor.role, each.sections) for each in (self, by))
        if before != after or not set(joined) <= set(by.rooms):
            raise Rejected("auth.grant_other")
        # What others see of the person stays until they come anew.
        return Grant(self.actor, by.rooms, by.expires_ms, by.subjects, by.issued_ms, by.sections)


def ban_of(room: str, person: str) -> str:
    """The subject under which a person is banned from a room."""
    return f"ban:{room}:{person}"
