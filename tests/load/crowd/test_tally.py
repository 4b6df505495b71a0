from load.crowd.tally import SENTENCES_MAX, Tally, total

SECOND = 1_000_000_000


def test_several_processes_are_one() -> None:
    one, other = (
        Tally(open=2, deliveries=5, joined_ns=7, cpu_s=0.5),
        Tally(open=1, deliveries=1, joined_ns=9, cpu_s=1.0),
    )
    one.told["hub.full"], other.told["hub.full"] = 2, 3
    one.away.add(1_000_000)
    one.say("a fault")
    whole = total([one, other])
    assert (whole.open, whole.deliveries, whole.joined_ns, whole.cpu_s) == (3, 6, 9, 1.5)
    assert whole.told == {"hub.full": 5}
    assert whole.away.count == 1
    assert whole.sentences == ["a fault"]


def test_latencies_are_kept_by_second_and_add_up() -> None:
    one, other = Tally(), Tally()
    one.took(1_000_000, 5 * SECOND)
    other.took(2_000_000, 5 * SECOND + 1)
    other.took(9_000_000, 6 * SECOND)
    whole = total([one, other])
    assert {second: each.count for second, each in whole.seconds.items()} == {5: 2, 6: 1}
    assert whole.latency.max_ms == 9.0


def test_only_so_many_sentences_are_kept() -> None:
    tally = Tally()
    for number in range(SENTENCES_MAX + 5):
        tally.say(str(number))
    assert len(tally.sentences) == SENTENCES_MAX
