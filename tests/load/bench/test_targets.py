"""A bound is kept when it is just reached, and a figure without one cannot miss it."""

from load.bench.targets import TARGETS, Target, missed


def test_the_least_and_the_most_may_just_be_reached() -> None:
    least, most = Target("chat", "facts_per_s", 10, least=True), Target("chat", "p99_ms", 10)
    assert [least.missed(value) for value in (9.9, 10, 11)] == [True, False, False]
    assert [most.missed(value) for value in (9.9, 10, 10.1)] == [False, False, True]


def test_only_what_is_promised_can_be_missed() -> None:
    assert missed("single", "deliveries_per_worker_cpu_s", 119_999)
    assert not missed("single", "deliveries_per_worker_cpu_s", 120_000)
    assert not missed("commits", "deliveries_per_worker_cpu_s", 1)
    assert missed("joined", "deliveries_per_worker_cpu_s", 999_999)


def test_no_figure_has_two_bounds() -> None:
    named = [(each.measure, each.figure) for each in TARGETS]
    assert len(named) == len(set(named))
