"""Every mail is there in every language, with the same things in it."""

import re
from string import Formatter
from typing import get_args

import pytest

from api.mail_texts import ACCEPTED_CHARS, FIRST, ROLES, TEXTS, letter, read_by
from api.organisations.members import MemberRole

NAMES = sorted(TEXTS[FIRST])
VALUES = {name: f"<{name}>" for name in ("url", "secret", "name", "org", "role", "days", "now", "title", "sections")}


def things(text: str) -> list[str]:
    """The placeholders of a text."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_has_every_mail_with_the_same_things_in_it(language: str) -> None:
    assert sorted(TEXTS[language]) == NAMES
    for name in NAMES:
        words, first = TEXTS[language][name], TEXTS[FIRST][name]
        assert things(words.subject) == things(first.subject), name
        assert things(words.text) == things(first.text), name
        assert words.text.endswith("\n"), name
        assert len(words.subject) <= 60, name


@pytest.mark.parametrize("language", sorted(TEXTS.keys() - {FIRST}))
def test_nothing_was_left_in_the_first_language(language: str) -> None:
    for name in NAMES:
        words, first = TEXTS[language][name], TEXTS[FIRST][name]
        assert words.subject != first.subject
        same = set(re.findall(r"[^.:\n]{20,}", words.text)) & set(re.findall(r"[^.:\n]{20,}", first.text))
        assert all("{" in each for each in same), same
    assert ROLES[language].keys() == set(get_args(MemberRole))


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_is_written_in_all_of_them_and_read_in_one(name: str) -> None:
    written = letter(name, "ana@hub.test", language="de", **VALUES)
    english, german = written.read_in("en"), written.read_in(None)
    assert (english.subject, english.text) == (written.subject, written.text)
    assert german == written.read_in("de") != english
    assert english.address == german.address == "ana@hub.test"
    assert english.others == german.others == {}
    assert "{" not in english.subject + english.text + german.subject + german.text


def test_what_people_are_called_is_no_template() -> None:
    written = letter("invitation", "ana@hub.test", **VALUES | {"name": "{secret}", "org": "{0}", "role": "crew"})
    assert written.subject == "{secret} invites you to {0}"
    assert "as crew." in written.text
    assert "Deine Rolle: Team." in written.read_in("de").text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", None),
        ("fr, it;q=0.9", None),
        ("*", None),
        ("de", "de"),
        ("DE-at,en;q=0.5", "de"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("fr,de;q=0.5,en;q=0.7", "en"),
        ("de;q=0.8,en;q=0.8", "de"),
        ("en;q=0,de;q=0.1", "de"),
        ("de;q=0", None),
        ("de;q=nan,en;q=1e9", None),
        ("de;q=2, en ; q = 0.3", "en"),
        ("," * ACCEPTED_CHARS + "de", None),
        ("\0de, d\u00e9, en-", None),
    ],
)
def test_what_a_browser_likes_best(accepted: str, language: str | None) -> None:
    assert read_by(accepted) == language
