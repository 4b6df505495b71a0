"""A long text as state: facts fold without a CRDT, and whoever reads one value begins one document."""

from msgspec.structs import replace

from hub.advancing_sync.form import apply, merge
from hub.advancing_sync.register import Register
from hub.advancing_sync.text import LongText, change, pack, standing, text_of
from hub.advancing_sync.text import merge as newer
from hub.advancing_sync.text_messages import TextChanged, TextPacked
from hub.advancing_sync.text_update import EMPTY, seed
from tests.hub.advancing_sync.forms import a_stamp
from tests.hub.advancing_sync.pages import NOTES, a_text_form


def a_change(at: int, was: str, put: str, ms: int, *, generation: str = "", client: int = 7) -> TextChanged:
    return TextChanged(
        field=NOTES,
        generation=generation,
        update=b"u%d" % ms,
        client=client,
        at=at,
        was=was,
        put=put,
        stamp=a_stamp(ms),
        by="ana",
        name="Ana",
        at_ms=ms,
        party="band",
    )


def a_pack(generation: str, ms: int, doc: bytes = b"whole") -> TextPacked:
    return TextPacked(field=NOTES, generation=generation, doc=doc, stamp=a_stamp(ms), by="ana", at_ms=ms)


def test_a_change_writes_the_value_and_keeps_its_update() -> None:
    text, register = change(None, Register(), a_change(0, "", "Rider", 1))
    text, register = change(text, register, a_change(1, "ide", "oste", 2))
    assert register == Register("Roster", a_stamp(2), "ana", "Ana", 2, party="band")
    assert text == LongText("", a_stamp(2), EMPTY, (b"u1", b"u2"), {"7": "ana"})


def test_a_change_that_only_removes_is_nobodys_client() -> None:
    text, _ = change(None, Register(), a_change(0, "", "", 1, client=0))
    assert text.writers == {}


def test_blanks_are_no_answer_and_are_not_forgotten() -> None:
    text, register = change(None, Register(), a_change(0, "", " \n", 1))
    assert (register.value, text.blank, text_of(text, register)) == (None, " \n", " \n")
    text, register = change(text, register, a_change(2, "", "a", 2))
    assert (register.value, text.blank, text_of(text, register)) == (" \na", "", " \na")


def test_a_change_that_comes_again_changes_nothing() -> None:
    form = apply(apply(a_text_form(), a_change(0, "", "a", 1)), a_change(1, "", "b", 2))
    assert apply(form, a_change(0, "", "a", 1)) == form
    assert apply(form, a_change(1, "", "b", 2)) == form


def test_whoever_reads_a_value_begins_the_same_document() -> None:
    register = Register("Rider", a_stamp(5), "ana", "Ana", 5)
    assert standing(None, register) == LongText(a_stamp(5), a_stamp(5), seed("Rider"))
    assert standing(None, Register()) == LongText("", "")
    stale = LongText("", a_stamp(4), b"of an older value")
    assert standing(stale, register) == standing(None, register)
    kept = replace(stale, stamp=a_stamp(5))
    assert standing(kept, register) is kept


def test_a_change_finds_the_value_it_builds_on_among_the_others() -> None:
    text, register = change(None, Register(), a_change(0, "", "ours", 1))
    beside = replace(a_change(0, "", "theirs", 2), by="bob", stamp=a_stamp(2, "bob"), generation=a_stamp(0))
    register = change(None, register, beside)[1]
    assert [register.value, *(each.value for each in register.siblings)] == ["theirs", "ours"]
    text, register = change(text, register, a_change(4, "", "!", 3))
    assert [register.value, *(each.value for each in register.siblings)] == ["ours!", "theirs"]


def test_packing_puts_the_document_in_place_of_its_updates() -> None:
    text, _ = change(None, Register(), a_change(0, "", " ", 1))
    assert pack(text, a_pack("", 1)) == LongText("", a_stamp(1), b"whole", (), {"7": "ana"}, " ")
    assert pack(text, a_pack(a_stamp(1), 1)) == LongText(a_stamp(1), a_stamp(1), b"whole", (), {}, " ")


def test_packing_begins_the_document_of_a_value() -> None:
    assert pack(None, a_pack(a_stamp(1), 1)) == LongText(a_stamp(1), a_stamp(1), b"whole")
    older = LongText("", a_stamp(1), blank=" ")
    assert pack(older, a_pack(a_stamp(2), 2)) == LongText(a_stamp(2), a_stamp(2), b"whole")


def test_of_two_replicas_the_newer_document_stays() -> None:
    older, later = LongText("", a_stamp(1)), LongText("", a_stamp(2))
    assert newer(older, later) == newer(later, older) == later
    ours, theirs = replace(a_text_form(), texts={NOTES: older}), replace(a_text_form(), texts={NOTES: later})
    assert merge(ours, theirs) == merge(theirs, ours) == theirs
