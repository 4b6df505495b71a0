"""The rules of long texts, as people meet them."""

import pytest

from hub.advancing_sync.form import Form, apply
from hub.advancing_sync.messages import Edited, Lock, Pick, Picked
from hub.advancing_sync.rules import AdvanceCommand
from hub.advancing_sync.sight import cut
from hub.advancing_sync.text_messages import ChangeText, TextChanged, TextPacked
from hub.advancing_sync.text_rules import PACK_BYTES, PACK_EVERY, SPARE_BYTES
from hub.advancing_sync.text_update import EMPTY, HUB_CLIENT, seed
from hub.errors import Rejected
from hub.kernel import Lane, Sight
from tests.builders import EVENING_MS
from tests.hub.advancing_sync.forms import TITLE, asked, done, edit, the_register, values
from tests.hub.advancing_sync.pages import NOTES, NOTES_CHARS_MAX, Page, a_text_form, document_of, joined, value_of

STAMP = f"{EVENING_MS}-0000-ana"


def refused(form: Form, command: AdvanceCommand, by: str = "ana") -> Rejected:
    with pytest.raises(Rejected) as no:
        asked(form, command, by)
    return no.value


def typed(form: Form, at: int, gone: int, put: str, *, client: int = 7, by: str = "ana") -> Form:
    """The form after somebody opened it and typed."""
    return done(form, Page(client, form).type(at, gone, put).command(), by=by)


def written(form: Form, value: str | None, saw: str | None = None, by: str = "bob") -> Form:
    """The form after somebody wrote the whole value, as an import does."""
    return done(form, edit(value, form if saw is None else None, NOTES, **({} if saw is None else {"saw": saw})), by=by)


# typing


def test_what_is_typed_is_a_fact_with_the_update_as_it_came() -> None:
    command = Page(7, a_text_form()).type(0, 0, "Rider").command()
    assert asked(a_text_form(), command) == [
        TextChanged(
            field=NOTES,
            generation="",
            update=command.update,
            client=7,
            at=0,
            was="",
            put="Rider",
            stamp=STAMP,
            by="ana",
            name="Ana",
            at_ms=EVENING_MS,
            party="band",
        )
    ]


def test_the_value_is_where_every_value_is() -> None:
    form = typed(typed(a_text_form(), 0, 0, "Rider"), 0, 1, "Gl", client=8, by="bob")
    register = the_register(form, NOTES)
    assert (register.value, register.by, register.siblings) == ("Glider", "bob", ())
    assert value_of(typed(form, 0, 6, "")) == ""


def test_two_who_type_at_once_leave_one_value() -> None:
    form = typed(a_text_form(), 0, 0, "Doors at seven")
    ana, bob = Page(8, form), Page(9, form)
    ana.type(0, 0, "Stage: ")
    bob.type(9, 5, "eight")
    form = done(done(form, bob.command(), by="bob"), ana.command())
    assert values(the_register(form, NOTES)) == ["Stage: Doors at eight"]


def test_what_comes_again_makes_no_fact() -> None:
    command = Page(7, a_text_form()).type(0, 0, "Rider").command()
    assert asked(done(a_text_form(), command), command) == []


def test_a_text_that_stood_there_before_begins_its_document_once() -> None:
    form = written(a_text_form(), "Doors at seven")
    ana, bob = Page(8, form), Page(9, form)
    began = document_of(form).generation
    facts = asked(form, ana.type(0, 0, "Stage: ").command())
    assert facts[0] == TextPacked(
        field=NOTES, generation=began, doc=seed("Doors at seven"), stamp=began, by="ana", at_ms=EVENING_MS
    )
    form = apply(apply(form, facts[0]), facts[1])
    form = done(form, bob.type(9, 5, "eight").command(), by="bob")
    assert value_of(form) == "Stage: Doors at eight"
    assert document_of(form).generation == began


# what is refused


def test_a_text_has_the_limit_of_its_field() -> None:
    form = typed(a_text_form(), 0, 0, "😀" * NOTES_CHARS_MAX)
    no = refused(form, Page(8, form).type(0, 0, "a").command())
    assert no.say() == "Notes takes at most 60 characters: shorten it."
    assert len(value_of(typed(form, 0, 1, "a"))) == NOTES_CHARS_MAX


