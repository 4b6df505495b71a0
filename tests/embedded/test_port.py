import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded import port as ports
from embedded.port import LOOPBACK, free_port


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens to."""
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_that_somebody_has_is_not_taken(taken: int) -> None:
    assert free_port(taken) not in {0, taken}


def test_the_wanted_one_is_had_when_it_is_free() -> None:
    port = free_port(0)
    assert free_port(port) == port


def test_nobody_gets_the_same_twice_and_none_that_a_connection_may_get() -> None:
    first_outgoing = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    found = [free_port(0) for _ in range(50)]
    assert len(set(found)) == len(found)
    assert max(found) < first_outgoing


@pytest.mark.parametrize("text", ["", "nonsense", "1024 60999"])
def test_a_kernel_that_says_nothing_of_use_is_taken_for_an_ordinary_one(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "range"
    said.write_text(text)
    monkeypatch.setattr(ports, "_OUTGOING", said)
    assert 10_000 <= free_port(0) < 32_768


def test_one_that_no_browser_opens_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = tmp_path / "range"
    said.write_text("10082 60999")
    monkeypatch.setattr(ports, "_OUTGOING", said)
    monkeypatch.setattr(ports, "_FIRST", 10_079)
    assert {free_port(0) for _ in range(6)} <= {10_079, 10_081}


def test_when_all_are_taken_it_says_so(taken: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = tmp_path / "range"
    said.write_text(f"{taken + 1} 60999")
    monkeypatch.setattr(ports, "_OUTGOING", said)
    monkeypatch.setattr(ports, "_FIRST", taken)
    with pytest.raises(OSError, match=f"from {taken} to {taken} is free"):
        free_port(0)
