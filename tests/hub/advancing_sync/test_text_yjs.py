"""The library of the hub and the real Yjs of the pages read one document alike, whatever is typed or forged."""

import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.advancing_sync.rules import AdvanceCommand
from hub.advancing_sync.text import LongText
from hub.advancing_sync.text_document import GapError, merge, reads
from hub.advancing_sync.text_messages import ChangeText, TextChanged
from hub.advancing_sync.text_update import MalformedError, read, seed
from hub.errors import Rejected
from tests.hub.advancing_sync.forms import asked, done, edit
from tests.hub.advancing_sync.pages import NOTES, Page, a_text_form, document_of, value_of

PEER = Path(__file__).parents[3] / "web/scripts/yjs_peer.mjs"
TEXTS = ["a", "bc", "é", "😀", "\n", "two words "]


class Yjs:
    """Pages of the real Yjs, in a process of Node."""

    def __init__(self) -> None:
        assert (PEER.parents[1] / "node_modules/yjs").is_dir(), "the packages of the pages are missing: run make"
        node = Path(sys.executable).parent / "node"
        self.process = subprocess.Popen([node, PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, do: str, page: int, **asked: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(msgspec.json.encode({"do": do, "page": page, **asked}) + b"\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = msgspec.json.decode(self.process.stdout.readline())
        return answer

    def open(self, page: int, client: int, *updates: bytes) -> str:
        return str(
            self.ask("open", page, client=client, updates=[b64encode(each).decode() for each in updates])["text"]
        )

    def hear(self, page: int, *updates: bytes) -> str:
        return str(self.ask("hear", page, updates=[b64encode(each).decode() for each in updates])["text"])

    def take(self, page: int, do: str = "look", **asked: Any) -> bytes | None:
        """Do something on a page, and what its person has typed since the last time."""
        update = self.ask(do, page, take=True, **asked)["update"]
        return b64decode(update) if update else None

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(scope="module")
def yjs() -> Iterator[Yjs]:
    pages = Yjs()
    yield pages
    pages.close()


some = settings(max_examples=settings().max_examples // 2, suppress_health_check=[HealthCheck.too_slow])


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_both_begin_one_document_from_a_text(yjs: Yjs, text: str) -> None:
    assert yjs.open(1, 1) == ""
    update = yjs.take(1, "type", at=0, gone=0, put=text) if text else None
    if update is not None:
        assert update == seed(text)
    assert yjs.open(2, 7, seed(text)) == text


def a_change(text: str, chance: Random) -> dict[str, Any]:
    at = chance.randint(0, len(text))
    return {"at": at, "gone": chance.randint(0, min(3, len(text) - at)), "put": chance.choice(["", *TEXTS])}


@some
@given(st.integers(0, 2**64))
def test_pages_of_yjs_and_the_hub_end_with_one_text(yjs: Yjs, number: int) -> None:
    """They type, undo and redo at once, and the hub writes too; each hears the facts in order, some of them late."""
    chance = Random(number)
    form, log = done(a_text_form(10_000), edit("begun 😀 before", field=NOTES)), list[bytes]()
    form = done(form, Page(50, form).type(0, 0, "x").command())
    began = document_of(form)
    heard = dict.fromkeys(range(3), 0)
    for page in heard:
        yjs.open(page, 100 + page, began.doc, *began.updates)
    for _ in range(chance.randint(1, 25)):
        page = chance.choice(list(heard))
        late = chance.randint(heard[page], len(log))
        text = yjs.hear(page, *log[heard[page] : late])
        heard[page] = late
        do = chance.choice(["type", "type", "type", "undo", "redo"])
        update = yjs.take(page, do, **(a_change(text, chance) if do == "type" else {}))
        commands: list[AdvanceCommand] = [edit(value_of(form)[2:] + "x", form, NOTES)] if chance.random() < 0.1 else []
        if update is not None:
            commands.append(ChangeText(field=NOTES, generation=began.generation, update=update))
        for command in commands:
            facts = asked(form, command, f"p{page}")
            form = done(form, command, by=f"p{page}")
            log += [fact.update for fact in facts if isinstance(fact, TextChanged)]
    now = document_of(form)
    if now.generation == began.generation:
        ends = {yjs.hear(page, *log) for page in heard}
        assert ends == {yjs.open(9, 109, now.doc, *now.updates)}
        assert ends == {value_of(form) or now.blank}


def forged(update: bytes, chance: Random) -> bytes:
    """An update with a few bytes changed, as a hostile page may send it."""
    data = bytearray(update)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.choice([0, 1, 2, 3, 7, 127, 128, 255])
            case 1:
                data[at] ^= 1 << chance.randrange(8)
            case 2:
                data.insert(at, chance.choice([0, 1, 4, 7, 128]))
            case _:
                del data[at : at + 1]
                data = data or bytearray(1)
    return bytes(data)


@given(st.integers(0, 2**64))
def test_what_is_forged_is_refused_or_read_alike(yjs: Yjs, number: int) -> None:
    """Nothing that the hub takes reads otherwise on a page, and nothing forged leaves a trace when it is refused."""
    chance = Random(number)
    text = LongText("", "", seed("notes 😀 of the day"))
    page = Page(7)
    page.hear(text.doc)
    for _ in range(chance.randint(1, 4)):
        page.type(**a_change(page.text, chance))
    update = forged(page.whole() if chance.random() < 0.2 else page.take() if page.unsent else seed("x"), chance)
    try:
        merged = merge(text, "notes 😀 of the day", update, read(update))
    except (MalformedError, GapError):
        return
    assert yjs.open(5, 8, text.doc, update) == merged.text


@given(st.integers(0, 2**64))
def test_a_forged_command_is_refused_or_leaves_a_form_that_all_read_alike(number: int) -> None:
    """At the latest when its document is put into one piece."""
    chance = Random(number)
    form = done(a_text_form(), edit("notes 😀", field=NOTES))
    page = Page(7, form)
    for _ in range(chance.randint(1, 3)):
        page.type(**a_change(page.text, chance))
    if not page.unsent:
        return
    command = ChangeText(field=NOTES, generation=document_of(form).generation, update=forged(page.take(), chance))
    try:
        after = done(form, command)
    except Rejected as no:
        if no.code not in {"advance.text_broken", "advance.text_moved", "advance.too_long"}:
            raise
        return
    client = 9
    while document_of(after).updates:
        client += 1
        after = done(after, Page(client, after).type(0, 0, "x").command())
    assert reads(document_of(after).doc) == value_of(after)
