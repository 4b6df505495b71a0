import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

import pytest

from load.report.plot import COLOURS, Plot, draw
from load.report.result import Event

AT_S = [1.0, 2.0, 3.0, 4.0]


def a_plot(lines: Mapping[str, Sequence[float | None]], **more: object) -> Plot:
    whole: dict[str, object] = {"title": "Latency", "unit": "ms", "about": "How long.", "at_s": AT_S, "lines": lines}
    return Plot(**(whole | more))  # type: ignore[arg-type]


def paths(drawn: str, kind: str) -> list[str]:
    return re.findall(rf'<path class="{kind} c\d" d="([^"]*)"', drawn)


class Balanced(HTMLParser):
    """Every tag that is opened is closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A path closes itself."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_series_is_a_line_with_its_name_and_its_figures() -> None:
    drawn = draw(a_plot({"p50": [1, 2, 3, 4], "p99": [10, 20, 30, 40]}))
    assert paths(drawn, "line") == [
        "M250.0 975.0L500.0 950.0L750.0 925.0L1000.0 900.0",
        "M250.0 750.0L500.0 500.0L750.0 250.0L1000.0 0.0",
    ]
    assert "p50 <b>3</b> <small>most 4</small>" in drawn
    assert "p99 <b>30</b> <small>most 40</small>" in drawn


def test_who_cannot_see_it_is_told_what_it_shows() -> None:
    drawn = draw(a_plot({"p99": [10, 20, 30, 40]}))
    assert 'role="img" aria-label="Latency, ms: p99 is mostly 30, at most 40"' in drawn


def test_a_stack_adds_up_and_its_lowest_part_is_drawn_last() -> None:
    drawn = draw(a_plot({"hub": [1, 1, 1, 1], "us": [1, 1, None, 3]}, stacked=True))
    upper, lower = paths(drawn, "part")
    assert upper == "M250.0 1000L250.0 500.0L500.0 500.0L750.0 750.0L1000.0 0.0L1000.0 1000Z"
    assert lower == "M250.0 1000L250.0 750.0L500.0 750.0L750.0 750.0L1000.0 750.0L1000.0 1000Z"
    assert "us <b>1</b> <small>most 3</small>" in drawn


def test_a_gap_stays_a_gap_and_a_single_value_is_a_dot() -> None:
    drawn = draw(a_plot({"p50": [1, None, float("nan"), 4]}))
    assert paths(drawn, "line") == ["M250.0 750.0h0", "M1000.0 0.0h0"]


@pytest.mark.parametrize("lines", [{}, {"p50": [None] * 4}, {"p50": [float("nan")] * 4}])
def test_of_nothing_it_is_said_that_there_is_nothing(lines: Mapping[str, Sequence[float | None]]) -> None:
    drawn = draw(a_plot(lines))
    assert "nothing was measured" in drawn
    assert not paths(drawn, "line")
    assert "nothing was measured" not in draw(a_plot({"p50": [0, 0, 0, 0]}))


def test_a_run_without_a_single_look_is_drawn_empty() -> None:
    assert "nothing was measured" in draw(a_plot({"p50": []}, at_s=[]))


def test_events_are_numbered_where_they_happened() -> None:
    drawn = draw(a_plot({"p50": [1, 2, 3, 4]}, events=[Event(2.0, "worker killed"), Event(3.0, "back")]))
    assert '<span class="flag" style="left:50.00%" title="worker killed">1</span>' in drawn
    assert '<span class="flag" style="left:75.00%" title="back">2</span>' in drawn
    assert drawn.count('<path class="mark"') == 2


def test_events_that_would_cover_each_other_share_a_flag() -> None:
    drawn = draw(
        a_plot(
            {"p50": [1, 2, 3, 4]}, events=[Event(2.0, "killed"), Event(2.1, "new"), Event(2.2, "in"), Event(4, "end")]
        )
    )
    assert re.findall(r'title="([^"]*)">([^<]*)</span>', drawn) == [("killed, new, in", "1\u20133"), ("end", "4")]
    assert drawn.count('<path class="mark"') == 4


def test_a_limit_that_is_near_is_drawn_and_one_that_is_far_would_press_the_rest_flat() -> None:
    near = draw(a_plot({"p99": [10, 20, 30, 40]}, limit=(40.0, "promised")))
    assert '<path class="limit" d="M0 0.0H1000"/>' in near
    assert "promised" in near
    far = draw(a_plot({"p99": [10, 20, 30, 40]}, limit=(500.0, "promised")))
    assert "promised" not in far


def test_names_cannot_break_the_page() -> None:
    evil = '</svg><script>alert("1")</script>'
    drawn = draw(
        a_plot({evil: [1, 2, 3, 4]}, title=evil, unit=evil, about=evil, events=[Event(1, evil)], limit=(4.0, evil))
    )
    assert "<script" not in drawn
    assert drawn.count("</svg>") == 1
    parser = Balanced()
    parser.feed(drawn)
    assert parser.open == []


def test_more_series_than_colours_share_them() -> None:
    drawn = draw(a_plot({f"worker {number}": [1, 2, 3, 4] for number in range(COLOURS + 2)}))
    assert len(paths(drawn, "line")) == COLOURS + 2
    assert drawn.count('class="line c0"') == 2
