import msgspec
import pytest

from hub.chat.messages import Reacted
from hub.kernel import (
    ADVANCERS,
    DESK,
    ORGANISERS,
    PEOPLE,
    SYSTEM_ONLY,
    Actor,
    Fact,
    Id,
    Lane,
    Line,
    Name,
    Notice,
    Role,
    RoomId,
    same,
)
from hub.presence.messages import Here
from tests.builders import a_posted, an_actor


def taken(kind: object, text: str) -> bool:
    """Whether the type takes the text."""
    try:
        return msgspec.convert(text, kind) == text
    except msgspec.ValidationError:
        return False


@pytest.mark.parametrize("text", ["a", "A-z_0.9", "x" * 64])
def test_an_id_takes_letters_digits_and_a_few_marks(text: str) -> None:
    assert taken(Id, text)


@pytest.mark.parametrize("text", ["", "x" * 65, "a b", "a/b", "a\n", "é", "a\x00", "<b>"])
def test_an_id_takes_nothing_else(text: str) -> None:
    assert not taken(Id, text)


@pytest.mark.parametrize("text", ["floor/demo", "show/a-b_C9", "stream/" + "x" * 64])
def test_a_room_is_a_kind_and_an_id(text: str) -> None:
    assert taken(RoomId, text)


@pytest.mark.parametrize(
    "text", ["floor", "floor/", "/demo", "Floor/demo", "floor/a/b", "floor/a.b", "floor/a\n", "f/" + "x" * 79]
)
def test_a_room_is_nothing_else(text: str) -> None:
    assert not taken(RoomId, text)


@pytest.mark.parametrize("kind", [Name, Line])
@pytest.mark.parametrize("text", ["A", "  José 🎤", "\u05e2\u05d1\u05e8\u05d9\u05ea", "👩\u200d🎤", "x" * 40, "a b"])
def test_a_line_is_whatever_can_be_read(kind: object, text: str) -> None:
    assert taken(kind, text)


@pytest.mark.parametrize("kind", [Name, Line])
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "   ",
        "a\nb",
        "a\tb",
        "\x00",
        "a\x7f",
        "\x1b[31m",
        "x" * 201,
        "\u00a0",
        "\u200b\u3000",
        "a\u202eb",
        "a\u2028b",
        "a\x85b",
        "a\u2066b",
    ],
)
def test_a_line_is_neither_empty_nor_hides_anything(kind: object, text: str) -> None:
    assert not taken(kind, text)


def test_a_long_line_of_spaces_is_refused_at_once() -> None:
    """A pattern that backtracks would take time that grows with the square of the length."""
    assert not taken(Line, " " * 200)


def test_the_system_is_nobody() -> None:
    assert Role.SYSTEM not in PEOPLE | ADVANCERS | DESK | ORGANISERS
    assert frozenset({Role.SYSTEM}) == SYSTEM_ONLY
    assert frozenset(Role) == PEOPLE | SYSTEM_ONLY | {Role.VIEWER}


def test_a_viewer_is_nobody_who_acts() -> None:
    assert Role.VIEWER not in PEOPLE | ADVANCERS | DESK | ORGANISERS


def test_whoever_organises_may_advance_and_run_the_night() -> None:
    assert ORGANISERS < ADVANCERS
    assert ORGANISERS < DESK


def test_an_actor_is_a_value() -> None:
    assert an_actor() == Actor("ana", Role.AUDIENCE, "Ana")
    with pytest.raises(AttributeError):
        an_actor().role = Role.OWNER  # type: ignore[misc]


@pytest.mark.parametrize("lane", Lane)
def test_what_hides_nothing_shows_the_same_fact_to_everybody(lane: Lane) -> None:
    fact: Fact = a_posted()
    assert same(fact, lane) is fact


def test_a_notice_is_about_nothing_in_particular_unless_it_says_so() -> None:
    assert Notice.key(Here(count=0, people=None)) == ""
    assert Reacted(person="ana", emoji="🔥").key() == "ana"
