"""Promise 9, for long texts: replicas that type at once converge on one text, and it is the one of the paper."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.advancing_sync.text import LongText
from hub.advancing_sync.text_document import GapError, merge
from hub.advancing_sync.text_update import EMPTY, read, read_document, seed
from tests.hub.advancing_sync.pages import Page
from tests.laws.yata import Yata

many = settings(max_examples=5 * settings().max_examples)


class Replica(Page):
    """A page that puts aside what waits for something earlier.

    The library may lose what waits inside a document when it comes in an odd order (pycrdt 0.14.13), which is why the
    hub refuses it; here the hub's own check says what has to wait.
    """

    def __init__(self, client: int) -> None:
        super().__init__(client)
        self.aside: list[bytes] = []

    def fits(self, update: bytes) -> bool:
        """Merge an update if all that it builds on is there."""
        text = LongText("", "", self.whole())
        try:
            merged = merge(text, self.text, update, read(update))
        except GapError:
            return False
        self.hear(update)
        assert self.text == merged.text
        return True


def hear(replica: Replica, update: bytes) -> None:
    """An update arrives, and with it whatever has waited for it."""
    waits = [*replica.aside, update]
    while (later := [each for each in waits if not replica.fits(each)]) and len(later) < len(waits):
        waits = later
    replica.aside = later


def typed(page: Page, chance: Random) -> None:
    """One change: more or less where others type too."""
    length = len(page.text)
    at = chance.randint(0, min(length, 6))
    gone = chance.choice([0, 0, 0, 1, 3])
    put = chance.choice(["", "a", "b", "cd", "efg"])
    page.type(at, min(gone, length - at), put)


Hear = Callable[[Replica, bytes], None]


def convergence(chance: Random, hears: Hear = hear) -> None:
    """Replicas type, send now or much later, and hear each other in any order and again; then everything arrives."""
    begun = chance.choice([EMPTY, seed("notes of before")])
    replicas = [Replica(client) for client in chance.sample(range(2, 40), k=chance.randint(2, 5))]
    for replica in replicas:
        replica.hear(begun)
    sent: list[bytes] = []
    for _ in range(chance.randint(1, 40)):
        step(chance, chance.choice(replicas), sent, hears)
    sent += [replica.take() for replica in replicas if replica.unsent]
    for replica in replicas:
        for update in chance.sample([*sent, *sent], k=2 * len(sent)):
            hears(replica, update)
    model = Yata().hear(read_document(begun))
    for update in chance.sample(sent, k=len(sent)):
        model.hear(read(update))
    assert {replica.text for replica in replicas} == {model.text}
    whole = Page(99)
    whole.hear(chance.choice(replicas).whole())
    assert whole.text == model.text


def step(chance: Random, replica: Replica, sent: list[bytes], hears: Hear) -> None:
    what = chance.random()
    if what < 0.5:
        typed(replica, chance)
    elif what < 0.7 and replica.unsent:
        sent.append(replica.take())
    elif sent:
        hears(replica, chance.choice(sent))


@many
@pytest.mark.timeout(1_800)
@given(st.integers(0, 2**64))
def test_replicas_end_with_one_text_which_is_the_models(seed_: int) -> None:
    """Any number of replicas, any order, any repetition, any time without a network."""
    convergence(Random(seed_))


# The negative twins.


def the_last_is_lost(page: Replica, update: bytes) -> None:
    if read(update).gone:
        page.hear(update)


def built_from_its_text(page: Replica, update: bytes) -> None:
    """A replica that takes what it hears as a new text, as the known class of bugs does."""
    other = Page(1_000 + page.client)
    other.hear(update)
    page.hear(other.type(0, 0, other.text).take() if other.text else EMPTY)


def holds(twin: Hear) -> None:
    for number in range(50):
        convergence(Random(number), twin)


@pytest.mark.parametrize("twin", [the_last_is_lost, built_from_its_text])
def test_the_law_would_notice(twin: Hear) -> None:
    with pytest.raises(AssertionError):
        holds(twin)
