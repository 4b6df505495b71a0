"""From nothing to a show: people sign up, find each other, and let others in; each in a browser of their own."""

import time
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from pyotp.totp import TOTP

from tests.browser.conftest import PHONE, Hub, People
from tests.browser.test_access import RING, SCREENS, TOUCH_PX, grave_in_both

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PASSWORD = "a harbour full of lights"
STEP_S = 30
TOO_SMALL = """least => [...document.querySelectorAll("main button, main select, main input, nav a")]
     .filter(each => each.offsetParent !== null && each.type !== "checkbox" && !each.matches(".hidden"))
     .map(each => [each.getAttribute("aria-label") ?? each.textContent, each.getBoundingClientRect()])
     .filter(([, box]) => box.height < least || box.width < least)
     .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""


async def sign_up(page: Page, hub: Hub, name: str) -> str:
    """Make an account and confirm its address; the address."""
    mail = hub.mail(name)
    await page.goto(hub.url("/sign-up"))
    await page.get_by_label("Your name").fill(name)
    await page.get_by_label("E-mail").fill(mail)
    await page.get_by_role("button", name="Make the account").click()
    await expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    await follow(page, hub, mail, "Confirm your address")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Confirm").click()
    await expect(page.get_by_role("heading", name="Your e-mail is confirmed")).to_be_visible()
    return mail


async def follow(page: Page, hub: Hub, mail: str, subject: str) -> None:
    """Open the link of the newest mail about something to somebody."""
    letter = page.locator("article", has_text=f"To {mail}").filter(has_text=subject).first
    await page.goto(hub.url("/dev/mail"))
    while not await letter.count():  # it is on its way
        await page.reload()
    await letter.get_by_role("link").click()


async def sign_in(page: Page, hub: Hub, mail: str, password: str = PASSWORD) -> None:
    """As far as the password goes."""
    await page.goto(hub.url("/sign-in"))
    await page.get_by_label("E-mail").fill(mail)
    await page.get_by_label("Password").fill(password)
    await page.keyboard.press("Enter")


async def sign_out(page: Page) -> None:
    """This device only."""
    await page.get_by_role("button", name="Sign out", exact=True).first.click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def make_organisation(page: Page, name: str) -> None:
    """The first thing that somebody does who is in none."""
    await page.get_by_label("Name").fill(name)
    await page.get_by_role("button", name="Make it").click()
    await expect(page.get_by_role("button", name="New show")).to_be_visible()


async def newcomer(hub: Hub, people: People, name: str, **options: Any) -> Page:
    """Somebody with an account and an organisation, at their shows."""
    page = await people.open("about:blank", **options)
    await sign_in(page, hub, await sign_up(page, hub, name))
    await make_organisation(page, f"{name} Concerts")
    return page


async def turn_on_totp(page: Page, hub: Hub) -> TOTP:
    """The second factor of who is signed in, as their phone has it."""
    await page.goto(hub.url("/account"))
    await page.get_by_role("button", name="Turn it on").click()
    totp = TOTP(await page.get_by_role("textbox", name="No camera?").input_value())
    await page.get_by_label("Code", exact=True).fill(totp.now())
    await page.get_by_role("dialog").get_by_role("button", name="Turn it on").click()
    await expect(page.locator(".recovery-codes code")).to_have_count(10)
    await page.get_by_role("button", name="I have kept them").click()
    await expect(page.get_by_role("button", name="Turn it off")).to_be_visible()
    return totp


async def make_show(page: Page, hub: Hub, title: str) -> None:
    """A show with its advance; the page is its home then."""
    await page.goto(hub.url("/shows"))
    await page.get_by_role("button", name="New show").click()
    await expect(page.get_by_label("Title", exact=True)).to_be_focused()
    await page.keyboard.type(title)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=title)).to_be_visible()


async def invite(page: Page, mail: str) -> None:
    """Ask somebody to join as crew."""
    await page.get_by_role("link", name="Organisation").click()
    await page.get_by_label("E-mail").fill(mail)
    await page.get_by_role("button", name="Send the invitation").click()
    await expect(page.locator(".invitations")).to_contain_text(mail)


async def make_link(page: Page, name: str) -> str:
    """A link into everything of the show whose home the page is."""
    await page.get_by_role("button", name="New link").click()
    await page.get_by_label("For whom").fill(name)
    await page.get_by_role("button", name="Make the link").click()
    link = await page.get_by_role("textbox", name="Link").input_value()
    await page.get_by_role("button", name="Close").first.click()
    return link


async def test_from_signing_up_to_the_crew_form_in_a_clean_browser(hub: Hub, people: People) -> None:
    ana = await people.open("about:blank")
    mail = await sign_up(ana, hub, "Ana")
    await sign_in(ana, hub, mail)
    await make_organisation(ana, "Lantern Touring")
    totp = await turn_on_totp(ana, hub)
    await sign_out(ana)
    await sign_in(ana, hub, mail)
    # the step that turned it on is spent: a phone that is a little fast has the next one
    await ana.get_by_label("Code").fill(totp.at(int(time.time()) + STEP_S))
    await ana.get_by_role("button", name="Go on").click()

    await invite(ana, hub.mail("ben"))

    ben = await people.open("about:blank")
    await follow(ben, hub, hub.mail("ben"), "invites you")
    await expect(ben.get_by_role("heading", name="You are invited")).to_be_visible()
    await sign_in(ben, hub, await sign_up(ben, hub, "Ben"))
    await expect(ben.locator(".org-name")).to_have_text("Lantern Touring")

    await make_show(ana, hub, "Night Shift")
    await ben.reload()
    await expect(ben.locator(".next-show")).to_contain_text("Night Shift")

    link = await make_link(ana, "Light of the house")
    stranger = await people.open(link)
    await expect(stranger.locator(".status")).to_have_text("Live")
    await expect(stranger.get_by_role("heading", name="Night Shift")).to_be_visible()
    await stranger.get_by_label("City", exact=True).fill("Leipzig")
    await stranger.keyboard.press("Enter")
    await ana.reload()
    await expect(ana.locator(".links")).to_contain_text("used")
    await ana.get_by_role("button", name="Open: Crew form").click()
    await expect(ana.get_by_label("City", exact=True)).to_have_value("Leipzig")
    await expect(ana.locator(".activity")).to_contain_text("Light of the house")
    assert "#" not in stranger.url + ana.url


async def test_a_link_that_is_taken_back_lets_nobody_in_and_who_is_in_out(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Cara")
    await make_show(page, hub, "Over Soon")
    link = await make_link(page, "Sound")
    inside = await people.open(link)
    await expect(inside.locator(".status")).to_have_text("Live")
    await page.get_by_role("button", name="Remove: Sound").click()
    await page.get_by_role("button", name="Yes, do it").click()
    await expect(page.locator(".links")).to_contain_text("taken back")
    await expect(inside.get_by_role("heading", name="This page has lost its way in")).to_be_visible()
    late = await people.open(link)
    await expect(late.get_by_role("heading", name="This link did not open")).to_be_visible()
    await expect(late.get_by_role("alert")).to_contain_text("ask for another one")


async def test_another_role_reaches_a_page_that_is_open(hub: Hub, people: People) -> None:
    kai = await newcomer(hub, people, "Kai")
    await make_show(kai, hub, "Short Notice")
    home = kai.url
    await invite(kai, hub.mail("lea"))
    lea = await people.open("about:blank")
    await sign_up(lea, hub, "Lea")
    await follow(lea, hub, hub.mail("lea"), "invites you")
    await expect(lea.get_by_role("heading", name="You are invited")).to_be_visible()
    await sign_in(lea, hub, hub.mail("lea"))
    await expect(lea.locator(".org-name")).to_have_text("Kai Concerts")
    await lea.goto(home)
    await lea.get_by_role("button", name="Open: Crew form").click()
    await expect(lea.get_by_label("City", exact=True)).to_be_editable()
    await kai.get_by_role("link", name="Organisation").click()
    await kai.get_by_label("Role of Lea").select_option("Viewer")
    await expect(lea.locator(".top")).to_contain_text("read only")
    await expect(lea.locator(".status")).to_have_text("Live")
    await expect(lea.get_by_label("City", exact=True)).to_be_disabled()


async def test_a_link_into_one_section_shows_no_other_and_may_be_for_reading_only(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Jo")
    await make_show(page, hub, "Quiet Night")
    await page.get_by_role("button", name="New link").click()
    await page.get_by_label("For whom").fill("Kitchen")
    await page.get_by_role("dialog").get_by_text("Hospitality", exact=True).click()
    await page.get_by_text("May answer, not only read").click()
    await page.get_by_role("button", name="Make the link").click()
    reader = await people.open(await page.get_by_role("textbox", name="Link").input_value())
    await expect(reader.locator(".sections li")).to_have_count(1)
    await expect(reader.get_by_role("heading", name="Hospitality")).to_be_visible()
    await expect(reader.locator(".top")).to_contain_text("read only")
    await expect(reader.locator("[data-control]:enabled")).to_have_count(0)


async def test_a_code_says_which_show_is_meant_and_opens_nothing(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Dora")
    await make_show(page, hub, "Spring Ball")
    code = await page.get_by_role("textbox", name="Show code").input_value()
    anybody = await people.open(hub.url("/open"), PHONE)
    await anybody.get_by_label("Show code").fill("00000000")
    await anybody.keyboard.press("Enter")
    await expect(anybody.get_by_role("alert")).to_contain_text("No show has this code")
    await anybody.get_by_label("Show code").fill(code.lower())
    await anybody.keyboard.press("Enter")
    await expect(anybody.get_by_role("heading", name="Spring Ball")).to_be_visible()
    assert await page.locator("img.qr").evaluate("each => each.naturalWidth") > 0


async def test_what_was_wrong_stands_beside_what_caused_it(hub: Hub, people: People) -> None:
    page = await people.open(hub.url("/sign-in"))
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_label("E-mail")).to_be_focused()
    await expect(page.locator(".form-field", has_text="E-mail")).to_contain_text("Fill this in.")
    await sign_in(page, hub, "nobody@example.org")
    await expect(page.get_by_role("alert")).to_contain_text("do not fit")
    await expect(page.get_by_label("E-mail")).to_have_value("nobody@example.org")
    await page.goto(hub.url("/verify#notatoken"))
    await expect(page.get_by_role("heading", name="This link did not work")).to_be_visible()
    await page.goto(hub.url("/verify"))
    await expect(page.get_by_role("alert")).to_have_text("Open the link from your mail.")


async def test_a_forgotten_password_is_set_anew_and_signs_every_device_out(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Elif")
    other = await people.open(hub.url("/reset"))
    await other.get_by_label("E-mail").fill(hub.mail("elif"))
    await other.get_by_role("button", name="Send the link").click()
    await expect(other.get_by_role("heading", name="Look into your mail")).to_be_visible()
    await follow(other, hub, hub.mail("elif"), "Set a new password")
    await other.get_by_label("New password").fill("another harbour entirely")
    await other.get_by_role("button", name="Set the password").click()
    await expect(other.get_by_role("heading", name="Your password is changed")).to_be_visible()
    await sign_in(other, hub, hub.mail("elif"), "another harbour entirely")
    await expect(other.get_by_role("button", name="New show")).to_be_visible()
    await expect(page.locator(".org-name")).to_have_text("Elif Concerts")
    await signed_out(page, hub)


async def signed_out(page: Page, hub: Hub) -> None:
    """It takes a moment, until every worker knows; the page goes by itself, so each look waits for what comes of it."""
    asked = page.get_by_role("heading", name="Sign in")
    while not await asked.is_visible():
        await page.goto(hub.url("/account"))
        await asked.or_(page.locator(".devices li").first).wait_for()


async def test_a_device_is_signed_out_from_another(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Finn")
    phone = await people.open("about:blank", PHONE)
    await sign_in(phone, hub, hub.mail("finn"))
    await expect(phone.get_by_role("button", name="New show")).to_be_visible()
    await page.goto(hub.url("/account"))
    await expect(page.locator(".devices li")).to_have_count(2)
    await page.get_by_role("button", name="Sign out: Chrome, Linux").click()
    await page.get_by_role("button", name="Yes, do it").click()
    await expect(page.locator(".devices li")).to_have_count(1)
    await signed_out(phone, hub)


async def test_a_passkey_lets_its_owner_in_without_a_password(hub: Hub, people: People) -> None:
    # passkeys belong to a host with a name
    there = Hub(hub.process, hub.facts | {"url": hub.facts["url"].replace("127.0.0.1", "localhost")})
    page = await newcomer(there, people, "Gil")
    # the types of Playwright leave open what a command of the browser takes
    devtools: Any = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    phone = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    await devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**phone, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    await page.goto(there.url("/account"))
    await page.get_by_role("button", name="Add a passkey").click()
    await page.get_by_label("Name of this passkey").fill("Telephone")
    await page.get_by_role("dialog").get_by_role("button", name="Add a passkey").click()
    await expect(page.get_by_text("Telephone")).to_be_visible()
    await sign_out(page)
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.get_by_role("button", name="New show")).to_be_visible()


async def test_who_joins_sees_the_shows_and_owners_see_who_did_what(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Hana")
    await page.get_by_role("tab", name="Venues").click()
    await page.get_by_role("button", name="New venue").click()
    await page.get_by_label("Name", exact=True).fill("Lantern Hall")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Lantern Hall")).to_be_visible()
    await page.evaluate("location.hash = '#streams'")
    await expect(page.get_by_role("button", name="New stream")).to_be_visible()
    await page.get_by_role("tab", name="Venues").click()
    await page.get_by_role("tab", name="Venues").press("ArrowLeft")
    await expect(page.get_by_role("tab", name="Calendar")).to_be_focused()
    await page.get_by_role("button", name="Make the address").click()
    feed = await page.get_by_role("textbox", name="In your own calendar").input_value()
    await page.get_by_role("link", name="Organisation").click()
    for line in ("Organisation made", "Venue made", "Calendar address made"):
        await expect(page.locator(".audit")).to_contain_text(line)
    response = await page.request.get(feed)
    assert (await response.text()).startswith("BEGIN:VCALENDAR")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def signed_in(hub: Hub, chromium: Browser) -> Any:
    """What the browser of somebody keeps who is signed in, and the home of a show of theirs."""
    people = People(chromium)
    page = await newcomer(hub, people, "Iris")
    await make_show(page, hub, "Harbour Night")
    await make_link(page, "Sound")
    state, home = await page.context.storage_state(), page.url
    await page.get_by_role("link", name="Organisation").click()
    organisation = page.url
    for context in people.contexts:
        await context.close()
    return state, {"shows": "/shows", "calendar": "/shows#calendar", "account": "/account", "show": home} | {
        "organisation": organisation,
        "sign-in": "/sign-in",
        "sign-up": "/sign-up",
        "open": "/open",
    }


PAGES = ["shows", "calendar", "account", "show", "organisation", "sign-in", "sign-up", "open"]


async def look(hub: Hub, people: People, signed_in: Any, name: str, viewport: dict[str, int], **options: Any) -> Page:
    """A page with everything on it."""
    state, paths = signed_in
    path: str = paths[name]
    url = path if path.startswith("http") else hub.url(path)
    page = await people.open(url, viewport, storage_state=state, **options)
    await expect(page.locator("h1")).to_be_visible()
    await page.wait_for_load_state("networkidle")
    await expect(page.locator(".bone")).to_have_count(0)
    return page


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", PAGES)
async def test_axe_finds_nothing_grave(hub: Hub, people: People, signed_in: Any, name: str, screen: str) -> None:
    options: dict[str, Any] = {"reduced_motion": "reduce", "has_touch": screen == "phone"}
    page = await look(hub, people, signed_in, name, SCREENS[screen], **options)
    assert await grave_in_both(page) == []


@pytest.mark.parametrize("name", PAGES)
async def test_a_thumb_hits_everything_and_scrolls_one_way_also_in_german(
    hub: Hub, people: People, signed_in: Any, name: str
) -> None:
    page = await look(hub, people, signed_in, name, PHONE, has_touch=True, is_mobile=True, locale="de-DE")
    assert await page.locator("html").get_attribute("lang") == "de"
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert await page.evaluate(TOO_SMALL, TOUCH_PX) == []


@pytest.mark.parametrize("name", PAGES)
async def test_what_has_the_focus_is_seen(hub: Hub, people: People, signed_in: Any, name: str) -> None:
    page = await look(hub, people, signed_in, name, SCREENS["laptop"])
    for _ in range(8):
        await page.keyboard.press("Tab")
        assert await page.evaluate(RING), await page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
