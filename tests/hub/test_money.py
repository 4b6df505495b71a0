import msgspec
import pytest

from hub.money import Money


def read(amount: object, currency: object = "eur") -> Money:
    """As it comes in."""
    return msgspec.json.decode(msgspec.json.encode({"amount": amount, "currency": currency}), type=Money)


@pytest.mark.parametrize("amount", [1, 250, 100_000_000])
def test_money_is_a_whole_number_of_minor_units(amount: int) -> None:
    assert read(amount) == Money(amount, "eur")


@pytest.mark.parametrize("amount", [0, -1, 1.5, 2.0, "1", True, 100_000_001, None])
def test_money_is_never_a_fraction_nothing_or_a_debt(amount: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(amount)


@pytest.mark.parametrize("currency", ["EUR", "eu", "euro", "e1r", "eur\n", "", None])
def test_a_currency_is_three_small_letters(currency: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(1, currency)
