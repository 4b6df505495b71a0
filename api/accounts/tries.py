"""How often a password may be guessed, and an address asked to send mail.

A lock is of one address of the internet and one mail, so that nobody locks others out. Against many addresses there is
a wider one for the mail, which devices that signed in before do not share (OWASP, "device cookies").
"""

from api.accounts.sessions import Asking
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import Id
from persistence.accounts import Account, mail_key
from persistence.limits import Limit, neighbourhood

HOUR_MS = 3600 * 1000
#: Of one address or known device on one mail.
NEAR = Limit(10, HOUR_MS // 4)
#: Of all that nobody knows on one mail.
FAR = Limit(100, HOUR_MS)
#: What one mail is sent.
MAILS = Limit(5, HOUR_MS)
#: When nobody counts: whoever comes back then will most likely be let through.
AWAY_MS = 60_000


async def must(worker: Worker, key: str, limit: Limit, *, away: str = "auth.away") -> None:
    """Count a try. Raises `Rejected`: `protocol.too_fast` with the wait, or `away` while nobody counts."""
    wait_ms = await _counted(worker, key, limit, away)
    if wait_ms:
        raise Rejected("protocol.too_fast", retry_after_ms=wait_ms)


async def of_address(worker: Worker, what: str, device: Asking, *, away: str = "account.away") -> None:
    """Count what an address asks; raises as `must` does."""
    limit = Limit(worker.settings.tries_per_address, HOUR_MS)
    await must(worker, f"{what}/{neighbourhood(device.address)}", limit, away=away)


class Guess:
    """One guess at the password of a mail; `device` is the session that the account began on this browser before."""

    def __init__(self, worker: Worker, mail: str, address: str, device: Id | None) -> None:
        self._worker = worker
        whose = f"device/{device}" if device else f"near/{neighbourhood(address)}"
        self._near = f"guess/{whose}/{mail_key(mail)}"
        self._far = None if device else f"guess/far/{mail_key(mail)}"

    async def allowed(self) -> bool:
        """Count it; False when it does not count, right or wrong. Raises `Rejected`: `auth.away`."""
        if await _counted(self._worker, self._near, NEAR, "auth.away"):
            return False
        return self._far is None or not await _counted(self._worker, self._far, FAR, "auth.away")

    async def fits(self, account: Account | None, typed: str) -> bool:
        """Count it, and say whether it is right and counts; that always takes as long. Raises as `allowed` does."""
        counts = await self.allowed()
        fits = await self._worker.passwords.fits(account.password if account else None, typed)
        if not counts or not fits:
            return False
        await self.right()
        return True

    async def right(self) -> None:
        """It was: forget those before."""
        await self._worker.limits.forget(self._near)
        if self._far is not None:
            await self._worker.limits.give_back(self._far, FAR)


async def may_mail(worker: Worker, what: str, mail: str) -> bool:
    """Whether this address may be sent another mail that somebody asked for who need not be its owner."""
    return not await worker.limits.take(f"mail/{what}/{mail_key(mail)}", MAILS)


async def _counted(worker: Worker, key: str, limit: Limit, away: str) -> int:
    wait_ms = await worker.limits.count(key, limit)
    if wait_ms is None:
        raise Rejected(away, retry_after_ms=AWAY_MS)
    return wait_ms
