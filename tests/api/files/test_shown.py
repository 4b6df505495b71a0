"""Files as people see them."""

from api.files.shown import FileSeen, seen
from persistence.files import File


def test_who_brought_it_is_a_name_and_no_id() -> None:
    file = File("f1", "s1", "files.contract", "deal.pdf", 9, "application/pdf", "00", "account-1", "Ana", 5)
    assert seen(file) == FileSeen("f1", "files.contract", "deal.pdf", 9, "application/pdf", "00", "Ana", 5)
