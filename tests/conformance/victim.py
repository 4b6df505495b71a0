"""Somebody who only wants to use the hub: asks, waits for the answer, prints when it was asked and how long it took."""

import json
import sys
import time

from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.conformance.ground import EVERY_S, ROOM


def main(host: str, port: str, token: str) -> None:
    """Until it is ended."""
    here = f"{host}:{port}"
    with connect(f"ws://{here}/ws", origin=Origin(f"http://{here}"), subprotocols=[Subprotocol("hub.v1.json")]) as hub:
        hub.send(json.dumps({"t": "hello", "token": token, "rooms": [{"room": ROOM}]}))
        for number in range(1 << 31):
            asked_s = time.monotonic()
            hub.send(json.dumps({"t": "ping", "n": number}))
            while json.loads(hub.recv(timeout=30)) != {"t": "ping", "n": number}:
                pass
            answered_s = time.monotonic()
            sys.stdout.write(f"{asked_s} {(answered_s - asked_s) * 1000}\n")
            sys.stdout.flush()
            time.sleep(max(0.0, asked_s + EVERY_S - time.monotonic()))


if __name__ == "__main__":
    main(*sys.argv[1:])
