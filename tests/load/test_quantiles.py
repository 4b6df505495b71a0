from load.quantiles import ms, quantile


def test_a_quantile_is_one_of_the_values_and_the_part_that_it_says_lies_below() -> None:
    values = [float(each) for each in range(100, 0, -1)]
    assert quantile(values, 0.5) == 51
    assert quantile(values, 0.99) == 100
    assert quantile(values, 0.0) == 1
    assert quantile(values, 1.0) == 100
    assert quantile([7.0], 0.99) == 7


def test_of_nothing_it_is_nothing() -> None:
    assert quantile([], 0.99) == 0


def test_milliseconds_have_two_places() -> None:
    assert ms(0.0123456) == 12.35
