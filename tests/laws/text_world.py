"""People type into one text on pages that hear late, lose their network and come back; an import writes in between.

What they do at the pages is what `web/client/text.ts` does: one command under way, the rest waits; another document
takes in what was not saved, by a merge of three texts. Every letter typed is another one, so that what is missing and
what is there twice can be told.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from random import Random

import msgspec

from hub.advancing_sync.form import AdvanceFact, Form, apply
from hub.advancing_sync.messages import Edit, Edited, Lock, Pick
from hub.advancing_sync.register import Register, Write, heads
from hub.advancing_sync.rules import AdvanceCommand
from hub.advancing_sync.text import LongText
from hub.advancing_sync.text_messages import ChangeText, TextChanged, TextPacked
from hub.advancing_sync.text_update import read, read_document
from hub.errors import Rejected
from tests.builders import EVENING_MS
from tests.hub.advancing_sync.forms import asked
from tests.hub.advancing_sync.pages import NOTES, Page, a_text_form, document_of, value_of
from tests.laws.yata import Yata

CHARS_MAX = 60
_FIRST = 0x4E00


@dataclass
class Under:
    """A command under way; `landed` is its place in the log, None when it was refused or is not decided."""

    command: ChangeText
    code: str | None = None
    landed: int = 0
    decided: bool = False


@dataclass
class Screen:
    """One page: what it has heard, what its document says, and what is under way."""

    person: str
    form: Form
    page: Page
    seen: int = 0
    under: Under | None = None
    certain: LongText = field(default_factory=lambda: LongText("", ""))


class World:
    """The hub's form with its log, the screens, and a model of what the text must be."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.form = a_text_form(CHARS_MAX)
        self.loaded = self.form
        self.log: list[AdvanceFact] = []
        self.model = Yata()
        self.now_ms = EVENING_MS
        self.letters = 0
        self.clients = 1
        self.typed: set[str] = set()
        self.removed: set[str] = set()
        self.codes: set[str] = set()
        if chance.random() < 0.3:
            self.ask("bot", Edit(field=NOTES, value=self.new(5)))
        self.screens = [self.screen(f"p{number % 3}") for number in range(chance.randint(2, 4))]

    def new(self, many: int) -> str:
        """Letters that nobody has typed yet."""
        letters = "".join(chr(_FIRST + self.letters + at) for at in range(many))
        self.letters += many
        self.typed |= set(letters)
        return letters

    def screen(self, person: str) -> Screen:
        screen = Screen(person, self.form, self.fresh(), len(self.log))
        self.renew(screen, "")
        return screen

    def fresh(self) -> Page:
        self.clients += 1
        return Page(self.clients)

    # the hub

    def ask(self, person: str, command: AdvanceCommand) -> str:
        """Decide, and hold the hub to what it says; the code of a refusal."""
        self.now_ms += 1
        try:
            facts = asked(self.form, command, person, self.now_ms)
        except Rejected as no:
            self.codes.add(no.code)
            return no.code
        for fact in facts:
            self.happen(fact)
        return ""

    def happen(self, fact: AdvanceFact) -> None:
        before = self.form
        self.form = apply(before, fact)
        self.loaded = apply(msgspec.json.decode(msgspec.json.encode(self.loaded), type=Form), fact)
        assert self.loaded == self.form
        assert apply(self.form, fact) == self.form, "a fact that comes again changes nothing"
        self.log.append(fact)
        self.models(fact, document_of(before))
        assert self.model.text == value_of(self.form) + self.blank()
        assert len(value_of(self.form)) <= CHARS_MAX

    def blank(self) -> str:
        kept = self.form.texts.get(NOTES)
        return kept.blank if kept and kept.stamp == self.form.fields[NOTES].stamp else ""

    def models(self, fact: AdvanceFact, before: LongText) -> None:
        now = document_of(self.form)
        if isinstance(fact, TextChanged):
            self.model.hear(read(fact.update))
        elif isinstance(fact, TextPacked) and fact.generation == before.generation:
            assert Yata().hear(read_document(fact.doc)).text == self.model.text
        elif now.generation != before.generation:
            self.model = Yata().hear(read_document(now.doc))

    # the screens

    def type(self, screen: Screen) -> None:
        text = screen.page.text
        at = self.chance.randint(0, len(text))
        gone = min(self.chance.choice([0, 0, 0, 1, 4]), len(text) - at)
        self.removed |= set(text[at : at + gone])
        screen.page.type(at, gone, self.new(self.chance.choice([0, 1, 1, 2, 5])))

    def send(self, screen: Screen) -> None:
        if screen.under is None and screen.page.unsent:
            screen.under = Under(screen.page.command())

    def arrive(self, screen: Screen) -> None:
        """What is under way reaches the hub; or once more, and then it changes nothing."""
        under = screen.under
        if under is None:
            return
        if under.decided:
            before = self.form
            self.ask(screen.person, under.command)
            assert under.code or self.form == before
            return
        under.code = self.ask(screen.person, under.command)
        under.decided, under.landed = True, len(self.log)

    def answer(self, screen: Screen) -> None:
        """The answer comes behind the facts."""
        under = screen.under
        if under is None or not under.decided or screen.seen < under.landed:
            return
        screen.under = None
        if not under.code:
            if document_of(screen.form).generation != screen.page.generation:
                self.renew(screen, said(screen.certain, under.command.update))
        elif under.code == "advance.text_moved":
            self.renew(screen, said(screen.certain))
        else:
            screen.page.unsent.insert(0, under.command.update)

    def hear(self, screen: Screen, many: int = 1) -> None:
        for fact in self.log[screen.seen : screen.seen + many]:
            screen.form = apply(screen.form, fact)
            screen.seen += 1
            now = document_of(screen.form)
            if now.generation == screen.page.generation:
                screen.certain = now
                screen.page.hear(*(fact.update,) if isinstance(fact, TextChanged) else (now.doc, *now.updates))
            elif screen.under is None:
                self.renew(screen, said(screen.certain))

    def resume(self, screen: Screen) -> None:
        """A page comes back after long, and gets the form as it is instead of what it missed."""
        screen.form, screen.seen = self.form, len(self.log)
        now = document_of(screen.form)
        if now.generation == screen.page.generation:
            screen.certain = now
            screen.page.hear(now.doc, *now.updates)
        elif screen.under is None:
            self.renew(screen, said(screen.certain))

    def renew(self, screen: Screen, base: str) -> None:
        """Another document: what was typed on top of `base` is put into it."""
        mine = screen.page.text
        screen.page = self.fresh()
        screen.page.open(screen.form)
        screen.certain = document_of(screen.form)
        theirs = screen.page.text
        together = three_way(base, theirs, mine)
        self.removed |= set(base) - set(mine)
        for tag, start, end, low, high in reversed(
            SequenceMatcher(None, theirs, together, autojunk=False).get_opcodes()
        ):
            if tag != "equal":
                screen.page.type(start, end - start, together[low:high])

    # what else happens

    def import_(self) -> None:
        """Something writes the whole value, having seen it or something older."""
        standing = heads(self.form.fields.get(NOTES, Register()))
        saw = self.chance.choice(["", *(head.stamp for head in standing)])
        new = self.new(self.chance.choice([0, 3]))
        value = self.chance.choice(["", value_of(self.form)[: CHARS_MAX - 9]]) + new
        if self.ask("bot", Edit(field=NOTES, value=value or None, saw=saw)):
            self.typed -= set(new)  # whoever imports is told, and has it still
        else:
            self.removed |= letters(standing) - letters(heads(self.form.fields.get(NOTES, Register())))

    def pick(self) -> None:
        """Somebody settles the field on a value."""
        standing = heads(self.form.fields.get(NOTES, Register()))
        if len(standing) > 1:
            chosen = self.chance.choice(standing)
            saw = self.chance.choice([standing[0].stamp, chosen.stamp])
            if not self.ask("p0", Pick(field=NOTES, stamp=chosen.stamp, saw=saw)):
                self.removed |= letters(standing) - letters([chosen])

    def lock(self, *, on: bool) -> None:
        self.ask("p0", Lock(field=NOTES, on=on))

    def finish(self) -> None:
        """Everything arrives everywhere."""
        self.lock(on=False)
        while any(screen.under or screen.page.unsent or screen.seen < len(self.log) for screen in self.screens):
            for screen in self.screens:
                self.hear(screen, len(self.log))
                self.send(screen)
                self.arrive(screen)
                self.hear(screen, len(self.log))
                self.answer(screen)
                if screen.under is None and screen.page.unsent and len(screen.page.text) > CHARS_MAX:
                    gone = len(screen.page.text) - CHARS_MAX + 9
                    self.removed |= set(screen.page.text[:gone])
                    screen.page.type(0, gone, "")


