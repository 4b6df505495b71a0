from collections.abc import Mapping
from typing import Any

import pytest

from hub.kernel import Fact
from hub.queue.messages import CalledUp, Configured, Held, KeptRules, Played, Reordered, Skipped, Started, Withdrawn
from persistence.readmodels.queue_entry import project
from persistence.readmodels.rows import Change, Put
from tests.builders import EVENING_MS, a_posted, a_submitted
from tests.persistence.stories import an_entry


def test_a_request_is_a_row_that_waits() -> None:
    submitted = a_submitted("ana", id="e1", title="Jolene", artist="Dolly Parton", note="in G")
    assert list(project(an_entry(submitted, seq=3))) == [
        Put(
            ("e1",),
            {
                "seq": 3,
                "person": "ana",
                "name": "Ana",
                "title": "Jolene",
                "artist": "Dolly Parton",
                "note": "in G",
                "state": "waiting",
                "held": False,
                "at_ms": EVENING_MS,
            },
        )
    ]


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        (Held(id="e1", on=True), {"held": True}),
        (Held(id="e1", on=False), {"held": False}),
        (CalledUp(id="e1"), {"state": "up_next", "held": False}),
        (Started(id="e1", at_ms=5), {"state": "playing", "held": False, "started_at_ms": 5}),
        (Played(id="e1", at_ms=6), {"state": "played", "ended_at_ms": 6}),
        (Skipped(id="e1", at_ms=7), {"state": "skipped", "ended_at_ms": 7}),
        (Withdrawn(id="e1", by="ana"), {"state": "withdrawn", "ended_at_ms": EVENING_MS}),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_becomes_of_it_is_in_the_row(fact: Fact, values: Mapping[str, Any]) -> None:
    assert list(project(an_entry(fact))) == [Change(("e1",), values)]


@pytest.mark.parametrize("fact", [Configured(rules=KeptRules()), Reordered(id="e1"), a_posted()])
def test_other_facts_change_no_row(fact: Fact) -> None:
    assert list(project(an_entry(fact))) == []
