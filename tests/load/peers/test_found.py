from load.peers.found import Row, ratio


def test_several_rounds_have_a_median_and_empty_ones_do_not_count() -> None:
    row = Row(rounds=[{"a": 1.0}, {}, {"a": 5.0}, {"a": 2.0}], away={"back": 7.0})
    assert row.of("a") == 2.0
    assert row.of("back") == 7.0
    assert row.of("b") is None


def test_ratios_are_of_the_same_round() -> None:
    """A machine that slows down half way does not change them."""
    one, other = Row(rounds=[{"a": 10.0}, {"a": 1.0}, {}]), Row(rounds=[{"a": 5.0}, {"a": 0.5}, {"a": 1.0}])
    assert ratio(one, other, "a") == 2.0
    assert ratio(one, Row(rounds=[{"a": 0.0}]), "a") is None
