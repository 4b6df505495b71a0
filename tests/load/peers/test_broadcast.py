from pathlib import Path

from load.peers import broadcast
from tests.load.peers.speaking import FACT, two_are_counted


def test_somebody_gets_in_with_a_welcome_and_says_nothing() -> None:
    assert two_are_counted(broadcast.SPEECH, b"welcome", FACT, FACT) == []


def test_its_version_is_the_one_of_our_environment(tmp_path: Path) -> None:
    assert broadcast.install(tmp_path).parts.keys() == {"websockets", "uvloop", "Python"}
