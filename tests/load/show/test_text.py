from msgspec import structs

from load.show.text import lines
from tests.load.show.found import PEAK, a_found


def told(**but: object) -> str:
    return "\n".join(lines(a_found(**but)))


def test_a_night_of_full_clients_is_one_table_and_a_verdict() -> None:
    said = told()
    assert "peak" in said
    assert "lost 0  repeated 0  p50 4.5 ms  p99 9.5 ms" in said
    assert "cut off 3 times, back after p50 1.0 s, longest 2.0 s, resumed 3, snapshots 500" in said
    assert "crowd" not in said
    assert "BREACH" not in said


def test_the_crowd_has_columns_of_its_own() -> None:
    restart = structs.replace(PEAK, name="hub restarts", back_s=12.5, log_reads=1.0)
    said = told(phones=10_000, full_clients=300, joined_s=9.5, kib_per_socket=8.1, acts=[PEAK, restart])
    assert "crowd p50" in said
    assert "9,700 sockets joined in 9.5 s, 8.1 KiB of worker memory each" in said
    assert "12.5  1 log queries a room and worker for who came" in said
    assert "promises 18 and 19 are kept" in said


def test_what_was_broken_or_missed_is_named() -> None:
    said = told(breaches={"not delivered": 2}, examples=["not delivered: here"], missed=["joined: 16"], phones=10_000)
    assert "BREACH not delivered: 2\n    not delivered: here\n  MISSED joined: 16" in said
    assert "are kept" not in said


def test_without_a_peak_the_last_act_speaks() -> None:
    assert "p50 7.5 ms" in told(acts=[structs.replace(PEAK, name="encore", p50_ms=7.5)])
