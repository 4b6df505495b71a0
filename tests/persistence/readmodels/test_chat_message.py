from hub.chat.messages import Removed
from hub.kernel import Role
from persistence.readmodels.chat_message import project
from persistence.readmodels.rows import Change, Put
from tests.builders import EVENING_MS, a_posted, a_submitted
from tests.persistence.stories import an_entry


def test_a_message_is_a_row() -> None:
    posted = a_posted("ana", id="m1", text="Hello", role=Role.DJ, reply_to="m0")
    assert list(project(an_entry(posted, seq=7))) == [
        Put(
            ("m1",),
            {
                "seq": 7,
                "person": "ana",
                "name": "Ana",
                "role": "dj",
                "text": "Hello",
                "at_ms": EVENING_MS,
                "reply_to": "m0",
            },
        )
    ]


def test_a_removed_message_says_by_whom_and_when() -> None:
    removed = Removed(id="m1", by="dj", at_ms=EVENING_MS)
    assert list(project(an_entry(removed))) == [Change(("m1",), {"removed_by": "dj", "removed_at_ms": EVENING_MS})]


def test_other_facts_are_no_messages() -> None:
    assert list(project(an_entry(a_submitted()))) == []
