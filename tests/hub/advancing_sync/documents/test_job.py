from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from msgspec import Raw
from msgspec.structs import replace

from hub.advancing_sync.agreement_messages import Publish
from hub.advancing_sync.documents.content import AdvanceContent
from hub.advancing_sync.documents.job import Job, Past, Standing, called, form_of, written
from hub.advancing_sync.documents.sheet import Night, Sheet
from hub.advancing_sync.documents.words import WORDS
from hub.advancing_sync.form import AdvanceFact, Form, apply
from hub.advancing_sync.messages import Edit
from hub.advancing_sync.rules import decide
from hub.kernel import Lane, Sight
from tests.builders import EVENING_MS, a_moment
from tests.hub.advancing_sync.documents.papers import ANA, answered

FORM = answered({"show.title": "Night", "show.timezone": "Europe/Berlin", "show.currency": "CHF", "money.deposit": 5})


def zone_called(name: str) -> tzinfo | None:
    return ZoneInfo(name) if name == "Europe/Berlin" else None


def standing(form: Form, seq: int = 7) -> Standing:
    return Standing(seq, Raw(msgspec.json.encode(form)))


def a_job(**changes: Any) -> Job:
    """The advance of FORM, of which the hub knows nothing else."""
    job = Job("advance", "en", "a4", EVENING_MS, Night(zone=""), "", Sight(Lane.CREW, private=True), standing(FORM))
    return replace(job, **changes)


def through_the_pipe(job: Job) -> Sheet:
    """What is written of a job by whoever gets it as a message."""
    return written(msgspec.json.decode(msgspec.json.encode(job), type=Job), zone_called)


def texts(made: Sheet) -> str:
    return msgspec.json.encode(made).decode()


def test_a_job_has_all_that_the_document_needs() -> None:
    made = through_the_pipe(a_job())
    assert (made.title, made.version) == ("Night", "State 7")
    assert made.zone == "All times are those of Europe/Berlin"
    assert made.made == "Made 3 January 2026, 21:00 (Europe/Berlin)"
    assert "0.05\u00a0CHF" in texts(made)


def test_what_the_hub_knows_stands_before_what_the_form_says() -> None:
    made = through_the_pipe(a_job(night=Night("Hub's", zone="Europe/Berlin"), currency="USD"))
    assert made.title == "Hub's"
    assert "0.05\u00a0USD" in texts(made)


@pytest.mark.parametrize("zone", ["Nowhere/Else", "../../etc/passwd"])
def test_a_time_zone_that_is_none_is_utc(zone: str) -> None:
    form = answered({"show.timezone": zone, "money.deposit": 5})
    made = through_the_pipe(a_job(state=standing(form)))
    assert made.zone == "All times are those of UTC"
    assert "0.05\u00a0EUR" in texts(made)


def test_who_may_not_see_money_gets_a_document_without() -> None:
    made = texts(through_the_pipe(a_job(sight=Sight(Lane.CREW))))
    assert "CHF" in made  # the show's currency is no secret
    assert "0.05" not in made
    assert "Night" not in texts(through_the_pipe(a_job(sight=Sight(Lane.CREW, ("wifi",)))))


def test_a_form_of_the_past_is_folded_out_of_its_facts() -> None:
    facts: list[AdvanceFact] = []
    form = Form()
    for title in ("One", "Two"):
        seen = form.fields["show.title"].stamp if form.fields else ""
        facts += decide(form, Edit(field="show.title", value=title, saw=seen), a_moment(ANA))
        form = apply(form, facts[-1])
    past = Past(2, Raw(msgspec.json.encode(facts)))
    assert form_of(past) == form
    before = Past(1, Raw(msgspec.json.encode(facts[:1])))
    made = through_the_pipe(a_job(state=past, before=before))
    assert made.changes == "1 changed since State 1, marked with a bar"
    assert isinstance(made.content, AdvanceContent)


def test_a_state_is_called_by_its_revision_until_something_is_written() -> None:
    def published(form: Form) -> Form:
        for fact in decide(form, Publish(), a_moment(ANA)):
            form = apply(form, fact)
        return form

    words = WORDS["en"]
    first = published(FORM)
    assert called(words, FORM, 4) == "State 4"
    assert called(words, first, 5) == "Revision 1"
    after = answered({"show.title": "Later"}, first)
    assert called(words, after, 6) == "State 6"
    assert called(words, published(after), 7) == "Revision 2"


def test_facts_of_a_later_version_are_told_from_broken_ones() -> None:
    later = Past(1, Raw(b'[{"t":"advance.from_the_future"}]'))
    with pytest.raises(msgspec.ValidationError):
        through_the_pipe(a_job(state=later))
