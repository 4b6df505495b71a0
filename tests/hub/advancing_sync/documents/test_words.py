from string import Formatter

import pytest
from msgspec.structs import asdict

from hub.advancing_sync.agreement_messages import Status
from hub.advancing_sync.documents.words import WORDS

ENGLISH, GERMAN = asdict(WORDS["en"]), asdict(WORDS["de"])


def gaps(text: str) -> set[str]:
    """What is filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", [name for name, said in ENGLISH.items() if isinstance(said, str)])
def test_both_languages_leave_the_same_gaps(name: str) -> None:
    assert gaps(ENGLISH[name]) == gaps(GERMAN[name])
    assert GERMAN[name]


@pytest.mark.parametrize("name", ["kinds", "singular", "standings", "sides", "parting"])
def test_both_languages_know_the_same(name: str) -> None:
    assert ENGLISH[name].keys() == GERMAN[name].keys()


def test_a_year_has_twelve_months_and_a_week_seven_days() -> None:
    for words in WORDS.values():
        assert (len(words.months), len(words.weekdays)) == (12, 7)


def test_wherever_a_question_can_stand_there_is_a_word_for_it() -> None:
    assert set(Status.__args__) == WORDS["en"].standings.keys()
