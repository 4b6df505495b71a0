"""The catalogue, whole."""

from api.reference.failures import errors_md
from hub.errors import CATALOGUE


def test_every_code_is_there_with_its_sentence() -> None:
    page = errors_md()
    for fault in CATALOGUE.values():
        assert f"| `{fault.code}` | {fault.say} | {fault.status} |" in page


def test_a_code_that_closes_and_may_come_back_says_both() -> None:
    assert "| `hub.draining` | The hub is restarting: come back in a moment, nothing is lost. | 503 | 4001 | yes |" in (
        errors_md()
    )
