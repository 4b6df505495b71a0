import re
from collections.abc import Callable

import pytest

from api.accounts import letters
from api.mailer import Letter
from api.settings import Settings

SETTINGS = Settings("", "", "", public_url="https://hub.test")
MADE: dict[str, Callable[[], Letter]] = {
    "verify": lambda: letters.verify(SETTINGS, "ana@hub.test", "secret"),
    "known_already": lambda: letters.known_already(SETTINGS, "ana@hub.test"),
    "reset": lambda: letters.reset(SETTINGS, "ana@hub.test", "secret"),
    "change": lambda: letters.change(SETTINGS, "ana@hub.test", "secret"),
    "changed": lambda: letters.changed(SETTINGS, "ana@hub.test", "ben@hub.test", "secret"),
    "restored": lambda: letters.restored("ana@hub.test"),
    "password_changed": lambda: letters.password_changed(SETTINGS, "ana@hub.test"),
    "passkey_added": lambda: letters.passkey_added(SETTINGS, "ana@hub.test", "Phone"),
    "second_factor_on": lambda: letters.second_factor_on(SETTINGS, "ana@hub.test"),
    "recovery_codes_made": lambda: letters.recovery_codes_made(SETTINGS, "ana@hub.test"),
    "second_factor_off": lambda: letters.second_factor_off(SETTINGS, "ana@hub.test"),
}


@pytest.mark.parametrize("name", MADE)
def test_a_letter_says_what_to_do_when_it_was_not_you(name: str) -> None:
    letter = MADE[name]()
    assert letter.address == "ana@hub.test"
    assert "\n" not in letter.subject
    assert "If this was not you" in letter.text


@pytest.mark.parametrize("name", MADE)
def test_a_letter_says_the_same_in_german(name: str) -> None:
    letter = MADE[name]()
    german = letter.read_in("de")
    assert "Wenn du das nicht warst" in german.text
    links = [set(re.findall(r"https://\S+", each.text)) for each in (letter, german)]
    assert links[0] == links[1]


def test_whose_address_is_not_known_is_written_to_in_the_language_of_who_asked() -> None:
    asked = (
        letters.verify(SETTINGS, "ana@hub.test", "secret", "de"),
        letters.known_already(SETTINGS, "ana@hub.test", "de"),
        letters.change(SETTINGS, "ana@hub.test", "secret", "de"),
        letters.changed(SETTINGS, "ana@hub.test", "ben@hub.test", "secret", "de"),
        letters.restored("ana@hub.test", "de"),
    )
    assert all(each.read_in(None) == each.read_in("de") != each.read_in("en") for each in asked)


@pytest.mark.parametrize(
    ("name", "page"), [("verify", "verify"), ("change", "verify"), ("reset", "reset"), ("changed", "reset")]
)
def test_a_secret_stands_where_no_server_sees_it(name: str, page: str) -> None:
    assert f"https://hub.test/{page}#secret\n" in MADE[name]().text
