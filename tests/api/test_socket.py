import pytest

from hub.wire import MSGPACK, Hello, Seen
from tests.api.serving import goodbye, heard, serving
from tests.hub.rooms.world import SHOW


async def test_messagepack_is_spoken_in_binary() -> None:
    async with serving() as hub, hub.dial("hub.v1.msgpack") as client:
        await client.send(MSGPACK.encode(Hello(hub.world.phone().token, (Seen(SHOW),))))
        assert (await heard(client, "welcome"))["room"] == SHOW
        assert client.subprotocol == "hub.v1.msgpack"


async def test_the_first_subprotocol_that_both_speak_is_taken() -> None:
    async with serving() as hub, hub.dial("soap", "hub.v1.msgpack", "hub.v1.json") as client:
        assert client.subprotocol == "hub.v1.msgpack"


@pytest.mark.parametrize("forms", [None, ["soap"]])
async def test_a_client_that_speaks_nothing_of_ours_is_told_what_we_speak(forms: list[str] | None) -> None:
    async with serving() as hub, hub.dial(subprotocols=forms) as client:
        assert await goodbye(client) == (4502, "Connect with the subprotocol hub.v1.json or hub.v1.msgpack.")


async def test_the_handler_is_done_when_the_socket_is_handed_over() -> None:
    """An idle socket holds no task."""
    async with serving() as hub, hub.dial() as client:
        await hub.joined(client)
        assert not hub.server.server_state.tasks
