import asyncio

import pytest

from load.bots.bot import Address
from load.metrics import log_reads_per_room, parse, scrape

SAID = """# HELP hub_log_reads_total Reads of the log for rooms.
# TYPE hub_log_reads_total counter
hub_log_reads_total{worker="1-a"} 3.0
hub_log_reads_total{worker="2-b"} 4.0
hub_rooms_open{worker="1-a"} 3.0
hub_rooms_open{worker="2-b"} 2.0
hub_flush_milliseconds_bucket{le="0.5",worker="1-a"} 7.0
"""


def test_counts_are_read_by_worker() -> None:
    assert parse(SAID) == {
        "1-a": {"hub_log_reads_total": 3, "hub_rooms_open": 3},
        "2-b": {"hub_log_reads_total": 4, "hub_rooms_open": 2},
    }


def test_the_worker_that_asked_most_is_the_one_that_counts() -> None:
    assert log_reads_per_room(parse(SAID)) == 2
    assert log_reads_per_room({"1-a": {"hub_log_reads_total": 1.0, "hub_rooms_open": 0.0}}) == 1
    assert log_reads_per_room({}) == 0


def test_what_was_asked_because_a_ring_was_late_does_not_count() -> None:
    worker = {"hub_log_reads_total": 7.0, "hub_gaps_repaired_total": 5.0, "hub_rooms_open": 2.0}
    assert log_reads_per_room({"1-a": worker}) == 1


async def test_they_come_over_http() -> None:
    asked: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(SAID)}\r\n\r\n{SAID}".encode())
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        found = await scrape(Address(host, port))
    assert asked == [b"GET /metrics HTTP/1.0\r\n"]
    assert found == parse(SAID)


async def test_a_hub_that_is_away_says_nothing(unused_tcp_port: int) -> None:
    with pytest.raises(OSError, match="Connect"):
        await scrape(Address("127.0.0.1", unused_tcp_port))
