from load.scenarios.scenario import PHONES_MAX, Size


def test_a_size_is_scaled_by_its_phones_only() -> None:
    assert Size(phones=200, per_s=10).scaled(2.5) == Size(phones=500, per_s=10)
    assert Size(phones=200).scaled(0.001).phones == 1
    assert Size(phones=2_000).scaled(100).phones == PHONES_MAX
