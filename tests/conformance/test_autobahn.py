"""The Autobahn suite: everything passes but what the library says of itself."""

from pathlib import Path

import pytest

from load.record import recorded
from tests.conformance import autobahn
from tests.conformance.kept import Failure, Row, keep, table
from tests.conformance.suite import Verdict


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_the_hub_passes_the_autobahn_suite() -> None:
    found = await autobahn.rows()
    keep(found, autobahn.COMMAND)
    print(table(found))  # noqa: T201  what a person who runs this came for
    assert autobahn.unexplained(found) == []
    if not found[0].notes.startswith("not run"):
        assert found[0].cases == 247


def test_a_failure_is_named_with_its_reason_and_one_of_the_library_s_own_is_not_ours() -> None:
    verdicts = [
        Verdict("1.1.1", "OK", "OK", echoed=True, reason=""),
        Verdict("3.2", "NON-STRICT", "OK", echoed=True, reason=""),
        Verdict("5.1", "OK", "FAILED", echoed=False, reason="Closed late."),
        Verdict("7.1.5", "FAILED", "OK", echoed=True, reason="An echo."),
    ]
    row = autobahn.row("core", verdicts)
    assert (row.cases, row.passed, row.failed) == (4, 2, 2)
    assert row.notes == "1 noticed later than the suite likes"
    assert autobahn.unexplained([row]) == [Failure("5.1", "OK, closing FAILED: Closed late.")]
    assert "    5.1: OK, closing FAILED: Closed late." in table([row])


def test_what_one_command_kept_another_leaves_alone(tmp_path: Path) -> None:
    folder = tmp_path
    keep([Row("a", 2, 2, 0), Row("b", 1, 1, 0)], "one", folder)
    keep([Row("b", 3, 2, 1)], "two", folder)
    kept = recorded("conformance", folder)
    assert kept is not None
    assert [(row["name"], row["cases"], row["commit"]) for row in kept.found["rows"]] == [
        ("a", 2, kept.commit),
        ("b", 3, kept.commit),
    ]
    assert f"| b | {kept.commit or 'unknown'} | 3 |" in (folder / "reliability.md").read_text()
