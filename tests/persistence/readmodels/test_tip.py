from persistence.readmodels.rows import Put
from persistence.readmodels.tip import project
from tests.builders import EVENING_MS, a_posted, a_tip_confirmed
from tests.persistence.stories import an_entry


def test_a_tip_is_a_row() -> None:
    tip = a_tip_confirmed(2500, id="t1", name="Cleo", text="Encore!")
    assert list(project(an_entry(tip, seq=4))) == [
        Put(
            ("t1",),
            {
                "seq": 4,
                "name": "Cleo",
                "text": "Encore!",
                "amount": 2500,
                "currency": "eur",
                "tier": tip.tier,
                "at_ms": EVENING_MS,
            },
        )
    ]


def test_other_facts_are_no_tips() -> None:
    assert list(project(an_entry(a_posted()))) == []
