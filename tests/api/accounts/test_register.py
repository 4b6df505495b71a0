import pytest

from tests.api.accounts.newcomers import PASSWORD, a_newcomer, a_stranger, link, mails
from tests.api.accounts.people import DAY_MS, Time
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_who_signs_up_gets_a_mail_whose_link_lets_them_sign_in(hub: Whole) -> None:
    ana = a_stranger(hub)
    answer = await ana.sign_up()
    assert (answer.status_code, answer.json()) == (202, {"mail": ana.mail})
    [mail] = await mails(hub, ana.mail)
    assert "http://hub.test/verify#" in mail.text
    assert problem(await ana.sign_in()) == (401, "account.wrong_password")
    assert (await ana.confirm()).json() == {"mail": ana.mail}
    assert (await ana.sign_in()).status_code == 200


async def test_an_address_with_an_account_gets_the_same_answer_and_another_mail(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    answer = await ana.sign_up()
    assert (answer.status_code, answer.json()) == (202, {"mail": ana.mail})
    newest = (await mails(hub, ana.mail))[0]
    assert newest.subject == "You have an account already"
    assert "#" not in newest.text
    assert (await ana.sign_in(PASSWORD)).status_code == 200


async def test_mails_are_in_the_language_that_who_signed_up_reads(hub: Whole) -> None:
    ana = a_stranger(hub)
    ana.http.headers["Accept-Language"] = "de-AT,de;q=0.9,en;q=0.5"
    await ana.sign_up()
    assert (await mails(hub, ana.mail))[0].subject == "Bestätige deine Adresse"
    await ana.confirm()
    # From now on it is the account's, whoever asks.
    del ana.http.headers["Accept-Language"]
    await ana.sign_up()
    assert (await mails(hub, ana.mail))[0].subject == "Du hast schon ein Konto"


async def test_the_owner_of_an_address_has_the_last_word_on_their_language(hub: Whole) -> None:
    ana = a_stranger(hub)
    ana.http.headers["Accept-Language"] = "de"
    await ana.sign_up()
    ana.http.headers["Accept-Language"] = "en-GB"
    await ana.confirm()
    ana.http.headers["Accept-Language"] = "de"
    await ana.sign_up()
    assert (await mails(hub, ana.mail))[0].subject == "You have an account already"


async def test_whoever_signs_up_first_does_not_keep_an_address_from_its_owner(hub: Whole) -> None:
    owner = a_stranger(hub)
    thief = owner.elsewhere()
    thief.password = "the password of a thief"
    await thief.sign_up()
    thiefs = await link(hub, owner.mail)
    await owner.sign_up()
    assert (await owner.confirm()).status_code == 200
    assert (await owner.sign_in()).status_code == 200
    assert problem(await thief.sign_in()) == (401, "account.wrong_password")
    assert problem(await thief.follow("verify", thiefs)) == (409, "account.mail_taken")


async def test_who_signs_up_for_somebody_else_prepares_nothing_for_themselves(hub: Whole) -> None:
    """The owner of the address opens the link that a stranger had sent: the account is theirs alone."""
    owner = a_stranger(hub)
    thief = owner.elsewhere()
    thief.password = "the password of a thief"
    await thief.sign_up()
    body = {"mail": owner.mail, "name": "Ana", "password": thief.password}
    assert problem(await thief.http.post("/api/accounts", json=body)) == (400, "http.bad_request")
    assert (await owner.confirm()).status_code == 200
    assert problem(await thief.sign_in()) == (401, "account.wrong_password")
    assert (await owner.sign_in()).status_code == 200


async def test_an_account_without_a_password_lets_nobody_in(hub: Whole) -> None:
    ana = a_stranger(hub)
    await ana.sign_up()
    await hub.worker.mailer.settled()
    for password in (" ", "0", PASSWORD):
        assert problem(await ana.sign_in(password)) == (401, "account.wrong_password")


async def test_an_address_is_not_flooded(hub: Whole) -> None:
    ana = a_stranger(hub)
    for _ in range(7):
        assert (await ana.sign_up()).status_code == 202
    assert len(await mails(hub, ana.mail)) == 5


async def test_an_account_that_nobody_confirmed_is_forgotten(hub: Whole, time: Time) -> None:
    ana, ben = a_stranger(hub), a_stranger(hub)
    await ana.sign_up()
    token = await link(hub, ana.mail)
    time.pass_ms(3 * DAY_MS)
    await ben.sign_up()
    await hub.worker.mailer.settled()
    assert problem(await ana.follow("verify", token)) == (404, "account.link_invalid")


@pytest.mark.parametrize(
    "mail",
    [
        "",
        "ana",
        "ana@",
        "@hub.test",
        "a b@hub.test",
        "ana@hub.test\r\nBcc: b@hub.test",
        "ana,b@hub.test",
        "<a@hub.test>",
        "=?utf-8?q?ana?=@hub.test",
    ],
)
async def test_what_is_no_address_is_refused(hub: Whole, mail: str) -> None:
    body = {"mail": mail, "name": "Ana"}
    assert problem(await hub.http.post("/api/accounts", json=body)) == (400, "http.bad_request")


@pytest.mark.parametrize("password", ["", "short", "x" * 201])
async def test_a_password_is_long_rather_than_odd(hub: Whole, password: str) -> None:
    body = {"token": "a" * 43, "password": password}
    assert problem(await hub.http.post("/api/accounts/verify", json=body)) == (400, "http.bad_request")
