"""A long text over real sockets: bytes are base64 in JSON and plain in MessagePack, and both read one text."""

from base64 import b64decode

from hub.advancing_sync.form import Form
from hub.advancing_sync.text_messages import ChangeText
from hub.kernel import Role
from hub.wire import JSON, MSGPACK, Do, Hello, Seen
from tests.api.serving import heard, serving
from tests.hub.advancing_sync.pages import Page
from tests.hub.rooms.world import SHOW

SMOKING = "restrictions.smoking"


async def test_two_pages_of_two_formats_type_into_one_text() -> None:
    ana, bob = Page(7, Form()), Page(8, Form())
    async with serving() as hub, hub.dial() as in_json, hub.dial("hub.v1.msgpack") as in_msgpack:
        await hub.joined(in_json, hub.world.phone("ana", Role.CREW))
        await in_msgpack.send(MSGPACK.encode(Hello(hub.world.phone("bob", Role.VENUE).token, (Seen(SHOW),))))
        await heard(in_msgpack, "welcome")

        told = ana.type(0, 0, "Outside").command(SMOKING)
        await in_json.send(JSON.encode(Do("c1", SHOW, told)).decode())
        [[_, fact]] = (await heard(in_msgpack, "facts"))["facts"]
        assert (fact["update"], fact["put"]) == (told.update, "Outside")
        bob.hear(fact["update"])
        answered = bob.type(7, 0, " only").command(SMOKING)
        await in_msgpack.send(MSGPACK.encode(Do("c1", SHOW, answered)))
        facts: list[tuple[int, dict[str, str]]] = []
        while len(facts) < 2:
            facts += (await heard(in_json, "facts"))["facts"]
        ana.hear(*(b64decode(fact["update"]) for _, fact in facts))

        assert ana.text == bob.text == "Outside only"
        form = hub.worker.doors.rooms[SHOW].room.states["advancing_sync"]
        assert form.fields[SMOKING].value == "Outside only"
        forged = ChangeText(field=SMOKING, generation="", update=b"\x01\x01\x00\x00")
        await in_json.send(JSON.encode(Do("c2", SHOW, forged)).decode())
        assert (await heard(in_json, "fail"))["code"] == "advance.text_broken"
