"""Who is let into rooms: the grant of whoever has one, unless what it was given for has ended."""

from collections.abc import Awaitable
from dataclasses import dataclass

from api import grants
from api.signing import Signer
from hub.errors import Rejected
from hub.rooms.grant import Grant
from hub.rooms.ports import Clock, Unavailable
from persistence import tickets
from persistence.database import Database
from persistence.revocations import Revocations


@dataclass(frozen=True, slots=True)
class Admission:
    """What every grant of this worker comes through."""

    signer: Signer
    clock: Clock
    database: Database
    revocations: Revocations

    def admit(self, token: str) -> Grant | Awaitable[Grant]:
        """The grant that a text is, or in a moment the one of the ticket that it is.

        Raises:
            Rejected: `auth.*`, now or in a moment.
        """
        return self._spend(token) if tickets.is_ticket(token) else self.grant(token)

    def grant(self, token: str) -> Grant:
        """The grant that a text is.

        Raises:
            Rejected: `auth.grant_invalid`, `auth.grant_expired`, `auth.revoked` or `auth.unchecked`.
        """
        return self._standing(grants.read(self.signer, token, now_ms=self.clock.now_ms()))

    async def _spend(self, ticket: str) -> Grant:
        try:
            grant = await tickets.spend(self.database, ticket, self.clock.now_ms())
        except Unavailable:
            raise Rejected("auth.unchecked") from None
        if grant is None:
            raise Rejected("auth.ticket_invalid")
        return self._standing(grant)

    def _standing(self, grant: Grant) -> Grant:
        if grant.subjects and not self.revocations.ready:
            raise Rejected("auth.unchecked")
        if grant.revoked_by(self.revocations.known, self.clock.now_ms()):
            raise Rejected("auth.revoked")
        return grant
