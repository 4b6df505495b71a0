"""Reminders as the days go by: each once, whoever sends, whoever is killed meanwhile."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from api.mailer import Letter, Undelivered, unknown
from api.reminders.reminding import Reminding
from hub.advancing_sync.agreement_messages import SetDeadline, Submit
from hub.kernel import Role
from persistence.memory import ManualClock
from persistence.reminders import CLAIM_MS, TRIES_MAX
from tests.api.access.shown import Shown
from tests.api.activity.asking import projected
from tests.api.documents.writing import done
from tests.api.shows.people import joined
from tests.builders import an_actor

pytestmark = pytest.mark.asyncio(loop_scope="module")
URL = "https://hub.test"
DAY_MS = 24 * 3600 * 1000


class Post:
    """Mails as they leave the house; `broken` as long as none does. The shows of other tests have others' titles."""

    def __init__(self, title: str) -> None:
        self.took: list[Letter] = []
        self.broken = False
        self.killed = False
        self._title = title

    async def carry(self, letter: Letter) -> None:
        """Take a mail."""
        if self._title not in letter.text:
            return
        if self.broken:
            raise Undelivered("no server")
        self.took.append(letter)
        if self.killed:
            raise asyncio.CancelledError

    def taken(self) -> list[str]:
        """To whom mails went since this was asked last."""
        taken, self.took = self.took, []
        return sorted(letter.address for letter in taken)


class Days:
    """A show on 6 March whose Wi-Fi and press are due on 24 February, and the hub on one of the days before."""

    def __init__(self, shown: Shown, title: str) -> None:
        self.shown = shown
        self.post = Post(title)
        self.clock = ManualClock()

    def reminding(self) -> Reminding:
        """Another process."""
        return Reminding(self.shown.hub.worker.database, self.post.carry, unknown, self.clock, URL)

    async def at(self, month: int, day: int, hour: int = 12) -> list[str]:
        """Let the hub look at that time; to whom mails went."""
        now_ms = int(datetime(2027, month, day, hour, tzinfo=UTC).timestamp() * 1000)
        self.clock.advance(now_ms - self.clock.now_ms())
        await self.reminding().remind()
        return self.post.taken()


@pytest_asyncio.fixture(loop_scope="module")
async def days(shown: Shown) -> AsyncGenerator[Days]:
    title = f"Night of {shown.show}"
    await shown.owner.patch(shown.path, {"title": title, "timezone": "UTC"})
    for section in ("wifi", "press"):
        await done(shown, SetDeadline(section=section, days_before=10))
    await projected(shown)
    yield Days(shown, title)


def mail(person: Any) -> str:
    return f"{person.account.lower()}@hub.test"


async def test_reminders_go_out_as_the_days_go_by_each_once(days: Days) -> None:
    owner = mail(days.shown.owner)
    assert await days.at(2, 16) == []
    assert await days.at(2, 17, hour=7) == []
    assert await days.at(2, 17, hour=8) == [owner]
    assert await days.at(2, 17, hour=9) == []
    assert await days.at(2, 19) == []
    assert await days.at(2, 21) == [owner]
    assert await days.at(2, 23, hour=22) == []
    assert await days.at(2, 24) == [owner]
    assert await days.at(2, 25) == []


async def test_a_mail_says_what_is_due_when_and_where_to_answer(days: Days) -> None:
    await days.at(2, 16)
    now_ms = int(datetime(2027, 2, 17, 12, tzinfo=UTC).timestamp() * 1000)
    days.clock.advance(now_ms - days.clock.now_ms())
    await days.reminding().remind()
    [letter] = days.post.took
    assert letter.subject.startswith("Answers are due: Night of")
    assert "- Press and promotion: 2027-02-24" in letter.text or "2027-02-24" in letter.text
    assert f"{URL}/shows/{days.shown.owner.org}/{days.shown.show}" in letter.text


async def test_each_side_is_asked_for_its_own_and_not_any_more_when_it_has_submitted(days: Days) -> None:
    venue = await joined(days.shown.owner, Role.VENUE, "Ven")
    await joined(days.shown.owner, Role.DJ, "Dee")
    assert await days.at(2, 17) == sorted([mail(days.shown.owner), mail(venue)])
    for section in ("wifi", "press"):
        await done(days.shown, Submit(section=section), an_actor("ven", Role.VENUE))
    await projected(days.shown)
    assert await days.at(2, 21) == [mail(days.shown.owner)]


async def test_however_often_a_deadline_is_moved_nobody_is_reminded_of_a_section_twice_a_day(days: Days) -> None:
    owner = mail(days.shown.owner)
    assert await days.at(2, 17, hour=8) == [owner]
    for hour, before in enumerate((11, 12, 13), start=9):
        for section in ("wifi", "press"):
            await done(days.shown, SetDeadline(section=section, days_before=before))
        await projected(days.shown)
        assert await days.at(2, 17, hour=hour) == []
    assert await days.at(2, 18, hour=8) == [owner]
    assert await days.at(2, 18, hour=20) == []


async def test_several_at_once_send_each_once(days: Days) -> None:
    await joined(days.shown.owner, Role.CREW, "Cat")
    await days.at(2, 16)
    days.clock.advance(DAY_MS)
    await asyncio.gather(*(days.reminding().remind() for _ in range(5)))
    assert len(days.post.taken()) == 2


async def test_who_is_killed_after_sending_leads_to_one_duplicate_at_most(days: Days) -> None:
    await days.at(2, 16)
    days.clock.advance(DAY_MS)
    days.post.killed = True
    with pytest.raises(asyncio.CancelledError):
        await days.reminding().remind()
    days.post.killed = False
    assert len(days.post.taken()) == 1
    await days.reminding().remind()
    assert days.post.taken() == []
    days.clock.advance(CLAIM_MS)
    for _ in range(3):
        await days.reminding().remind()
        days.clock.advance(CLAIM_MS)
    assert len(days.post.taken()) == 1


async def test_a_mail_that_does_not_leave_the_house_is_tried_again_and_given_up_in_the_end(days: Days) -> None:
    await days.at(2, 16)
    days.clock.advance(DAY_MS - 3 * 3600 * 1000)
    days.post.broken = True
    await days.reminding().remind()
    days.post.broken = False
    days.clock.advance(CLAIM_MS)
    await days.reminding().remind()
    assert len(days.post.taken()) == 1
    days.clock.advance(4 * DAY_MS)
    days.post.broken = True
    for _ in range(TRIES_MAX):
        await days.reminding().remind()
        days.clock.advance(CLAIM_MS)
    days.post.broken = False
    await days.reminding().remind()
    assert days.post.taken() == []


async def test_a_show_may_remind_nobody(days: Days) -> None:
    await days.shown.owner.ask("PUT", f"{days.shown.path}/reminders", {"days": []})
    assert await days.at(2, 17) == []


async def test_a_deadline_that_is_moved_is_another_one(days: Days) -> None:
    assert len(await days.at(2, 24)) == 1
    for section in ("wifi", "press"):
        await done(days.shown, SetDeadline(section=section, days_before=8))
    await projected(days.shown)
    assert len(await days.at(2, 26)) == 1


async def test_a_show_that_is_put_away_reminds_nobody(days: Days) -> None:
    await days.shown.owner.post(f"{days.shown.path}/archive")
    assert await days.at(2, 17) == []
