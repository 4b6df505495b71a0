"""How people type into a long text in the stories of the folds."""

from random import Random
from typing import Any

from hub.advancing_sync.messages import Edit
from hub.advancing_sync.text_messages import ChangeText
from tests.hub.advancing_sync.pages import NOTES, Page, value_of

WORDS = ("load-in ", "at six 😀 ", "\n", "two trucks, ", "é")


def typing(form: Any, chance: Random) -> ChangeText | Edit:
    """Somebody opens the form and types, or writes the whole value as an import does."""
    text = value_of(form)
    if not text or chance.random() < 0.2:
        register = form.fields.get(NOTES)
        saw = chance.choice([register.stamp if register else "", ""])
        return Edit(field=NOTES, value=chance.choice([None, *WORDS]), saw=saw)
    page = Page(chance.randrange(2, 2**32), form)
    at = chance.randint(0, len(page.text))
    return page.type(at, chance.randint(0, min(3, len(page.text) - at)), chance.choice(WORDS)).command()
