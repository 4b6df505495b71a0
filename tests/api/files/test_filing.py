"""How many may be on their way."""

import pytest

from api.files.filing import Gate, with_space
from hub.errors import Rejected
from persistence.store import Full


def refused(gate: Gate, person: str) -> bool:
    try:
        with gate.through(person):
            return False
    except Rejected as refusal:
        return refusal.code == "file.busy"


def test_one_person_does_not_keep_others_out() -> None:
    gate = Gate(3, 2)
    with gate.through("ana"), gate.through("ana"):
        assert refused(gate, "ana")
        assert not refused(gate, "ben")
        with gate.through("ben"):
            assert refused(gate, "cat")
    assert not refused(gate, "ana")


def test_a_full_disk_has_its_code() -> None:
    with pytest.raises(Rejected, match=r"file\.full"), with_space():
        raise Full
