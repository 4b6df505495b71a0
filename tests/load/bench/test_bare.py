"""The loop that does nothing but `send()`: nothing stays open, and what it says has the size of such a figure."""

import psutil

from load.bench.bare import sends_per_cpu_s


def test_it_counts_what_it_sends_and_leaves_nothing_open() -> None:
    before = psutil.Process().num_fds()
    assert 1_000 < sends_per_cpu_s(20, 0.05) < 10_000_000
    assert psutil.Process().num_fds() == before


def test_one_round_is_enough() -> None:
    assert sends_per_cpu_s(3, 0.0) == 0.0
