import asyncio

import pytest

from api.accounts import tries
from tests.api.accounts.newcomers import Newcomer, a_newcomer, an_address, link, mails, somebody_in
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
ANOTHER = "another long password"


async def asked(ana: Newcomer, mail: str, password: str = "") -> int:
    """Ask for another address; the status."""
    body = {"mail": mail, "password": password or ana.password}
    return (await ana.ask("POST", "/api/me/mail", json=body)).status_code


async def test_who_is_signed_in_reads_about_themselves(hub: Whole) -> None:
    ana = await somebody_in(hub)
    made = (await ana.ask("POST", "/api/orgs", json={"name": "The Crew"})).json()
    read = (await ana.ask("GET", "/api/me")).json()
    assert read == read | {"mail": ana.mail, "name": "Ana", "platform_admin": False, "totp": False, "passkeys": 0}
    assert [(org["org"], org["name"], org["role"]) for org in read["orgs"]] == [(made["org"], "The Crew", "owner")]


async def test_an_account_that_is_gone_has_no_session(hub: Whole) -> None:
    ana = await somebody_in(hub)
    async with hub.worker.database.connection() as connection:
        await connection.execute("DELETE FROM account WHERE mail = $1", ana.mail)
    assert problem(await ana.ask("GET", "/api/me")) == (401, "auth.session_invalid")
    body = {"old": ana.password, "new": ANOTHER}
    assert problem(await ana.ask("POST", "/api/me/password", json=body)) == (401, "auth.session_invalid")
    assert problem(await ana.refresh()) == (401, "auth.refresh_invalid")


async def test_of_two_new_passwords_at_once_one_is_the_password(hub: Whole) -> None:
    ana = await somebody_in(hub)
    bodies = [{"old": ana.password, "new": f"{ANOTHER} {n}"} for n in range(3)]
    answers = await asyncio.gather(*(ana.ask("POST", "/api/me/password", json=body) for body in bodies))
    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == [204, 403, 403]
    assert (await ana.sign_in(bodies[statuses.index(204)]["new"])).status_code == 200


async def test_a_name_can_be_another(hub: Whole) -> None:
    ana = await somebody_in(hub)
    assert (await ana.ask("PATCH", "/api/me", json={"name": "Anita"})).status_code == 204
    assert (await ana.ask("GET", "/api/me")).json()["name"] == "Anita"
    assert (await ana.refresh()).json()["name"] == "Anita"


async def test_another_password_signs_every_other_device_out(hub: Whole) -> None:
    ana = await somebody_in(hub)
    phone = ana.elsewhere()
    await phone.sign_in()
    body = {"old": ana.password, "new": ANOTHER}
    assert (await ana.ask("POST", "/api/me/password", json=body)).status_code == 204
    assert (await ana.refresh()).status_code == 200
    assert problem(await phone.refresh()) == (401, "auth.session_ended")
    assert problem(await phone.sign_in()) == (401, "account.wrong_password")
    assert (await phone.sign_in(ANOTHER)).status_code == 200
    assert (await mails(hub, ana.mail))[0].subject == "Your password was changed"


async def test_a_session_that_was_left_open_does_not_change_the_password(hub: Whole) -> None:
    ana = await somebody_in(hub)
    body = {"old": "a guess", "new": ANOTHER}
    for _ in range(tries.NEAR.times):
        answer = await ana.ask("POST", "/api/me/password", json=body)
        assert problem(answer) == (403, "account.not_your_password")
    assert problem(await ana.ask("POST", "/api/me/password", json=body)) == (429, "protocol.too_fast")


async def test_an_address_is_another_once_its_mail_is_confirmed(hub: Whole) -> None:
    ana = await somebody_in(hub)
    old, new = ana.mail, an_address()
    assert await asked(ana, new) == 202
    ana.mail = new
    assert problem(await ana.sign_in()) == (401, "account.wrong_password")
    assert (await ana.confirm_change()).json() == {"mail": new}
    assert (await ana.sign_in()).status_code == 200
    assert (await mails(hub, old))[0].subject == "Your address was changed"


async def test_an_address_of_somebody_else_is_told_only_to_them(hub: Whole) -> None:
    ana, ben = await somebody_in(hub), await a_newcomer(hub)
    assert await asked(ana, ben.mail) == 202
    assert (await mails(hub, ben.mail))[0].subject == "You have an account already"


async def test_who_asks_for_an_address_cannot_see_whether_somebody_has_it(hub: Whole) -> None:
    ana, ben = await somebody_in(hub), await a_newcomer(hub)
    seen: list[tuple[list[str], tuple[int, str]]] = []
    for wanted in (an_address(), ben.mail):
        own = an_address()
        assert await asked(ana, own) == 202
        token = await link(hub, own)
        before = (await ana.ask("GET", "/api/me/events")).json()
        assert await asked(ana, wanted) == 202
        await hub.worker.mailer.settled()
        after = (await ana.ask("GET", "/api/me/events")).json()
        events = [each["what"] for each in after[: len(after) - len(before)]]
        seen.append((events, problem(await ana.follow("change/confirm", token))))
    assert seen == [(["mail_change_asked"], (404, "account.link_invalid"))] * 2


async def test_an_address_that_somebody_took_meanwhile_stays_theirs(hub: Whole) -> None:
    ana, ben = await somebody_in(hub), await somebody_in(hub)
    wanted = an_address()
    assert await asked(ana, wanted) == 202
    anas = await link(hub, wanted)
    assert await asked(ben, wanted) == 202
    assert (await ben.follow("change/confirm", await link(hub, wanted))).status_code == 200
    assert problem(await ana.follow("change/confirm", anas)) == (409, "account.mail_taken")


async def test_a_mail_that_one_has_thought_better_of_is_worth_nothing(hub: Whole) -> None:
    ana = await somebody_in(hub)
    first = an_address()
    assert await asked(ana, first) == 202
    token = await link(hub, first)
    assert await asked(ana, an_address()) == 202
    await hub.worker.mailer.settled()
    assert problem(await ana.follow("change/confirm", token)) == (404, "account.link_invalid")


async def test_what_was_mailed_to_the_old_address_is_worth_nothing(hub: Whole) -> None:
    ana = await somebody_in(hub)
    await ana.http.post("/api/accounts/reset", json={"mail": ana.mail})
    token = await link(hub, ana.mail)
    ana.mail = an_address()
    assert await asked(ana, ana.mail) == 202
    await ana.confirm_change()
    answer = await ana.http.post("/api/accounts/reset/confirm", json={"token": token, "password": ANOTHER})
    assert problem(answer) == (404, "account.link_invalid")


async def test_an_address_is_not_flooded(hub: Whole) -> None:
    ana, victim = await somebody_in(hub), an_address()
    for _ in range(7):
        assert await asked(ana, victim) == 202
    assert len(await mails(hub, victim)) == 5


async def test_the_wrong_password_changes_no_address(hub: Whole) -> None:
    ana = await somebody_in(hub)
    assert await asked(ana, an_address(), "a guess") == 403


async def test_nobody_has_many_addresses_mailed(hub: Whole) -> None:
    ana = await somebody_in(hub)
    statuses = [await asked(ana, an_address()) for _ in range(tries.NEAR.times + 1)]
    assert statuses == [202] * tries.NEAR.times + [429]
