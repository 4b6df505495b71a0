"""What is made from the code is what the code says."""

from api.reference.__main__ import stale


def test_nothing_that_is_made_from_the_code_is_stale() -> None:
    assert stale() == [], "run `make golden`"
