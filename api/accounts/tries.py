"""How often a password may be guessed, and an address asked to send mail.

A lock is of one address of the internet and one mail, so that nobody locks others out. Against many addresses there is
a wider one for the mail, which devices that signed in before do not share (OWASP, "device cookies").
"""

from api.accounts.sessions import Asking
from api.worker import Worker
from hub.kernel import Id
from persistence.accounts import mail_key
from persistence.limits import Limit, neighbourhood

HOUR_MS = 3600 * 1000
#: Of one address or known device on one mail.
NEAR = Limit(10, HOUR_MS // 4)
#: Of all that nobody knows on one mail.
FAR = Limit(100, HOUR_MS)
#: What one mail is sent.
MAILS = Limit(5, HOUR_MS)


async def of_address(worker: Worker, what: str, device: Asking) -> None:
    """Count what an address asks. Raises `Rejected`: `protocol.too_fast`, also while Redis is away."""
    limit = Limit(worker.settings.tries_per_address, HOUR_MS)
    await worker.limits.must(f"{what}/{neighbourhood(device.address)}", limit)


class Guess:
    """One guess at the password of a mail; `device` is the session that the account began on this browser before."""

    def __init__(self, worker: Worker, mail: str, address: str, device: Id | None) -> None:
        self._limits = worker.limits
        whose = f"device/{device}" if device else f"near/{neighbourhood(address)}"
        self._near = f"guess/{whose}/{mail_key(mail)}"
        self._far = None if device else f"guess/far/{mail_key(mail)}"

    async def allowed(self) -> bool:
        """Count it; False when it does not count, right or wrong."""
        if await self._limits.take(self._near, NEAR):
            return False
        return self._far is None or not await self._limits.take(self._far, FAR)

    async def right(self) -> None:
        """It was: forget those before."""
        await self._limits.forget(self._near)
        if self._far is not None:
            await self._limits.give_back(self._far, FAR)


async def may_mail(worker: Worker, what: str, mail: str) -> bool:
    """Whether this address may be sent another mail that somebody asked for who need not be its owner."""
    return not await worker.limits.take(f"mail/{what}/{mail_key(mail)}", MAILS)