def test_a_text_above_its_limit_may_be_shortened() -> None:
    form = typed(a_text_form(90), 0, 0, "x" * 90)
    short = Form(a_text_form(60).schema, form.fields, texts=form.texts, last=form.last)
    assert len(value_of(typed(short, 0, 5, ""))) == 85
    assert refused(short, Page(8, short).type(0, 0, "a").command()).code == "advance.too_long"


def test_a_locked_text_is_not_typed_into() -> None:
    form = done(typed(a_text_form(), 0, 0, "Rider"), Lock(field=NOTES), by="bob")
    assert refused(form, Page(8, form).type(0, 0, "a").command()).code == "advance.locked"


@pytest.mark.parametrize(("field", "code"), [(TITLE, "advance.wrong_type"), ("show.nothing", "advance.unknown_field")])
def test_only_a_long_text_is_typed_into(field: str, code: str) -> None:
    assert refused(a_text_form(), ChangeText(field=field, generation="", update=EMPTY)).code == code


def test_a_change_of_another_document_is_refused() -> None:
    page = Page(7, a_text_form()).type(0, 0, "late")
    form = written(a_text_form(), "Rider")
    no = refused(form, page.command())
    assert no.code == "advance.text_moved"
    assert "put your changes in" in no.say()


def test_a_change_that_builds_on_a_lost_one_is_refused() -> None:
    page = Page(7, a_text_form()).type(0, 0, "first")
    page.take()
    assert refused(a_text_form(), page.type(0, 0, "second").command()).code == "advance.text_moved"


def test_nobody_types_in_the_name_of_another_page() -> None:
    form = typed(a_text_form(), 0, 0, "Rider", client=7, by="ana")
    forged = Page(7)
    forged.hear(*document_of(form).updates)
    forged.type(0, 0, "x")
    assert refused(form, forged.command(), by="bob").code == "advance.text_moved"
    assert value_of(typed(form, 0, 0, "x", client=7, by="ana")) == "xRider"


@pytest.mark.parametrize("client", [0, HUB_CLIENT])
def test_nobody_types_in_the_name_of_the_hub(client: int) -> None:
    no = refused(a_text_form(), Page(client, a_text_form()).type(0, 0, "x").command())
    assert no.code == "advance.text_broken"


def test_an_update_is_of_one_page() -> None:
    updates = [Page(client, a_text_form()).type(0, 0, "x").take() for client in (7, 8)]
    command = ChangeText(field=NOTES, generation="", update=joined(updates))
    assert (
        refused(a_text_form(), command).say() == "Notes takes updates of Yjs for one text: it is not of one page alone."
    )


@pytest.mark.parametrize("update", [b"\x00\x00\x00", Page(7).type(0, 0, "a\x07").take()], ids=["garbage", "a bell"])
def test_what_is_no_text_is_refused(update: bytes) -> None:
    assert refused(a_text_form(), ChangeText(field=NOTES, generation="", update=update)).code == "advance.text_broken"


# documents in one piece


def test_a_document_is_put_into_one_piece_now_and_then() -> None:
    form = a_text_form()
    page = Page(7, form)
    for number in range(PACK_EVERY):
        assert len(document_of(form).updates) == number
        form = done(form, page.type(number, 0, "x").command())
    text = document_of(form)
    assert (text.updates, text.generation, text.writers) == ((), "", {"7": "ana"})
    assert value_of(done(form, page.type(0, 0, "y").command())) == "y" + "x" * PACK_EVERY


