"""A word of the hub about who may enter which rooms: until when, what of them, and what ends it early. Pure."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from hub.behaviours import OWNER_OF
from hub.errors import Rejected
from hub.kernel import PRIVY, Actor, Command, Lane, Millis, Sight, is_private

#: So long before its end the client is told to bring another one.
WARN_MS = 60_000
#: So long after its end a socket stays open for the other one to come.
GRACE_MS = 25_000


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

    def revoked_by(self, revoked: Mapping[str, Millis], now_ms: Millis) -> bool:
        """Whether one of these subjects, each revoked at its time, ends it.

        A ban from one of its rooms does too, and that one of them is shut, whenever it was given, as long as that
        stands: for these two it is the time when it is over. Members stay in a room that is shut, to read.
        """
        if not revoked:
            return False
        if any(revoked.get(ban_of(room, self.actor.person), 0) > now_ms for room in self.rooms):
            return True
        if not self.of_member and any(is_shut(room, revoked, now_ms) for room in self.rooms):
            return True
        return any(self.issued_ms <= revoked.get(each, -1) for each in self.subjects)

    @property
    def of_member(self) -> bool:
        """Whether it was given to a member of the organisation that the rooms are of."""
        return any(each.startswith("member:") for each in self.subjects)

    @property
    def sight(self) -> Sight:
        """What of an advance it opens, whichever way that is read."""
        return Sight(Lane.CREW, self.sections, self.actor.role in PRIVY)

    def must_see(self, field: str) -> None:
        """Refuse a question, by its full key, that is not for them; a private one as if it were not asked.

        Raises:
            Rejected: `advance.unknown_field` or `auth.section`.
        """
        section = field.partition(".")[0]
        if self.sight.sees(section):
            return
        if is_private(section) and not self.sight.private:
            raise Rejected("advance.unknown_field", field=field)
        raise Rejected("auth.section", sections=", ".join(self.sections))

    def reaches(self, command: Command) -> None:
        """Refuse what lies in a section that was not opened. Raises `Rejected`: `auth.section`."""
        section_of = OWNER_OF[type(command)].section_of
        if self.sections and section_of is not None and section_of(command) not in self.sections:
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


def shut_of(room: str) -> str:
    """The subject under which a room is shut, as while its show is archived."""
    return f"room:{room}"


def is_shut(room: str, revoked: Mapping[str, Millis], now_ms: Millis) -> bool:
    """Whether a room is shut: nobody but members gets in, and nothing more happens there."""
    return revoked.get(shut_of(room), 0) > now_ms


def writable(room: str, command: Command, revoked: Mapping[str, Millis], now_ms: Millis) -> None:
    """Refuse what would be written in a room that is shut; who is where in it may still be told.

    Raises:
        Rejected: `show.archived`.
    """
    if OWNER_OF[type(command)].facts and is_shut(room, revoked, now_ms):
        raise Rejected("show.archived")
