import re

import msgspec

from load.bots.framing import TEXT, split
from load.peers.peer import MARK, STAMP, Versions, fact_of, numbers_in, text_of
from tests.load.peers.speaking import FACT, unmasked


def test_a_message_is_a_frame_of_about_170_bytes_that_a_client_reads() -> None:
    assert split(unmasked(FACT)) == ([(TEXT, FACT)], b"")
    assert 150 <= len(FACT) <= 190


def test_a_message_has_its_mark_once_and_the_time_it_was_said() -> None:
    said = fact_of(41, text_of(41, 123_456_789))
    assert said.count(MARK) == 1
    found = re.search(STAMP, said.decode())
    assert found is not None
    assert found["at"] == "123456789"
    assert msgspec.json.decode(said)["id"] == "p41"


def test_messages_are_known_by_their_numbers_however_they_are_wrapped() -> None:
    assert numbers_in(b"[" + fact_of(3, text_of(3, 1)) + b"\n" + fact_of(12, text_of(12, 2)) + b"#7 ") == {3, 12}
    assert numbers_in(b"@5 #6 ") == set()


def test_versions_are_one_line() -> None:
    assert str(Versions({"ws": "8.21.0", "Node": "24.1.0"})) == "ws 8.21.0, Node 24.1.0"
