"""Sends reminders. Any number of processes may; each reminder is one's (`persistence.reminders.claim`).

Whoever is killed after a mail has left and before that is written down leaves a claim behind, and when it is over the
mail is sent once more: one duplicate for each such kill, and none otherwise.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby

import structlog

from api import mail_texts
from api.mailer import Carry, Reads, Undelivered
from api.reminders.due import due
from hub.kernel import Id
from hub.rooms.ports import Clock, Unavailable
from persistence import reminders
from persistence.database import Database
from persistence.reminders import Night, Reached, Reminder
from persistence.tenancy import within

#: A deadline is at most so many days before its show.
DAYS_MAX = 366
_log = structlog.get_logger()


class Reminding:
    """One process's."""

    def __init__(self, database: Database, carry: Carry, reads: Reads, clock: Clock, url: str) -> None:
        self._database = database
        self._carry = carry
        self._reads = reads
        self._clock = clock
        self._url = url

    async def run(self, every_s: float) -> None:
        """Remind until cancelled; whatever fails is tried again."""
        while True:
            try:
                await self.remind()
            except Unavailable:
                pass
            except Exception as error:  # noqa: BLE001  the next time may fare better, and the trace is kept
                _log.critical("duty broke", duty="reminders", exc_info=error)
            await asyncio.sleep(every_s)

    async def remind(self) -> int:
        """Send what is due now; how many mails that were. Raises `Unavailable`."""
        today = datetime.fromtimestamp(self._clock.now_ms() / 1000, UTC).date()
        span = [(today + timedelta(days=days)).isoformat() for days in (-1, DAYS_MAX)]
        return sum([await self._of_show(*each) for each in await reminders.shows(self._database, *span)])

    async def _of_show(self, org: Id, show: Id) -> int:
        now_ms = self._clock.now_ms()
        async with within(self._database, org) as connection:
            night = await reminders.night(connection, org, show)
            people = await reminders.people(connection, org) if night else []
            wanted = due(night, people, now_ms) if night else []
            claimed = await reminders.claim(connection, org, show, wanted, now_ms) if wanted else []
        mails = 0
        for person, several in groupby(sorted(claimed, key=_account), key=_account):
            [reached] = [each for each in people if each.account == person]
            assert night is not None, "nothing is claimed of no show"
            mails += await self._told(org, show, night, reached, list(several))
        return mails

    async def _told(self, org: Id, show: Id, night: Night, person: Reached, which: Sequence[Reminder]) -> int:
        """Send one mail about all of it; 0 when it did not leave the house, and somebody tries again."""
        words = {
            "title": night.title,
            "sections": "\n".join(f"- {night.parts[each.section].label}: {each.due_day}" for each in which),
            "url": f"{self._url}/shows/{org}/{show}",
        }
        letter = mail_texts.letter("reminder", person.mail, **words)
        try:
            await self._carry(letter.read_in(await self._reads(person.mail)))
        except Undelivered as error:
            _log.warning("a reminder did not leave the house", show=show, reason=str(error))
            return 0
        async with within(self._database, org) as connection:
            await reminders.sent(connection, org, show, which, self._clock.now_ms())
        return 1


def _account(reminder: Reminder) -> Id:
    return reminder.account
