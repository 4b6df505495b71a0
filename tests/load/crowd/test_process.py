"""One process of a crowd by its pipes, without a parent of ours."""

import subprocess
import sys

from load.crowd.orders import Ask, Begin, Join, Report, Said, Standing, decode_said, packed, unpacked
from load.crowd.speech import Speech

NOWHERE = Begin("127.0.0.1", 1, Speech(), ["t"])


def told(*orders: bytes) -> tuple[int, list[Said], str]:
    done = subprocess.run(
        [sys.executable, "-m", "load.crowd.process"], input=b"".join(orders), capture_output=True, check=False
    )
    messages, rest = unpacked(done.stdout)
    assert rest == b""
    return done.returncode, [decode_said(each) for each in messages], done.stderr.decode()


def test_it_ends_with_its_parent_even_before_its_first_order() -> None:
    assert told() == (0, [], "")


def test_it_reports_and_answers_until_its_parent_is_gone() -> None:
    code, said, errors = told(packed(NOWHERE), packed(Join(1)), packed(Ask(0)))
    assert (code, errors) == (0, "")
    reports = [each for each in said if isinstance(each, Report)]
    assert reports[0].tally.wanted == 1
    assert [each for each in said if isinstance(each, Standing)] == [Standing(1, 0, 0)]


def test_half_a_message_is_not_obeyed() -> None:
    assert told(packed(NOWHERE)[:-1]) == (0, [], "")
