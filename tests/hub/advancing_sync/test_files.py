"""Files on the form: what adds them, what takes them away, and how replicas agree."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.advancing_sync import files
from hub.advancing_sync.files import AddFile, Attached, FileAdded, FileFact, FileRemoved, RemoveFile, standing
from hub.advancing_sync.form import Form, apply, merge
from hub.advancing_sync.messages import Lock
from hub.advancing_sync.rules import ALLOWED, decide
from hub.advancing_sync.schema import Schema
from hub.errors import Rejected
from hub.kernel import Role
from tests.builders import EVENING_MS, a_moment, an_actor
from tests.hub.advancing_sync.forms import SOLD, TITLE, a_form

PLOT = AddFile(field=TITLE, file="f1", title="plot.pdf", size=9, type="application/pdf", sha256="0" * 64)
SYSTEM = an_actor("ana", Role.SYSTEM)


def done(form: Form, *commands: AddFile | RemoveFile | Lock, now_ms: int = EVENING_MS) -> tuple[Form, list[FileFact]]:
    """The form after the commands, and the facts about files."""
    facts: list[FileFact] = []
    for command in commands:
        for fact in decide(form, command, a_moment(SYSTEM, now_ms)):
            form = apply(form, fact)
            facts += [fact] if isinstance(fact, FileAdded | FileRemoved) else []
    return form, facts


def refused(form: Form, command: AddFile | RemoveFile) -> str:
    with pytest.raises(Rejected) as refusal:
        decide(form, command, a_moment(SYSTEM))
    refusal.value.say()
    return refusal.value.code


def an_added(file: str = "f1", ms: int = 1) -> FileAdded:
    return FileAdded(
        field=TITLE, file=file, title="a", size=1, type="t", sha256="s", by="ana", name="Ana", at_ms=ms, stamp=str(ms)
    )


def a_removed(file: str = "f1", ms: int = 2) -> FileRemoved:
    return FileRemoved(field=TITLE, file=file, title="a", by="ben", name="Ben", at_ms=ms, stamp=str(ms))


def test_only_the_hub_adds_and_removes_files() -> None:
    assert ALLOWED[AddFile] == ALLOWED[RemoveFile] == {Role.SYSTEM}


def test_a_file_stands_with_who_brought_it() -> None:
    form, [fact] = done(a_form(), PLOT)
    attached = Attached(TITLE, "plot.pdf", 9, "application/pdf", "0" * 64, "ana", "Ana", EVENING_MS)
    assert form.files == {"f1": attached}
    assert form.last == fact.stamp


def test_a_file_is_added_once_and_never_again() -> None:
    form, facts = done(a_form(), PLOT, PLOT, RemoveFile(field=TITLE, file="f1"), PLOT)
    assert [type(fact) for fact in facts] == [FileAdded, FileRemoved]
    assert standing(form.files) == {}


def test_what_is_gone_keeps_nothing_but_its_id_and_goes_once() -> None:
    remove = RemoveFile(field=TITLE, file="f1")
    form, facts = done(a_form(), PLOT, remove, remove)
    assert form.files == {"f1": Attached(TITLE, "", 0, "", "", "", "", 0, gone=True)}
    assert isinstance(facts[-1], FileRemoved)
    assert (facts[-1].title, len(facts)) == ("plot.pdf", 2)


def test_what_is_not_there_is_not_removed() -> None:
    form, _ = done(a_form(), PLOT)
    assert refused(form, RemoveFile(field=TITLE, file="f2")) == "file.unknown"
    assert refused(form, RemoveFile(field=SOLD, file="f1")) == "file.unknown"


def test_a_question_that_is_locked_or_not_there_takes_no_file() -> None:
    form, _ = done(a_form(), Lock(field=TITLE))
    assert refused(form, PLOT) == "advance.locked"
    assert refused(form, RemoveFile(field=TITLE, file="f1")) == "advance.locked"
    assert refused(form, replace(PLOT, field="show.nothing")) == "advance.unknown_field"


def test_a_show_has_so_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    form, _ = done(a_form(), PLOT)
    second = AddFile(field=TITLE, file="f2", title="b.pdf", size=1, type="application/pdf", sha256="0" * 64)
    monkeypatch.setattr(files, "FILES_MAX", 1)
    assert refused(form, second) == "file.too_many"
    form, _ = done(form, RemoveFile(field=TITLE, file="f1"))
    assert len(done(form, second)[1]) == 1
    monkeypatch.setattr(files, "FILES_EVER_MAX", 1)
    assert refused(form, second) == "file.too_many"


def test_those_that_stand_are_in_the_order_they_came() -> None:
    form = a_form()
    for fact in (an_added("b", 2), an_added("c", 2), an_added("a", 3), an_added("d", 1), a_removed("d", 4)):
        form = apply(form, fact)
    assert list(standing(form.files)) == ["b", "c", "a"]
    assert list(standing(form.files, TITLE)) == ["b", "c", "a"]
    assert standing(form.files, SOLD) == {}


def test_a_cut_keeps_the_files_of_what_is_seen() -> None:
    form, _ = done(a_form(), PLOT)
    assert files.cut(form.files, lambda section: section == "show") == form.files
    assert files.cut(form.files, lambda section: section != "show") == {}


FACTS = st.lists(
    st.one_of(
        st.builds(an_added, st.sampled_from(["f1", "f2"])),
        st.builds(a_removed, st.sampled_from(["f1", "f2"]), st.integers(2, 3)),
    ),
    max_size=5,
)


def folded(facts: Sequence[FileFact]) -> Form:
    form = a_form()
    for fact in facts:
        form = apply(form, fact)
    return form


@given(FACTS, FACTS, FACTS)
def test_replicas_agree_whatever_they_heard_in_which_order(
    a: list[FileFact], b: list[FileFact], c: list[FileFact]
) -> None:
    one, two, three = folded(a), folded(b), folded(c)
    assert merge(one, two) == merge(two, one)
    assert merge(merge(one, two), three) == merge(one, merge(two, three))
    assert merge(one, one) == one
    assert merge(one, two).files == folded([*b, *a]).files


def test_a_file_can_be_taken_away_when_its_question_is_not_asked_any_more() -> None:
    form, _ = done(a_form(), PLOT)
    form = replace(form, schema=Schema(()))
    assert refused(form, replace(PLOT, file="f2")) == "advance.unknown_field"
    assert refused(form, RemoveFile(field=TITLE, file="f2")) == "file.unknown"
    assert standing(done(form, RemoveFile(field=TITLE, file="f1"))[0].files) == {}