def test_large_updates_are_packed_sooner() -> None:
    form = typed(a_text_form(10_000), 0, 0, "é" * (PACK_BYTES // 2 - 100))
    assert len(document_of(form).updates) == 1
    assert document_of(typed(form, 0, 0, "é" * 200)).updates == ()


def crowded(form: Form) -> tuple[Form, Page]:
    """Somebody types here and there and removes it again, until what is gone is left out."""
    page, began = Page(7, form), document_of(form).generation
    for turn in range(3_000):
        page.type(turn % (len(page.text) + 1), 0, "x")
        page.type(turn % len(page.text) // 2, len(page.text) // 3, "")
        form = done(form, page.command(), now_ms=EVENING_MS + turn)
        if document_of(form).generation != began:
            break
    return form, page


def test_what_is_gone_is_left_out_in_another_generation() -> None:
    form, page = crowded(typed(a_text_form(), 0, 0, "Rider"))
    text = document_of(form)
    assert text.generation == text.stamp == form.fields[NOTES].stamp
    assert (text.doc, text.updates, text.writers) == (seed(value_of(form)), (), {})
    assert len(page.whole()) > SPARE_BYTES
    assert refused(form, page.type(0, 0, "late").command()).code == "advance.text_moved"
    assert value_of(typed(form, 0, 0, "Back: ", client=8)) == "Back: " + page.text[4:]


def test_a_document_that_reads_otherwise_to_newcomers_begins_anew() -> None:
    """A forged update names neighbours that never were: its letters stand where the order of reading puts them."""
    form = done(a_text_form(), edit("abcd", field=NOTES))
    began = document_of(form).generation
    forged = b"\x01\x02\x07\x00\xc4\x01\x00\x01\x00\x01X\xc4\x01\x02\x01\x02\x01Y\x00"
    form = done(form, ChangeText(field=NOTES, generation=began, update=forged))
    page = Page(8, form)
    while document_of(form).updates:
        form = done(form, page.type(0, 0, "x").command(), by="bob")
    text = document_of(form)
    assert text.generation != began
    assert Page(9, form).text == page.text == value_of(form)


# edits of the whole value


def test_an_edit_of_what_one_sees_is_typed_by_the_hub() -> None:
    form = typed(a_text_form(), 0, 0, "Doors at seven")
    page = Page(8, form).type(0, 0, "Stage: ")
    facts = asked(form, edit("Doors at eight", form, NOTES), by="bob")
    assert isinstance(facts[0], TextChanged)
    assert (facts[0].client, facts[0].at, facts[0].was, facts[0].put) == (HUB_CLIENT, 9, "seven", "eight")
    form = done(apply(form, facts[0]), page.command())
    assert values(the_register(form, NOTES)) == ["Stage: Doors at eight"]


def test_a_cleared_text_goes_on() -> None:
    form = typed(a_text_form(), 0, 0, "Doors")
    page = Page(8, form)
    form = done(written(form, None), page.type(5, 0, "!").command())
    assert value_of(form) == "!"


def test_many_edits_are_packed_too() -> None:
    form = typed(a_text_form(), 0, 0, "0")
    for number in range(1, PACK_EVERY):
        form = written(form, str(number))
    assert (document_of(form).updates, value_of(form)) == ((), str(PACK_EVERY - 1))


def test_an_edit_that_had_not_seen_the_text_is_kept_beside_it() -> None:
    form = typed(a_text_form(), 0, 0, "Doors")
    page = Page(8, form).type(5, 0, " at seven")
    facts = asked(form, edit("Load-in", None, NOTES, saw=""), by="bob")
    assert [type(fact) for fact in facts] == [TextChanged, Edited]
    form = done(form, edit("Load-in", None, NOTES, saw=""), by="bob")
    register = the_register(form, NOTES)
    assert (values(register), register.by) == (["Doors", "Load-in"], "ana")
    form = done(form, page.command())
    assert values(the_register(form, NOTES)) == ["Doors at seven", "Load-in"]


def test_picking_the_text_settles_what_stands_beside_it_though_somebody_types() -> None:
    form = written(typed(a_text_form(), 0, 0, "Doors"), "Load-in", saw="")
    seen = the_register(form, NOTES).stamp
    form = typed(form, 5, 0, " at seven")
    facts = asked(form, Pick(field=NOTES, stamp=seen, saw=seen), by="cat")
    assert [type(fact) for fact in facts] == [Picked]
    assert values(the_register(apply(form, facts[0]), NOTES)) == ["Doors at seven"]
    assert refused(form, Pick(field=NOTES, stamp=STAMP, saw=seen)).code == "advance.no_sibling"


def test_picking_the_other_value_begins_another_document() -> None:
    form = written(typed(a_text_form(), 0, 0, "Doors"), "Load-in", saw="")
    register = the_register(form, NOTES)
    page = Page(8, form).type(0, 0, "x")
    form = done(form, Pick(field=NOTES, stamp=register.siblings[0].stamp, saw=register.stamp), by="cat")
    assert values(the_register(form, NOTES)) == ["Load-in"]
    assert refused(form, page.command()).code == "advance.text_moved"
    assert value_of(typed(form, 0, 0, "Early ", client=9)) == "Early Load-in"


# parts of a form


def test_a_text_belongs_to_its_section() -> None:
    form = typed(a_text_form(), 0, 0, "Doors")
    assert cut(form, Sight(Lane.CREW, ("show",))).texts == form.texts
    assert cut(form, Sight(Lane.CREW, ("schedule",))).texts == {}
