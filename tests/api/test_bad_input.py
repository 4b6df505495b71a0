"""Whatever a client does wrong: its own code, a sentence that says what to do, nothing half applied, and on it goes."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from hub.errors import CATALOGUE
from hub.kernel import Role
from hub.wire import FRAME_BYTES_MAX
from tests.api.serving import goodbye, heard, serving
from tests.hub.rooms.world import FLOOR

GOOD: dict[str, Any] = {"t": "do", "id": "c1", "room": FLOOR, "cmd": {"t": "chat.post", "text": "Hi"}}


def said(**changes: Any) -> str:
    """A good command, but for the changes."""
    return json.dumps(GOOD | changes)


@dataclass(frozen=True)
class Wrong:
    """What is sent, the code of the answer, a part of its sentence, and whether the answer names the command."""

    message: str | bytes
    code: str
    says: str
    named: bool = True


WRONG = {
    "unknown frame": Wrong('{"t":"shout"}', "protocol.unknown_frame", "send hello, do or ping", named=False),
    "unknown command": Wrong(said(cmd={"t": "chat.shout"}), "protocol.unknown_command", "docs/reference/protocol.md"),
    "wrong type": Wrong(said(cmd={"t": "chat.post", "text": 5}), "protocol.wrong_type", "$.cmd.text"),
    "out of limits": Wrong(said(cmd={"t": "chat.post", "text": "x" * 501}), "protocol.out_of_limits", "$.cmd.text"),
    "oversized": Wrong(
        said(cmd={"t": "chat.post", "text": "x" * FRAME_BYTES_MAX}), "protocol.too_big", "65536 bytes", named=False
    ),
    "unknown field": Wrong(said(loud=True), "protocol.unknown_field", "`loud`"),
    "forbidden command": Wrong(said(cmd={"t": "queue.finish"}), "auth.forbidden", "(audience)"),
    "refused by a rule": Wrong(said(cmd={"t": "chat.remove", "message": "m1"}), "chat.gone", "not there any more"),
    "unknown room": Wrong(said(room="floor/nowhere"), "room.not_joined", "Name the room in hello"),
    "a command of another kind of room": Wrong(
        said(cmd={"t": "advance.lock", "field": "show.title"}), "room.wrong_kind", "advancing_sync"
    ),
    "garbage": Wrong('{"t":"do","id":', "protocol.garbage", "JSON object", named=False),
    "nothing": Wrong("", "protocol.garbage", "JSON object", named=False),
    "binary on a JSON socket": Wrong(said().encode(), "protocol.binary", "hub.v1.msgpack", named=False),
    "hello again": Wrong(
        json.dumps({"t": "hello", "token": "t", "rooms": [{"room": FLOOR}]}), "protocol.hello_again", "another socket",
        named=False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
async def test_a_wrong_message_is_answered_and_leaves_everything_as_it_was(what: str) -> None:
    wrong = WRONG[what]
    async with serving(room=FLOOR) as hub, hub.dial() as client:
        ana = hub.world.phone("ana", Role.AUDIENCE, (FLOOR, "floor/nowhere"))
        await hub.joined(client, ana, FLOOR)
        await client.send(wrong.message)
        fail = await heard(client, "fail")
        assert (fail["code"], fail.get("id")) == (wrong.code, "c1" if wrong.named else None)
        assert wrong.says in fail["say"]
        assert hub.world.posts(FLOOR) == []
        if code := CATALOGUE[wrong.code].close:
            assert await goodbye(client) == (code, wrong.code)
        else:
            await client.send(said())
            assert await heard(client, "ack") == {"t": "ack", "id": "c1", "seq": 1}


async def test_a_command_id_again_is_answered_as_the_first_time_and_done_once() -> None:
    async with serving(room=FLOOR) as hub, hub.dial() as client:
        await hub.joined(client, hub.world.phone("ana", Role.AUDIENCE, (FLOOR,)), FLOOR)
        for text in ("Hi", "Hi", "Something else"):
            await client.send(said(cmd={"t": "chat.post", "text": text}))
            assert await heard(client, "ack") == {"t": "ack", "id": "c1", "seq": 1}
        assert hub.world.posts(FLOOR) == ["Hi"]


@pytest.mark.parametrize(
    ("grant", "code", "close"),
    [
        ("expired", "auth.grant_expired", 4504),
        ("forged", "auth.grant_invalid", 4503),
        ("unknown room", "room.unknown", 0),
        ("another room", "room.not_granted", 0),
    ],
)
async def test_a_hello_that_leads_nowhere_says_why(grant: str, code: str, close: int) -> None:
    async with serving(room=FLOOR) as hub, hub.dial() as client:
        ana = hub.world.phone("ana", Role.AUDIENCE, ("floor/nowhere",))
        token = "forged" if grant == "forged" else ana.token
        if grant == "expired":
            hub.world.expire(token)
        room = FLOOR if grant == "another room" else "floor/nowhere"
        await client.send(json.dumps({"t": "hello", "token": token, "rooms": [{"room": room}]}))
        fail = await heard(client, "fail")
        assert fail["code"] == code
        if close:
            assert await goodbye(client) == (close, code)
        else:
            assert fail["room"] == room
            await client.send('{"t":"ping","n":1}')
            assert (await heard(client, "ping"))["n"] == 1


async def test_who_acts_before_hello_is_sent_away() -> None:
    async with serving(room=FLOOR) as hub, hub.dial() as client:
        await client.send(said())
        assert (await heard(client, "fail"))["code"] == "protocol.hello_first"
        assert await goodbye(client) == (4501, "protocol.hello_first")
