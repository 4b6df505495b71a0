"""What clients of each peer say, against what the real servers said when it was recorded.

Centrifugo's frames are those of its protocol's page; it could not be fetched when this was written.
"""

import base64
import hashlib
from collections.abc import Sequence

import msgspec
import pytest

from load.bots.framing import TEXT, frame, split
from load.crowd.ears import Ears
from load.crowd.line import Line
from load.crowd.speech import Speech, speech_of_hub
from load.crowd.tally import Tally
from load.peers import broadcast, centrifugo, forms, hub, limit, litestar, nats, socketio, ws
from load.peers.peer import STAMP, fact_of, text_of

FACT = fact_of(7, text_of(7, 1_000))


def unmasked(message: bytes) -> bytes:
    """As a server frames it."""
    masked = frame(message, TEXT)
    head, mask = (2, 4) if len(message) < 126 else (4, 4)
    return masked[:1] + bytes([masked[1] & 0x7F]) + masked[2:head] + masked[head + mask :]


def heard(speech: Speech, *messages: bytes) -> tuple[Line, Tally, list[bytes]]:
    """Somebody with that speech, after the handshake and these messages; and what it said."""
    tally = Tally()
    ears = Ears("127.0.0.1:80", speech, tally)
    key = ears.request.partition(b"Sec-WebSocket-Key: ")[2].partition(b"\r\n")[0]
    accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    line = Line(0, "token", sampled=True)
    line.state = "asking"
    said: list[bytes] = []
    answered = b"HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    for each in (answered, *map(unmasked, messages)):
        ears.hear(line, each, 2_000_000)
        said.extend(payloads(line.out))
        line.out = b""
    assert tally.faults == 0, tally.sentences
    return line, tally, said


def payloads(masked: bytes) -> list[bytes]:
    """What a client wrote, whose mask is of zeros."""
    found: list[bytes] = []
    while masked:
        size, head = masked[1] & 0x7F, 2
        if size == 126:
            size, head = int.from_bytes(masked[2:4]), 4
        found.append(masked[head + 4 : head + 4 + size])
        masked = masked[head + 4 + size :]
    return found


CONNECT = b'CONNECT {"verbose":false,"pedantic":false,"headers":true,"no_responders":true}\r\n'
SOCKETIO = (
    b'0{"sid":"Q6zroEZpqRGVqdCIAAAF","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}',
    b'40{"sid":"lK8obryPecSV4Yd_AAAK","pid":"kp-3PvV2rC6DHnzJAAAL"}',
    b'42["posted",%s,"Q7zh-Ck"]' % FACT,
    b'42["posted",%s,"Q7zh-Cp"]' % FACT,
)
STREAMED = b"MSG room 1 $JS.ACK.ROOM.wx802AzF.1.%d.%d.1795257525357243855.0 %d\r\n%s\r\n"
CENTRIFUGO = (
    b'{"id":1,"connect":{"client":"4ac","version":"6.8.3","ping":25,"pong":true}}',
    b'{"id":2,"subscribe":{"recoverable":true,"epoch":"xrTV","positioned":true,"offset":4}}',
    b'{"push":{"channel":"room","pub":{"data":%s,"offset":5}}}' % FACT,
    b'{"push":{"channel":"room","pub":{"data":%s,"offset":6}}}' % FACT,
)


