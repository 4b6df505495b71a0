"""Whoever sees some sections of an advance is told of no other, in whatever order things happen."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from hub.advancing_sync.messages import Edited
from hub.advancing_sync.standard import STANDARD
from hub.behaviours import FACTS, NOTICES, OWNER_OF, kind_of
from hub.chat.messages import Reacted, Removed
from hub.chat.rules import SECTION
from hub.kernel import Fact, Lane, Notice, Role, Sight
from hub.presence.messages import Focused, Here, Typed
from hub.rooms import room as rules
from tests.builders import a_person, a_posted

KEYS = [f"{section.key}.{field.key}" for section in STANDARD.sections for field in section.fields]
PLACES = [*KEYS, *(f"{key}#r1.name" for key in KEYS)]
SECTIONS = [*(section.key for section in STANDARD.sections), SECTION]
STAMP = "0000000000001-0000-ana"


def a_here(*focuses: str) -> Here:
    return Here(count=len(focuses), people=tuple(a_person(f"p{at}", focus=each) for at, each in enumerate(focuses)))


def an_edit(field: str) -> Edited:
    return Edited(field=field, value="Tea", stamp=STAMP, saw="", by="ana", name="Ana", at_ms=1)


def a_seat(chosen: list[str]) -> Sight:
    return Sight(Lane.CREW, tuple(chosen))


places = st.sampled_from(["", *PLACES])
notices: st.SearchStrategy[Notice] = st.one_of(
    places.map(lambda field: Focused(person="ana", field=field)),
    st.booleans().map(lambda on: Typed(person="ana", on=on)),
    st.lists(places, max_size=4).map(lambda focuses: a_here(*focuses)),
    st.just(Here(count=300, people=None)),
    st.just(Reacted(person="ana", emoji="🎉")),
)
edits = st.sampled_from(KEYS).map(an_edit)
chats = st.sampled_from([a_posted(id="m1"), Removed(id="m1", by="ana", at_ms=1)])
seats = st.lists(st.sampled_from(SECTIONS), min_size=1, unique=True).map(a_seat)


def foreign(told: object, seat: Sight) -> list[str]:
    """The questions of other sections, or of those that are for organisers, that something names."""
    text = msgspec.json.encode(told).decode()
    return [key for key in KEYS if not seat.sees(key.partition(".")[0]) and f'"{key}' in text]


def of_chat(told: Fact | Notice) -> bool:
    return OWNER_OF[type(told)].name == "chat"


@given(seats, notices)
def test_no_notice_names_a_question_of_another_section(seat: Sight, notice: Notice) -> None:
    told = rules.tell(notice, seat)
    assert (told is None) is (of_chat(notice) and SECTION not in seat.sections)
    assert told is None or (type(told) is type(notice) and foreign(told, seat) == [])


@given(seats, notices)
def test_what_lies_in_their_sections_is_told_as_it_is(seat: Sight, notice: Notice) -> None:
    if foreign(notice, seat) == [] and not of_chat(notice):
        assert rules.tell(notice, seat) == notice
    assert rules.tell(notice, seat.lane) is notice


@given(seats, st.lists(st.one_of(edits, chats), max_size=8))
def test_no_fact_and_no_state_names_one_either(seat: Sight, facts: list[Fact]) -> None:
    room = rules.restore("show/demo")
    for fact in facts:
        room = rules.apply(room, fact)
        seen = rules.view(fact, seat)
        inside = SECTION in seat.sections if of_chat(fact) else foreign(fact, seat) == []
        assert seen == (fact if inside else None)
    shown = rules.show(room, seat)
    assert foreign(shown, seat) == []
    assert (SECTION in seat.sections) is ("chat" in shown)


def test_who_goes_to_another_section_is_seen_to_leave_this_one() -> None:
    seat = Sight(Lane.CREW, ("hospitality",))
    gone = rules.tell(Focused(person="ana", field="money.guarantee"), seat)
    assert gone == Focused(person="ana", field="")


def test_a_form_has_no_section_that_is_called_as_the_chat_is() -> None:
    assert SECTION not in {section.key for section in STANDARD.sections}


def test_whatever_a_show_room_tells_is_of_a_section_or_can_be_blurred() -> None:
    kind = kind_of("show/demo")
    assert kind is not None
    assert Role.GUEST in kind.lanes
    for tells in (*FACTS, *NOTICES):
        owner = OWNER_OF[tells]
        if owner in kind.behaviours:
            assert owner.section_of is not None or owner.blur is not None
