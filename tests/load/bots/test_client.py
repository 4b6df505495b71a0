from hub.chat.messages import Post
from hub.kernel import Command
from hub.wire import JSON, Do, Hello, Seen
from load.bots.client import RETRY_S, Client, Watch
from load.bots.history import Seat
from load.bots.reading import Reader
from tests.load.frames import EPOCH, FLOOR, ack, facts, fail, welcome

HI = Post(text="hi")


def a_client(watch: Watch | None = None) -> Client:
    return Client("ana", "a-grant", [FLOOR], Reader(JSON), watch=watch)


def a_welcome_client() -> Client:
    client = a_client()
    client.hello()
    assert client.hear(welcome(0, 1, 2, state=b"{}"), 1.0) == []
    return client


def do_frame(command_id: str, command: Command = HI) -> bytes:
    return JSON.encode(Do(command_id, FLOOR, command))


def test_the_first_hello_asks_for_everything_and_a_later_one_for_what_was_missed() -> None:
    client = a_client()
    assert JSON.decode(client.hello()) == Hello("a-grant", (Seen(FLOOR),))
    client.hear(welcome(0, 1, 2, state=b"{}"), 1.0)
    client.hear(facts(2, 3), 2.0)
    client.gone()
    assert JSON.decode(client.hello()) == Hello("a-grant", (Seen(FLOOR, EPOCH, 3),))


def test_it_knows_where_it_sits_and_whether_it_is_in() -> None:
    client = a_client()
    client.hello()
    assert not client.everywhere
    client.hear(welcome(0, state=b"{}"), 1.0)
    assert client.everywhere
    track = client.tracks[FLOOR]
    assert (track.person, track.seat, track.epoch) == ("ana", Seat("public", "hub.v1.json"), EPOCH)
    client.gone()
    assert not client.everywhere


def test_a_gap_and_a_repeat_are_noticed_at_once() -> None:
    client = a_welcome_client()
    client.hear(facts(2, 3), 2.0)
    assert client.tracks[FLOOR].faults == []
    client.hear(facts(4, 5), 3.0)
    client.hear(facts(4, 5), 4.0)
    assert len(client.tracks[FLOOR].faults) == 2


def test_missed_facts_must_start_where_the_client_stands() -> None:
    for at, faults in ((2, 0), (1, 1), (3, 1)):
        client = a_welcome_client()
        client.hello()
        client.hear(welcome(at, 9), 2.0)
        assert len(client.tracks[FLOOR].faults) == faults
        assert client.tracks[FLOOR].resumes == [9 - at]


def test_another_history_needs_a_snapshot() -> None:
    client = a_welcome_client()
    client.hello()
    client.hear(welcome(2, epoch="e2"), 2.0)
    assert len(client.tracks[FLOOR].faults) == 1
    client = a_welcome_client()
    client.hello()
    client.hear(welcome(0, 1, state=b"{}", epoch="e2"), 2.0)
    assert client.tracks[FLOOR].faults == []
    assert client.tracks[FLOOR].seen == 1


def test_facts_before_a_welcome_are_a_fault() -> None:
    client = a_client()
    client.hello()
    client.hear(facts(0, 1), 1.0)
    assert client.tracks[FLOOR].faults


def test_an_acked_command_is_remembered_with_its_seq_and_times() -> None:
    client = a_welcome_client()
    sent, frame = client.do(FLOOR, HI, 5.0)
    assert frame == do_frame("ana-1")
    client.hear(ack("ana-1", 3), 5.5)
    assert (sent.outcome, sent.seq, sent.at_s, sent.answered_s, sent.attempts) == ("acked", 3, 5.0, 5.5, 1)
    assert client.waiting == 0


def test_a_second_ack_must_say_the_same() -> None:
    client = a_welcome_client()
    client.do(FLOOR, HI, 5.0)
    client.hear(ack("ana-1", 3), 5.5)
    client.hear(ack("ana-1", 3), 5.6)
    assert client.faults == []
    client.hear(ack("ana-1", 4), 5.7)
    client.hear(ack("ana-8", 4), 5.7)
    assert len(client.faults) == 2


def test_what_is_asked_while_away_is_sent_after_the_welcome() -> None:
    client = a_client()
    sent, frame = client.do(FLOOR, HI, 0.5)
    assert (frame, sent.attempts) == (None, 0)
    client.hello()
    assert client.hear(welcome(0, state=b"{}"), 1.0) == [do_frame("ana-1")]
    assert sent.attempts == 1


def test_what_was_not_answered_is_asked_again_with_the_same_id_in_order() -> None:
    client = a_welcome_client()
    for _ in range(3):
        client.do(FLOOR, HI, 2.0)
    client.hear(ack("ana-2", 3), 2.1)
    client.gone()
    client.hello()
    assert client.hear(welcome(2), 3.0) == [do_frame("ana-1"), do_frame("ana-3")]
    assert [sent.attempts for sent in client.commands.values()] == [2, 1, 2]


def test_a_refusal_for_the_moment_is_asked_again_when_the_hub_says() -> None:
    client = a_welcome_client()
    client.do(FLOOR, HI, 2.0)
    client.hear(fail("protocol.too_fast", "ana-1", retry=True, wait_ms=1500), 2.0)
    assert client.due(3.4) == []
    assert client.due(3.6) == [do_frame("ana-1")]
    assert client.due(9.0) == []
    client.hear(fail("room.busy", "ana-1", retry=True), 9.0)
    assert client.due(9.0 + RETRY_S) == [do_frame("ana-1")]


def test_a_repeat_that_waits_is_dropped_when_the_answer_or_another_connection_comes_first() -> None:
    client = a_welcome_client()
    client.do(FLOOR, HI, 2.0)
    client.hear(fail("room.busy", "ana-1", retry=True), 2.0)
    client.hear(ack("ana-1", 3), 2.1)
    assert client.due(9.0) == []
    client.do(FLOOR, HI, 9.0)
    client.hear(fail("room.busy", "ana-2", retry=True), 9.0)
    client.hello()
    assert client.due(99.0) == []


def test_a_refusal_for_good_ends_the_command() -> None:
    for code, retry in (("chat.gone", False), ("queue.too_many", True)):
        client = a_welcome_client()
        sent, _ = client.do(FLOOR, HI, 2.0)
        client.hear(fail(code, sent.id, retry=retry), 2.5)
        assert (sent.outcome, sent.code, client.waiting) == ("refused", code, 0)
        assert client.told == {code: 1}


def test_a_refusal_of_the_connection_says_when_to_come_back() -> None:
    client = a_client()
    client.hello()
    client.hear(fail("room.unavailable", retry=True, wait_ms=700), 1.0)
    assert client.again_s == 0.7
    client.hello()
    assert client.again_s is None


def test_who_watches_hears_every_frame_with_facts() -> None:
    heard: list[tuple[int, float]] = []
    client = a_client(watch=lambda frame, now_s: heard.append((frame.upto, now_s)))
    client.hello()
    client.hear(welcome(0, 1, state=b"{}"), 1.0)
    client.hear(facts(1, 2), 2.0)
    client.hear(ack("ana-1", 3), 3.0)
    assert heard == [(1, 1.0), (2, 2.0)]