def letters(writes: Iterable[Write]) -> set[str]:
    """The letters of some values."""
    return {letter for write in writes for letter in str(write.value or "")}


def said(text: LongText, *more: bytes) -> str:
    """What a document says with these updates."""
    page = Page(0)
    page.hear(text.doc, *text.updates, *more)
    return page.text


def three_way(base: str, theirs: str, ours: str) -> str:
    """Two changes of one text put together: what either removed is gone, what either wrote stays."""
    put: dict[int, str] = {}
    gone: set[int] = set()
    for after in (theirs, ours):
        for tag, start, end, low, high in SequenceMatcher(None, base, after, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            gone |= set(range(start, end))
            if put.get(start) != after[low:high]:
                put[start] = put.get(start, "") + after[low:high]
    return "".join(put.get(at, "") + ("" if at in gone else base[at : at + 1]) for at in range(len(base) + 1))


def history(log: list[AdvanceFact]) -> set[str]:
    """Every letter that the facts tell of."""
    told = [
        fact.put if isinstance(fact, TextChanged) else fact.value
        for fact in log
        if isinstance(fact, TextChanged | Edited)
    ]
    return {letter for text in told for letter in str(text or "")}


def take(world: World) -> None:
    """Something happens."""
    screen = world.chance.choice(world.screens)
    happens: list[tuple[int, Callable[[], None]]] = [
        (30, lambda: world.type(screen)),
        (15, lambda: world.send(screen)),
        (15, lambda: world.arrive(screen)),
        (12, lambda: world.answer(screen)),
        (12, lambda: world.hear(screen, world.chance.choice([1, 1, 3, 99]))),
        (8, lambda: world.resume(screen)),
        (6, world.import_),
        (2, world.pick),
        (3, lambda: world.lock(on=world.chance.random() < 0.3)),
    ]
    weights, what = zip(*happens, strict=True)
    world.chance.choices(what, weights)[0]()
