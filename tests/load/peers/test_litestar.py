"""Litestar's channels as a peer; under load they are in test_run.py."""

import re

from load.peers import litestar
from load.peers.install import HERE
from tests.load.peers.speaking import FACT, two_are_counted


def test_somebody_gets_in_with_a_welcome_and_says_nothing() -> None:
    assert two_are_counted(litestar.speech(), b"welcome", FACT, FACT) == []


def test_who_was_away_asks_for_all_it_has() -> None:
    assert litestar.back([FACT]).path == "/?history=20000"


def test_it_is_asked_for_no_more_than_it_keeps() -> None:
    app = (HERE / "python" / "litestar_app.py").read_text()
    kept = re.search(r"^HISTORY = (\S+)$", app, re.MULTILINE)
    assert kept is not None
    assert int(kept[1]) == litestar.HISTORY
