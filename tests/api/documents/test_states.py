from typing import Any

import msgspec
import pytest

from api.documents.states import TAGS, now, past, standing
from hub.advancing_sync.agreement_messages import Publish
from hub.advancing_sync.documents.job import form_of
from hub.advancing_sync.form import Form
from hub.chat.messages import Post
from hub.errors import Rejected
from tests.api.access.shown import Shown
from tests.api.documents.writing import done, written

pytestmark = pytest.mark.asyncio(loop_scope="module")


def title(form: Form) -> object:
    return form.fields["show.title"].value


async def test_the_form_is_that_of_the_room(shown: Shown) -> None:
    told = await written(shown, "show.title", "Friday")
    form, seq = await now(shown.hub.worker, shown.room)
    assert (title(form), seq) == ("Friday", told)
    assert form_of(standing(form, seq)) == form


async def test_the_past_is_a_revision_or_a_seq_and_folds_to_what_stood_there(shown: Shown) -> None:
    worker, room = shown.hub.worker, shown.room
    first = await written(shown, "show.title", "One")
    await done(shown, Post(text="hello"))
    published = await done(shown, Publish())
    last = await written(shown, "show.title", "Two")
    told = ((1, None, "One"), (None, first, "One"), (None, published, "One"), (None, last, "Two"), (1, last, "One"))
    for revision, seq, expected in told:
        found = await past(worker, room, revision, seq)
        assert found is not None
        assert title(form_of(found)) == expected
    assert await past(worker, room, None, None) is None
    whole = await past(worker, room, None, last)
    assert whole is not None
    assert form_of(whole) == (await now(worker, room))[0]
    facts = [fact["t"] for fact in msgspec.json.decode(whole.facts)]
    assert facts[-3:] == ["advance.edited", "advance.published", "advance.edited"]
    assert "chat.posted" not in facts


@pytest.mark.parametrize(("asked", "code"), [((2, None), "document.no_revision"), ((None, 200), "document.no_seq")])
async def test_what_was_not_yet_is_refused(shown: Shown, asked: tuple[Any, Any], code: str) -> None:
    await written(shown, "show.title", "One")
    with pytest.raises(Rejected) as refused:
        await past(shown.hub.worker, shown.room, *asked)
    assert refused.value.code == code


async def test_every_fact_of_an_advance_is_asked_for_by_its_tag() -> None:
    assert {"advance.edited", "advance.published", "advance.row_added"} <= set(TAGS)
    assert not [tag for tag in TAGS if not tag.startswith("advance.")]
