import ast
from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest

from hub.errors import CATALOGUE, Fault, Rejected

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for folder in ("hub", "api", "persistence") for path in (ROOT / folder).rglob("*.py"))
each_fault = pytest.mark.parametrize("fault", CATALOGUE.values(), ids=lambda fault: fault.code)


def fields_of(fault: Fault) -> set[str]:
    """What has to be filled in."""
    return {name for _, name, _, _ in Formatter().parse(fault.say) if name}


def refusals(path: Path) -> Iterator[tuple[str, set[str], str]]:
    """Every `Rejected(...)` and `BadFrame(...)` with a literal code: the code, the fields it is given, and where."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Rejected", "BadFrame"}:
            given = {keyword.arg or "**" for keyword in node.keywords}
            for code in ast.walk(node.args[0]):
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value, given, f"{path.relative_to(ROOT)}:{node.lineno}"


RAISED = list(chain.from_iterable(map(refusals, SOURCES)))


@each_fault
def test_a_sentence_ends_and_says_what_to_do_in_words(fault: Fault) -> None:
    assert fault.say.endswith(".")
    assert fault.say[0].isupper() or fault.say.startswith("{")
    assert "error" not in fault.say.lower()


@each_fault
def test_a_status_is_one_that_http_knows_as_a_refusal(fault: Fault) -> None:
    assert HTTPStatus(fault.status) >= HTTPStatus.BAD_REQUEST


@each_fault
def test_a_close_code_says_by_its_range_whether_to_come_back(fault: Fault) -> None:
    assert fault.close == 0 or 4000 <= fault.close < 5000
    if fault.close:
        assert fault.retry == (fault.close < 4500)


def test_no_two_faults_share_a_close_code_but_those_about_the_grant() -> None:
    closing = [fault for fault in CATALOGUE.values() if fault.close and fault.code != "auth.grant_missing"]
    assert len({fault.close for fault in closing}) == len(closing)


def test_every_refusal_in_the_code_is_in_the_catalogue_and_fills_its_sentence() -> None:
    for code, given, where in RAISED:
        missing = fields_of(CATALOGUE[code]) - given
        assert not missing, f"{where} says {code} without {missing}"


@each_fault
def test_every_sentence_is_said_somewhere(fault: Fault) -> None:
    assert any(f'"{fault.code}"' in path.read_text() for path in SOURCES if path.name != "errors.py")


def test_a_refusal_speaks_to_the_person() -> None:
    rejected = Rejected("queue.too_many", max=3)

    assert rejected.say() == "You have 3 open requests: wait until one is played."
    assert (rejected.code, rejected.fault.status, str(rejected)) == ("queue.too_many", 409, "queue.too_many")


def test_a_refusal_may_only_have_a_code_of_the_catalogue() -> None:
    with pytest.raises(KeyError):
        Rejected("queue.no_such_code")


def test_what_a_person_typed_is_not_read_as_a_sentence() -> None:
    assert "{max}" in Rejected("advance.unknown_field", field="{max}").say()
