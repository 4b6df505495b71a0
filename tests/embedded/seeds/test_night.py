"""The floor and the stream that a demo shows."""

from embedded.seeds.night import ASKED, FLOOR_SAID, STREAM_SAID, TIPS, floor, stream
from hub.chat.rules import Chat
from hub.queue.state import Queue
from hub.streams.rules import Stage
from hub.tips.rules import Tips
from tests.embedded.seeds.evening import played_through


def test_one_song_plays_two_are_next_and_five_wait() -> None:
    states = played_through("floor/demo", floor()).states
    queue, tips, chat = states["queue"], states["tips"], states["chat"]
    assert isinstance(queue, Queue)
    assert isinstance(tips, Tips)
    assert isinstance(chat, Chat)
    assert queue.playing is not None
    assert (len(queue.history), len(queue.up_next), len(queue.waiting)) == (2, 2, 5)
    assert len(queue.entries) == len(ASKED) - 2
    assert tips.totals == {"eur": sum(amount for _, amount, _ in TIPS)}
    assert len(chat.messages) == len(FLOOR_SAID) + 1


def test_the_stage_is_live_and_people_talk() -> None:
    states = played_through("stream/demo", stream()).states
    stage, chat = states["streams"], states["chat"]
    assert isinstance(stage, Stage)
    assert isinstance(chat, Chat)
    assert stage.live is not None
    assert len(chat.messages) == len(STREAM_SAID) + 1
