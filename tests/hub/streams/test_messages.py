"""What the commands of a stage may carry."""

import pytest
from msgspec import ValidationError, convert

from hub.streams.messages import GoDown, GoLive


def test_a_stage_opens_under_a_title() -> None:
    assert convert({"t": "streams.go_live", "title": "Late set"}, GoLive).title == "Late set"


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", "x" * 201, None])
def test_a_title_is_one_line_to_read(title: str | None) -> None:
    with pytest.raises(ValidationError):
        convert({"t": "streams.go_live", "title": title}, GoLive)


def test_a_stage_closes_without_more_words() -> None:
    with pytest.raises(ValidationError):
        convert({"t": "streams.go_down", "title": "Late set"}, GoDown)
