import asyncio
import json
import uuid

from websockets.asyncio.client import connect

HUB, ROOM = "127.0.0.1:8000", "stream/demo"


async def main() -> None:
    async with connect(f"ws://{HUB}/ws", origin=f"http://{HUB}", subprotocols=["hub.v1.json"]) as socket:
        await socket.send(json.dumps({"t": "hello", "token": input(), "rooms": [{"room": ROOM}]}))
        me = json.loads(await socket.recv())["you"]
        print(f"welcome {me['name']}")
        command = {"t": "chat.post", "text": "Hello from a script"}
        await socket.send(json.dumps({"t": "do", "id": str(uuid.uuid4()), "room": ROOM, "cmd": command}))
        saved, mine = False, None
        while not (saved and mine):
            frame = json.loads(await socket.recv())
            saved = saved or frame["t"] == "ack"
            facts = [fact for _seq, fact in frame.get("facts", []) if fact["t"] == "chat.posted"]
            mine = mine or next((fact for fact in facts if fact["person"] == me["person"]), None)
        print(f"saved, and everybody reads: {mine['name']}: {mine['text']}")


asyncio.run(main())
