import pytest

from load.peers.catalogue import PEERS
from load.peers.forms import FORMS
from load.peers.found import Row
from load.peers.losses import CONTESTS, FORM_CONTESTS, SPECIAL, Contest, ahead, by, idle, lost, shown
from load.peers.page import EDITS, render
from tests.load.peers.results import a_round, some

LOWER = Contest("idle_kib", "Memory", "KiB", higher=False, why="Python.")
HIGHER = Contest("joins_per_s", "Joins", "/s", higher=True, why="Grants.")


def rows(**theirs: float) -> dict[str, Row]:
    return {"hub": Row(rounds=[a_round()]), "ws": Row(rounds=[a_round(**theirs)]), "nats": Row(not_run="no")}


def test_who_is_ahead_is_named_with_both_figures() -> None:
    assert ahead(LOWER, rows(idle_kib=4.0)) == [("ws", 4.0, 10.0)]
    assert ahead(HIGHER, rows(joins_per_s=3_000)) == [("ws", 3_000, 1_000.0)]


def test_who_is_behind_or_as_good_is_not() -> None:
    assert ahead(LOWER, rows(idle_kib=10.0)) == []
    assert ahead(LOWER, rows(idle_kib=11.0)) == []
    assert ahead(HIGHER, rows(joins_per_s=999)) == []
    assert ahead(LOWER, {"ws": Row(rounds=[a_round()])}) == []


def test_the_furthest_ahead_comes_first() -> None:
    found = {**rows(idle_kib=4.0), "limit": Row(rounds=[a_round(idle_kib=0.0)])}
    assert [name for name, *_ in ahead(LOWER, found)] == ["limit", "ws"]


def test_each_loss_says_by_how_much_and_why() -> None:
    said = lost([LOWER, HIGHER], rows(idle_kib=4.0), {"hub": "Showhub", "ws": "ws"})
    assert said == ["**Memory** (Showhub: 10 KiB). Python.\n\n* ws: 4 KiB, 2.5 times ahead."]


@pytest.mark.parametrize(("server", "receivers", "none"), [(0.69, 0.69, True), (0.7, 0.1, False), (0.1, 0.7, False)])
def test_a_core_that_was_full_is_enough(server: float, receivers: float, *, none: bool) -> None:
    figures = a_round(joined_server_cpu=server, joined_receivers_cpu=receivers)
    assert idle({"hub": Row(rounds=[figures])}) is none


def test_of_a_hub_that_was_not_measured_nothing_is_known() -> None:
    assert not idle({})
    assert not idle({"hub": Row(rounds=[{}])})


def test_a_reason_about_a_full_core_is_not_given_when_none_was() -> None:
    contest = next(each for each in CONTESTS if each.figure == "joined_deliveries_per_s")

    def said(server_cpu: float) -> str:
        ours = a_round(joined_server_cpu=server_cpu)
        theirs = a_round(joined_deliveries_per_s=200_000.0)
        return lost([contest], {"hub": Row(rounds=[ours]), "ws": Row(rounds=[theirs])}, {"hub": "Showhub", "ws": "ws"})[
            0
        ]

    assert "are what is full first" in said(0.9)
    assert "full first" not in said(0.1)
    assert "Neither core was full" in said(0.1)


@pytest.mark.parametrize(
    ("theirs", "ours", "words"),
    [
        (2, 3, "1.5 times ahead"),
        (31, 30, "1.03 times ahead"),
        (30, 10, "3.0 times ahead"),
        (0, 3, "ahead by all of it"),
    ],
)
def test_how_far_apart_is_said_in_words(theirs: float, ours: float, words: str) -> None:
    assert by(theirs, ours) == words


@pytest.mark.parametrize(
    ("value", "text"),
    [(1_234_567, "1,230,000"), (1_000, "1,000"), (999.4, "999"), (12.345, "12.3"), (0.1834, "0.183"), (0, "0")],
)
def test_three_digits_are_shown(value: float, text: str) -> None:
    assert shown(value) == text


def test_every_figure_of_the_tables_that_can_be_lost_is_a_contest_with_a_reason() -> None:
    measured = {*a_round(), "back", "sent_per_s"}
    assert {each.figure for each in CONTESTS} <= measured
    assert {each.figure for each in FORM_CONTESTS} <= {figure for _, figure in EDITS}
    assert all(each.why.endswith(".") for each in (*CONTESTS, *FORM_CONTESTS))
    assert all("full" not in each.why or each.idle for each in CONTESTS)


def test_special_reasons_are_of_peers_and_figures_that_there_are() -> None:
    names = {peer.name for peer in (*PEERS, *FORMS)}
    figures = {each.figure for each in (*CONTESTS, *FORM_CONTESTS)}
    assert all(name in names and figure in figures for name, figure in SPECIAL)


def test_the_page_says_where_we_lose() -> None:
    page = render(some())
    assert "* Socket.IO: 5 KiB, 2.0 times ahead." in page
    assert "* Socket.IO: 10,000, 50.0 times ahead. Its packets are in the memory of the process" in page
    assert "* Hocuspocus: 1 ms, 3.0 times ahead." in page
