from pathlib import Path

import pytest

from load.peers.page import PAGE, render, write
from load.peers.run import NAME
from load.record import recorded
from tests.load.peers.results import some


def test_the_page_is_what_the_last_figures_say() -> None:
    """`python -m load.peers --page` writes it again after a change of its words."""
    last = recorded(NAME)
    assert last is not None
    assert PAGE.read_text(encoding="utf-8") == render(last)


def cells(page: str, heading: str, title: str) -> list[str]:
    rows = page.split(f"## {heading}\n")[1].split("\n## ", maxsplit=1)[0].splitlines()
    return [cell.strip() for cell in next(row for row in rows if row.startswith(f"| {title} |")).split("|")[2:-1]]


def test_a_busy_room_has_medians_and_ratios_to_the_hub() -> None:
    page = render(some())
    assert cells(page, "A busy room", "Socket.IO")[:4] == ["100,000", "1", "5", "25"]
    assert cells(page, "Sockets", "Socket.IO")[:2] == ["5", "0.5"]


def test_what_did_not_run_stands_in_every_table_with_the_reason_once() -> None:
    page = render(some())
    for heading in ("A busy room", "One message at a time", "Latency", "Sockets", "Coming back"):
        assert cells(page, heading, "Centrifugo, memory")[0] == "not run"
    assert page.count("**not run**: it could not be fetched") == 1
    assert "Not compared, since they did not run here: Centrifugo, memory." in page


def test_a_state_is_not_counted_as_if_it_were_all_messages() -> None:
    page = render(some())
    assert cells(page, "Coming back", "Showhub")[1] == "a whole state: 200"
    assert cells(page, "Coming back", "Socket.IO")[1] == "10,000"


def test_rounds_that_were_worth_nothing_are_told() -> None:
    assert "A round was worth nothing: late" in render(some())


def test_where_and_when_it_was_measured_stands_at_the_top() -> None:
    head = render(some()).split("\n## ")[0]
    assert "2026-01-02" in head
    assert "A processor, 2 cores, Linux 6" in head
    assert "abc1234" in head


def test_no_core_of_its_own_is_told() -> None:
    last = some()
    last.found["apart"] = False
    assert "**no core of its own**" in render(last)


def test_when_neither_core_was_full_the_page_warns_at_the_top() -> None:
    last = some()
    warning = "**Neither core was full: these are not capacities.**"
    assert warning not in render(last)
    for figures in last.found["rows"]["hub"]["rounds"]:
        figures["joined_server_cpu"] = 0.2
    assert warning in render(last).split("\n## ")[0]


def test_without_the_hub_nothing_is_claimed() -> None:
    last = some()
    for rows in (last.found["rows"], last.found["forms"]):
        rows["hub"]["rounds"] = [{}]
    page = render(last)
    assert "The hub itself was not measured" in page
    assert "Nowhere" not in page


def test_it_is_written(tmp_path: Path) -> None:
    path = write(some(), tmp_path / "page.md")
    assert path.read_text(encoding="utf-8") == render(some())
    with pytest.raises(StopIteration):
        cells(path.read_text(encoding="utf-8"), "Forms", "Socket.IO")
