"""The floor and the stream of the night: songs asked for, tips given, things said."""

from collections.abc import Iterator

from embedded.seeds.people import NIKA, SAM, TILL, Step, visitor
from hub.chat.messages import Post
from hub.queue.messages import Configure, Play, Rules, Submit
from hub.streams.messages import GoLive
from hub.tips.messages import Confirm

#: In the order they were asked for. Two have been played, one plays, two are up next, five wait.
ASKED = (
    ("Mia", "Dancing Queen", "ABBA", ""),
    ("Jonas", "Wonderwall", "Oasis", "one tone lower"),
    ("Lea", "Valerie", "Amy Winehouse", ""),
    ("Paul", "Take On Me", "a-ha", "I will try the high note"),
    ("Nora", "Jolene", "Dolly Parton", ""),
    ("Emil", "Mr. Brightside", "The Killers", "for Lea"),
    ("Ruth", "I Will Survive", "Gloria Gaynor", ""),
    ("Finn", "Bohemian Rhapsody", "Queen", "we are four"),
    ("Alma", "Zombie", "The Cranberries", ""),
    ("Theo", "Africa", "Toto", ""),
)
TIPS = (
    ("Mia", 300, "That was for you, mum"),
    ("Radio Mill table", 1500, "Louder!"),
    ("Paul", 500, ""),
)
FLOOR_SAID = (
    ("Lea", "The queue moves. Who sings Queen with me?"),
    ("Finn", "We do. All four parts."),
)
STREAM_SAID = (
    ("Ruth", "Sound is good tonight"),
    ("Ida", "Hello from Porto"),
    ("Emil", "Lights!"),
)


def floor() -> Iterator[Step]:
    """Karaoke between the sets."""
    yield Step(NIKA, Configure(rules=Rules(mode="rotation", locked_max=2, open_max=3)))
    for name, title, artist, note in ASKED:
        yield Step(visitor(name), Submit(title=title, artist=artist, note=note))
    yield from (Step(NIKA, Play()) for _ in range(3))
    for number, (name, amount, text) in enumerate(TIPS, start=1):
        yield Step(TILL, Confirm(tip=f"tip_{number}", name=name, amount=amount, currency="eur", text=text))
    yield from (Step(visitor(name), Post(text=text)) for name, text in FLOOR_SAID)
    yield Step(NIKA, Post(text="Requests are open until half past one."))


def stream() -> Iterator[Step]:
    """The main room, live."""
    yield Step(SAM, GoLive(title="Velvet Harbour, live from Lantern Hall"))
    yield from (Step(visitor(name), Post(text=text)) for name, text in STREAM_SAID)
    yield Step(TILL, Confirm(tip="tip_stream_1", name="Ida", amount=2500, currency="eur", text="Encore!"))
    yield Step(SAM, Post(text="Second set at 22:15. Ask for songs on the floor page."))
