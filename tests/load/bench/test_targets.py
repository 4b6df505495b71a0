"""A bound is kept when it is just reached, and a figure without one cannot miss it."""

from load.bench.targets import TARGETS, Target, missed

PER_CPU_S = "deliveries_per_worker_cpu_s"


def test_the_least_and_the_most_may_just_be_reached() -> None:
    least, most = Target("chat", "facts_per_s", 10, least=True), Target("chat", "p99_ms", 10)
    assert [least.missed(value) for value in (9.9, 10, 11)] == [True, False, False]
    assert [most.missed(value) for value in (9.9, 10, 10.1)] == [False, False, True]


def test_only_what_is_promised_and_measured_can_be_missed() -> None:
    assert missed("joined", PER_CPU_S, {PER_CPU_S: 999_999})
    assert not missed("joined", PER_CPU_S, {PER_CPU_S: 1_000_000})
    assert not missed("joined", PER_CPU_S, {})
    assert not missed("commits", PER_CPU_S, {PER_CPU_S: 1})


def test_a_slow_kernel_is_no_miss() -> None:
    assert missed("single", PER_CPU_S, {PER_CPU_S: 119_999})
    assert missed("single", PER_CPU_S, {PER_CPU_S: 119_999, "share_of_send": 0.59})
    assert not missed("single", PER_CPU_S, {PER_CPU_S: 119_999, "share_of_send": 0.6})
    assert not missed("single", PER_CPU_S, {PER_CPU_S: 120_000, "share_of_send": 0.1})


def test_no_figure_has_two_bounds() -> None:
    named = [(each.measure, each.figure) for each in TARGETS]
    assert len(named) == len(set(named))