@pytest.mark.parametrize(
    ("speech", "messages", "says"),
    [
        (ws.SPEECH, [b"welcome", FACT, FACT], []),
        (limit.SPEECH, [b"welcome", FACT, FACT], []),
        (litestar.speech(), [b"welcome", FACT, FACT], []),
        (broadcast.SPEECH, [b"welcome", FACT, FACT], []),
        (socketio.speech(), [*SOCKETIO, b"2"], [b"40", b"3"]),
        (
            nats.LISTENER,
            [
                b'INFO {"server_id":"NB"} \r\n',
                b"PONG\r\n",
                b"MSG room 1 9\r\n%s\r\nMSG room 1 9\r\n%s\r\nPING\r\n" % (FACT, FACT),
            ],
            [
                CONNECT + b"SUB room 1\r\nPING\r\n",
                b"PONG\r\n",
            ],
        ),
        (
            centrifugo.speech(),
            [*CENTRIFUGO, b"{}"],
            [b'{"id":1,"connect":{}}', b'{"id":2,"subscribe":{"channel":"room"}}', b"{}"],
        ),
    ],
    ids=["ws", "limit", "litestar", "websockets", "socketio", "nats", "centrifugo"],
)
def test_somebody_gets_in_counts_and_answers_pings(
    speech: Speech, messages: Sequence[bytes], says: Sequence[bytes]
) -> None:
    line, tally, said = heard(speech, *messages)
    assert line.state == "in"
    assert line.seen == tally.deliveries == 2
    assert tally.latency.count == 2
    assert said == says


def test_a_reader_of_a_document_gets_in_with_a_token_and_a_first_step() -> None:
    line, _, said = heard(
        forms.READER, b"\x04form\x02\x02\nread-write", b"\x04form\x00\x00\x01\x00", b"\x04form\x00\x01\x02\x00\x00"
    )
    assert line.state == "in"
    assert said == [b"\x04form\x02\x00\x08somebody\x054.8.0", b"\x04form\x00\x00\x01\x00"]


def test_socketio_comes_back_as_the_session_it_was_from_its_last_packet() -> None:
    speech = socketio.back(SOCKETIO)
    assert speech.hellos[0].say == b'40{"pid":"kp-3PvV2rC6DHnzJAAAL","offset":"Q7zh-Cp"}'
    assert socketio.say(7, "hello") == b'42["post",%s]' % fact_of(7, "hello")


def test_jetstream_reads_on_after_the_last_sequence() -> None:
    speech = nats.back([STREAMED % (1, 1, len(FACT), FACT), STREAMED % (41, 2, len(FACT), FACT)])
    assert b'"opt_start_seq":42' in speech.hellos[0].say
    assert b'"deliver_policy":"new"' in nats.ORDERED.hellos[0].say
    assert nats.say(1, "a").startswith(b"PUB room %d\r\n{" % len(fact_of(1, "a")))
    assert nats.say_to_stream(1, "a").startswith(b"PUB room _INBOX.w ")


def test_centrifugo_subscribes_again_from_its_position() -> None:
    said = centrifugo.back(CENTRIFUGO).hellos[1].say
    assert msgspec.json.decode(said)["subscribe"] == {"channel": "room", "recover": True, "epoch": "xrTV", "offset": 6}
    assert msgspec.json.decode(centrifugo.say(1, "a"))["publish"]["data"]["text"] == "a"


def test_litestar_is_asked_for_all_it_has() -> None:
    assert litestar.back([FACT]).path == "/?history=20000"


def test_the_hub_is_told_the_last_fact_that_came() -> None:
    listener = speech_of_hub(hub.ROOM, "http://127.0.0.1", stamp=STAMP)
    welcome = b'{"t":"welcome","room":"floor/peers","epoch":"e1","you":{},"at":3,"upto":4,"facts":[],"state":{}}'
    facts = b'{"t":"facts","room":"floor/peers","after":4,"upto":9,"facts":[]}'
    hello = msgspec.json.decode(hub.back(listener, [welcome, facts]).hellos[0].say.replace(b"{token}", b"t"))
    assert hello["rooms"] == [{"room": "floor/peers", "epoch": "e1", "seen": 9}]
    assert msgspec.json.decode(hub.say(3, "a"))["cmd"] == {"t": "chat.post", "text": "a", "reply_to": None}


def test_a_message_of_ours_is_a_frame_that_a_client_reads() -> None:
    assert split(unmasked(FACT)) == ([(TEXT, FACT)], b"")
    assert 150 <= len(FACT) <= 190
