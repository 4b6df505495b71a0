"""Who may do what, and who sees what, as the code has it."""

from api.reference.permissions import permissions_md


def test_only_the_system_confirms_a_tip() -> None:
    row = next(line for line in permissions_md().split("\n") if line.startswith("| `tips.confirm`"))
    assert row.split("|")[2:-1] == ["  "] * 10 + [" ● "]


def test_the_public_does_not_see_a_note_for_the_desk() -> None:
    assert "| `queue.submitted` | without `note` | whole |" in permissions_md()


def test_the_audience_has_no_seat_in_a_show() -> None:
    assert "| audience |  | public | public |" in permissions_md()
